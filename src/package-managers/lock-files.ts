import { readJson } from './package-json.js'

/** The versions that a file names for one module; several where it has several. */
type Reader = (text: string, name: string) => readonly string[]

interface LockFile {
  readonly name: RegExp
  readonly read: Reader
}

/** Exact: `3.1.*` is none, and `2.1+cu118` is only where its own index is asked. */
const VERSION = String.raw`(\d(?:[\w.!-]*\w)?)(?![\w.*+!-])`

const PYTHON: readonly LockFile[] = [
  { name: /^.*(?:requirements|constraints).*\.(?:txt|in)$/, read: listed(name => `^${name}\\s*={2,3}\\s*${VERSION}`) },
  { name: /^(?:poetry|pdm)\.lock$/, read: listed(name => `^name = "${name}"\\r?\\nversion = "${VERSION}"`) },
  // A project's own entry has a version, too, and is in no index.
  {
    name: /^uv\.lock$/,
    read: listed(name => `^name = "${name}"\\r?\\nversion = "${VERSION}"(?!\\r?\\nsource = \\{ (?!registry))`),
  },
  {
    name: /^pyproject\.toml$/,
    read: listed(name => `["']${name}\\s*={2,3}\\s*${VERSION}\\s*["';]|^${name} *= *["'](?:==)?${VERSION}["']`),
  },
  { name: /^Pipfile$/, read: listed(name => `^${name} *= *["']={2,3}${VERSION}["']`) },
  { name: /^Pipfile\.lock$/, read: inPipfileLock },
]

const NODE: readonly LockFile[] = [
  { name: /^package\.json$/, read: inManifest },
  { name: /^(?:package-lock|npm-shrinkwrap)\.json$/, read: inPackageLock },
  { name: /^yarn\.lock$/, read: written(name => `^"?${name}@[^\\n]*:\\r?\\n +version:? "?${VERSION}`) },
  { name: /^pnpm-lock\.yaml$/, read: written(name => `^ {2}['"]?/?${name}[@/]${VERSION}['"]?(?:\\(|:|_)`) },
  { name: /^bun\.lock$/, read: written(name => `^ +"${name}": \\["${name}@${VERSION}"`) },
]

/** By the name of what installs from the same registry. */
const FILES: Readonly<Record<string, readonly LockFile[]>> = {
  pip: PYTHON,
  npm: NODE,
  gem: [
    { name: /^Gemfile\.lock$/, read: written(name => `^ {4}${name} \\(${VERSION}\\)`) },
    { name: /^Gemfile$/, read: written(name => `^\\s*gem ["']${name}["'], *["'](?:= *)?${VERSION}["']`) },
  ],
  go: [{ name: /^go\.mod$/, read: inGoModule }],
  composer: [
    { name: /^composer\.lock$/, read: inComposerLock },
    { name: /^composer\.json$/, read: inComposerManifest },
  ],
  cargo: [
    {
      name: /^Cargo\.lock$/,
      read: written(name => `^name = "${name}"\\r?\\nversion = "(\\d[^"\\n]*)"\\r?\\nsource = "registry\\+`),
    },
  ],
}

/** @returns undefined for a file that names no versions of this registry's modules */
export function lockReader(registry: string, fileName: string): Reader | undefined {
  return FILES[registry]?.find(({ name }) => name.test(fileName))?.read
}

/** For names of which each has one form. */
function written(pattern: (name: string) => string): Reader {
  return (text, name) => all(text, new RegExp(pattern(escaped(name)), 'gm'))
}

/** For Python's names: the case, and which of `-_.` is used, is no matter. */
function listed(pattern: (name: string) => string): Reader {
  return (text, name) => all(text, new RegExp(pattern(`${pythonName(name)}(?:\\[[^\\]\\n]*\\])?`), 'gim'))
}

/** As a pattern that takes each spelling of the name. */
export function pythonName(name: string): string {
  return escaped(name.replace(/\[.*$/, '')).replace(/(?:\\\.|[-_])+/g, '[-_.]')
}

export function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

export function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.find(Boolean) ?? [])
}

type Groups = Readonly<Record<string, Readonly<Record<string, { readonly version?: unknown } | undefined> | undefined>>>

function inPipfileLock(text: string, name: string): readonly string[] {
  const lock = (readJson(text) ?? {}) as Groups
  const pattern = new RegExp(`^${pythonName(name)}$`, 'i')
  return [lock.default, lock.develop].flatMap(group =>
    Object.entries(group ?? {}).flatMap(([key, entry]) =>
      pattern.test(key) ? exact(String(entry?.version).replace(/^==/, '')) : [],
    ),
  )
}

function inPackageLock(text: string, name: string): readonly string[] {
  const lock = (readJson(text) ?? {}) as Groups
  const entry = lock.packages?.[`node_modules/${name}`] ?? lock.dependencies?.[name]
  return exact(entry?.version)
}

function inManifest(text: string, name: string): readonly string[] {
  const manifest = readJson(text) as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> | undefined
  if (manifest === undefined) return []
  const { dependencies, devDependencies, volta, packageManager } = manifest
  const managed = new RegExp(`^${escaped(name)}@([^+]+)`).exec(String(packageManager ?? ''))?.[1]
  return [dependencies?.[name], devDependencies?.[name], volta?.[name], managed].flatMap(exact)
}

function inComposerLock(text: string, name: string): readonly string[] {
  const lock = readJson(text)
  const listed = [lock?.packages, lock?.['packages-dev']].flatMap(group => (Array.isArray(group) ? group : []))
  const named = listed.filter((entry: { readonly name?: unknown } | null) => entry?.name === name)
  return named.flatMap(({ version }: { readonly version?: unknown }) => exact(version))
}

function inComposerManifest(text: string, name: string): readonly string[] {
  const manifest = (readJson(text) ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
  return [manifest.require?.[name], manifest['require-dev']?.[name]].flatMap(exact)
}

function exact(version: unknown): readonly string[] {
  return typeof version === 'string' && /^v?\d+\.\d+(?:[\w.-]*\w)?$/.test(version) ? [version] : []
}

/** Programs that are of the same module as the packages beside them. */
const SAME_MODULE = /^(?:golang\.org\/x\/tools|google\.golang\.org\/protobuf)\/cmd\//

/** A package's module may be a part of another's address: only what go.mod itself calls a tool, and what is known, has a version. */
function inGoModule(text: string, name: string): readonly string[] {
  const wanted = text.replace(/^(?:exclude|replace|retract)[ \t]*\([^)]*\)/gm, '')
  const required = [...wanted.matchAll(/^(?:require)?[ \t]+([^\s()]+)[ \t]+(v\d[^\s/]*)/gm)]
  const isTool = new RegExp(`^(?:tool)?[ \\t]+${escaped(name)}[ \\t]*(?://.*)?\\r?$`, 'm').test(wanted)
  const holders = required
    .filter(([, path = '']) => name === path || ((isTool || SAME_MODULE.test(name)) && name.startsWith(`${path}/`)))
    .sort(([, a = ''], [, b = '']) => b.length - a.length)
  return holders.slice(0, 1).flatMap(([, , version]) => version ?? [])
}
