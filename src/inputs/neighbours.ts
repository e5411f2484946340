import { isBuilderFile } from '../build/builders-around.js'
import { folderOf, joinPath, nameOf } from '../build/repository.js'
import { isDockerfileName } from '../documents/dockerfile/names.js'
import { RUNTIME_FILES } from '../package-managers/runtime-versions.js'
import { bakeFilesAround, bySteps, composeFilesAround, skaffoldFilesAround, workflowsIn } from './build-files.js'

/** Manifests say what an install needs. */
const MANIFEST =
  /^(?:package\.json|\.env|\.npmrc|pnpm-workspace\.yaml|\.yarnrc(?:\.yml)?|.*requirements.*\.(?:txt|in)|constraints.*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|go\.(?:mod|work)|Cargo\.toml|composer\.json|Gemfile|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?)$/

/** Of lock files it matters that they exist; of some also which versions they name. */
const LOCK_FILE =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|Pipfile\.lock|pdm\.lock|go\.sum|Cargo\.lock|composer\.lock|Gemfile\.lock|packages\.lock\.json)$/
const NODE_LOCKS = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock']
const HAS_NO_VERSIONS = /^(?:bun\.lockb|go\.sum|packages\.lock\.json)$/

/** Scripts that may be an image's entrypoint: what they start decides who the program runs as. */
const SCRIPT = /^[\w-]*(?:entry-?point|launch|start|run|init)[\w-]*(?:\.sh)?$|^(?:entry-?point|start)[\w-]*\.py$/i

/** Files of this size are no hand-written manifests (bytes). */
const SIZE_LIMIT = 256 * 1024
const SMALL_LIMIT = 16 * 1024
/** One lock file (bytes): GitHub cuts longer texts off. */
const LOCK_LIMIT = 500_000
/** All lock files together (bytes): they come in one answer. */
const LOCKS_LIMIT = 1024 * 1024
/** Other Dockerfiles that are read for the versions that they use. */
const DOCKERFILES_LIMIT = 30
/** More members of one workspace are not read: nobody copies that many one by one. */
const MEMBERS_LIMIT = 40
/** Folders below a Dockerfile's own in which its manifests may lie. */
export const DEPTH_BELOW = 2

/**
 * The files around Dockerfiles whose texts the rules look into: ignore files, package manifests in the folders that can be
 * their build context, and what else says which versions the project is for. Nearest first of each kind.
 * @param files of the repository, with sizes
 * @param limit of paths, for who has to fetch each
 */
export function neighboursOf(
  dockerfiles: readonly string[],
  files: ReadonlyMap<string, number>,
  limit = Number.POSITIVE_INFINITY,
): readonly string[] {
  if (dockerfiles.length === 0) return []
  const folders = new Set(dockerfiles.map(folderOf))
  const above = foldersAbove(folders)
  const near = nearest(files, folders)
  const small = (limit: number, paths: readonly string[]) => paths.filter(path => sizeIn(files, path) <= limit)
  const nearby = (isWanted: (path: string) => boolean) => near.flatMap(({ path }) => (isWanted(path) ? path : []))
  const isBuilder = (path: string) => isBuilderFile(path) && above.has(folderOf(path))
  const ignoreFiles = [
    ...dockerfiles.map(path => `${path}.dockerignore`),
    ...[...above].map(folder => joinPath(folder, '.dockerignore')),
  ]
  // What git keeps out is made before the build, and what a submodule holds is in no list.
  const gitFiles = [...[...above].map(folder => joinPath(folder, '.gitignore')), '.gitmodules']
  // What only a candidate comes from goes last.
  const kinds: readonly Kind[] = [
    { part: 10, paths: ignoreFiles.filter(path => files.has(path)) },
    { part: 30, paths: small(SIZE_LIMIT, nearby(isManifest)) },
    { part: 5, paths: small(SMALL_LIMIT, nearby(isScript)) },
    { part: 5, paths: runtimeFilesIn(above, files) },
    { part: 5, paths: small(SIZE_LIMIT, [...files.keys()].filter(isBuilder)) },
    { part: 10, paths: composeFilesAround(dockerfiles, files) },
    { part: 5, paths: [...bakeFilesAround(dockerfiles, files), ...skaffoldFilesAround(dockerfiles, files)] },
    { part: 15, paths: workflowsIn(files) },
    { part: 5, paths: gitFiles.filter(path => files.has(path)) },
    { part: 5, paths: locksWithin(LOCKS_LIMIT, near, files) },
    { part: 0, paths: membersOf('', files) },
    { part: 5, paths: otherDockerfiles(dockerfiles, files) },
  ]
  return shared(kinds, limit)
}

