import { folderOf, joinPath } from '../build/repository.js'

/** Manifests say what an install needs; their lock files only have to exist. */
const MANIFEST =
  /^(?:package\.json|\.npmrc|pnpm-workspace\.yaml|\.yarnrc(?:\.yml)?|.*requirements.*\.(?:txt|in)|constraints.*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|go\.(?:mod|work)|Cargo\.toml|composer\.json|Gemfile|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?)$/

/** Of these it matters that they exist; nobody reads them. */
const LOCK_FILE =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|Pipfile\.lock|pdm\.lock|go\.sum|Cargo\.lock|composer\.lock|Gemfile\.lock|packages\.lock\.json)$/

/** Scripts that may be an image's entrypoint: what they start decides who the program runs as. */
const SCRIPT = /^[\w-]*(?:entry-?point|start|run|init)[\w-]*(?:\.sh)?$/i

/** Files of this size are no hand-written manifests (bytes). */
const SIZE_LIMIT = 256 * 1024
const SCRIPT_LIMIT = 16 * 1024
/** Folders below a Dockerfile's own in which its manifests may lie. */
export const DEPTH_BELOW = 2

/**
 * The files around Dockerfiles whose texts the rules look into: ignore files, and package manifests in the folders that
 * can be their build context. Nearest first.
 * @param files of the repository, with sizes
 * @param limit of paths, for who has to fetch each
 */
export function neighboursOf(
  dockerfiles: readonly string[],
  files: ReadonlyMap<string, number>,
  limit = Number.POSITIVE_INFINITY,
): readonly string[] {
  const found = new Set<string>()
  const add = (path: string) => {
    if (files.has(path)) found.add(path)
  }
  const folders = new Set(dockerfiles.map(folderOf))
  for (const path of dockerfiles) add(`${path}.dockerignore`)
  for (const folder of ['', ...folders]) add(joinPath(folder, '.dockerignore'))
  const manifests = [...files].filter(
    ([path, size]) => size <= SIZE_LIMIT && (isManifest(path) || (size <= SCRIPT_LIMIT && isScript(path))),
  )
  const near = manifests
    .map(([path]) => ({ path, distance: Math.min(...[...folders].map(folder => distance(folder, folderOf(path)))) }))
    .filter(({ distance }) => distance <= DEPTH_BELOW)
    .sort((a, b) => a.distance - b.distance)
  // Where the number is limited, manifests go first.
  for (const { path } of near) if (isManifest(path)) found.add(path)
  for (const { path } of near) found.add(path)
  return [...found].slice(0, limit)
}

/** True for a manifest, a lock file or a script: what a Dockerfile near it may copy or run. */
export function isNeighbour(path: string): boolean {
  return isManifest(path) || isScript(path) || isLockFile(path)
}

function isManifest(path: string): boolean {
  return MANIFEST.test(nameOf(path))
}

function isScript(path: string): boolean {
  return SCRIPT.test(nameOf(path))
}

function isLockFile(path: string): boolean {
  return LOCK_FILE.test(nameOf(path))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Folders from a Dockerfile's own down to a file's; the repository's root is near to all. */
function distance(from: string, to: string): number {
  if (to === from || to === '') return 0
  if (from !== '' && !to.startsWith(`${from}/`)) return Number.POSITIVE_INFINITY
  return to.slice(from === '' ? 0 : from.length + 1).split('/').length
}
