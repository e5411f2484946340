/** Scripts of the project that an install runs. */
const LIFECYCLE =
  /^(?:pre|post)?(?:install|prepare)$|^(?:pre)?prepublish$|^(?:pre|post)?(?:dependencies)$|^pnpm:devPreinstall$/
/** A guard against other package managers: reads nothing. */
const HARMLESS_SCRIPT = /^(?:npx (?:-y |--yes )?|pnpm dlx )?only-allow (?:npm|pnpm|yarn|bun)$/
/** Packages whose own install scripts read the project around them or write into it. */
const READS_PROJECT =
  /^(?:prisma|@prisma\/client|lefthook|simple-git-hooks|yorkie|pre-commit|msw|nx|@sveltejs\/kit|patch-package|@redwoodjs\/.*|electron-builder)$/
const LOCAL = /^(?:file|link|portal|workspace|patch):|^(?:\.{0,2}|~)\/|^\.{1,2}$/
/** A version of a member of the workspace. */
const OF_WORKSPACE = /^workspace:(?:[*^~]|[\d^~<>=][\w.^~<>=| -]*)$/

export type Json = Readonly<Record<string, unknown>>

/**
 * True when installing reads more of the project than this: its own scripts, patches, packages that lie in it.
 * @param members names of the packages whose manifests are read as well
 */
export function needsProject(manifest: Json, ignoresScripts: boolean, members: ReadonlySet<string>): boolean {
  const { scripts, pnpm } = manifest
  if (JSON.stringify(pnpm ?? {}).includes('patchedDependencies')) return true
  if (manifest.patchedDependencies !== undefined) return true
  const lifecycle = Object.entries(objectOr(scripts)).filter(([name]) => LIFECYCLE.test(name))
  if (!ignoresScripts && lifecycle.some(([, script]) => !HARMLESS_SCRIPT.test(String(script)))) return true
  const wanted = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].map(group =>
    objectOr(manifest[group]),
  )
  if (!ignoresScripts && wanted.some(group => Object.entries(group).some(readsProject))) return true
  const others = [manifest.overrides, manifest.resolutions, objectOr(pnpm).overrides]
  const isOther = ([name, version]: [string, unknown]) => !(members.has(name) && OF_WORKSPACE.test(String(version)))
  return (
    wanted.some(group =>
      Object.entries(group)
        .filter(isOther)
        .some(([, version]) => namesLocal(version)),
    ) || others.some(namesLocal)
  )
}

function readsProject([name, version]: [string, unknown]): boolean {
  return READS_PROJECT.test(name) || (name === 'husky' && /^[~^]?[0-4]\b/.test(String(version)))
}

/** True when some version in it, at any depth, is a path. */
function namesLocal(value: unknown): boolean {
  if (typeof value === 'string') return LOCAL.test(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(namesLocal)
}

/** A package.json, undefined when it is none. */
export function readJson(text: string | undefined): Json | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Json) : undefined
  } catch {
    return undefined
  }
}

/** What is no object counts as an empty one. */
export function objectOr(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}