interface Kind {
  /** Of the number of paths there may be, in hundredths: so many of this kind are taken before others get more than their part. */
  readonly part: number
  readonly paths: readonly string[]
}

/** Paths in their order, as many of each kind as there is room for. */
function shared(kinds: readonly Kind[], limit: number): readonly string[] {
  const all = [...new Set(kinds.flatMap(({ paths }) => paths))]
  if (all.length <= limit) return all
  const own = kinds.flatMap(({ part, paths }) => paths.slice(0, Math.floor((part * limit) / 100)))
  const taken = new Set([...new Set([...own, ...all])].slice(0, limit))
  return all.filter(path => taken.has(path))
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

function sizeIn(files: ReadonlyMap<string, number>, path: string): number {
  return files.get(path) ?? 0
}

/** The manifests in the folders below one that says, or may say, that they belong together: it can be the context of all. */
function membersOf(root: string, files: ReadonlyMap<string, number>): readonly string[] {
  const has = (name: string) => files.has(joinPath(root, name))
  const names = [
    ...(has('package.json') && NODE_LOCKS.some(has) ? ['package.json'] : []),
    ...(has('go.work') ? ['go.mod'] : []),
    ...(has('pom.xml') ? ['pom.xml'] : []),
  ]
  if (names.length === 0) return []
  const found = [...files.keys()].filter(
    path => names.includes(nameOf(path)) && distance(root, folderOf(path)) <= DEPTH_BELOW,
  )
  return found.length <= MEMBERS_LIMIT ? found.filter(path => sizeIn(files, path) <= SIZE_LIMIT) : []
}

interface Near {
  readonly path: string
  readonly distance: number
}

/** The files that a Dockerfile near them may copy or run, the nearest first. */
function nearest(files: ReadonlyMap<string, number>, folders: ReadonlySet<string>): readonly Near[] {
  return [...files.keys()]
    .filter(isNeighbour)
    .map(path => ({ path, distance: Math.min(...[...folders].map(folder => distance(folder, folderOf(path)))) }))
    .filter(({ distance }) => distance <= DEPTH_BELOW)
    .sort((a, b) => a.distance - b.distance)
}

/** Folders from a Dockerfile's own down to a file's; the repository's root is near to all. */
function distance(from: string, to: string): number {
  if (to === from || to === '') return 0
  if (from !== '' && !to.startsWith(`${from}/`)) return Number.POSITIVE_INFINITY
  return to.slice(from === '' ? 0 : from.length + 1).split('/').length
}

/** These folders and all that hold them: some files count for all below them. */
function foldersAbove(folders: ReadonlySet<string>): ReadonlySet<string> {
  const above = new Set<string>([''])
  for (const folder of folders) for (let at = folder; at !== ''; at = folderOf(at)) above.add(at)
  return above
}

function runtimeFilesIn(above: ReadonlySet<string>, files: ReadonlyMap<string, number>): readonly string[] {
  return [...above].flatMap(folder =>
    RUNTIME_FILES.map(name => joinPath(folder, name)).filter(
      path => files.has(path) && sizeIn(files, path) <= SIZE_LIMIT,
    ),
  )
}

function locksWithin(bytes: number, near: readonly Near[], files: ReadonlyMap<string, number>): readonly string[] {
  let left = bytes
  return near.flatMap(({ path }) => {
    const size = sizeIn(files, path)
    if (!isLockFile(path) || HAS_NO_VERSIONS.test(nameOf(path)) || size > Math.min(LOCK_LIMIT, left)) return []
    left -= size
    return [path]
  })
}

/** The Dockerfiles around some others, those of the nearest folders first. */
function otherDockerfiles(dockerfiles: readonly string[], files: ReadonlyMap<string, number>): readonly string[] {
  const own = new Set(dockerfiles)
  const isOther = (path: string) => isDockerfileName(path) && !own.has(path)
  const paths = [...files].flatMap(([path, size]) => (size <= SMALL_LIMIT && isOther(path) ? path : []))
  return bySteps(dockerfiles, paths)
    .slice(0, DOCKERFILES_LIMIT)
    .map(({ path }) => path)
}
