import { folderOf, joinPath, type Repository } from '../build/repository.js'
import { isIgnoreFileName } from '../documents/dockerignore/names.js'
import { bySteps, isBuildFile, isRunByGitHub } from './build-files.js'
import { DEPTH_BELOW, isNeighbour } from './neighbours.js'

/** What became of one path. */
export interface PathChange {
  readonly path: string
  readonly status: 'added' | 'removed' | 'changed'
  /** Where the file stood before, if it was elsewhere. */
  readonly previousPath?: string | undefined
  /** The hunks of its diff, where they are at hand. */
  readonly patch?: string | undefined
}

/** More unchanged Dockerfiles than this are not looked at for the sake of one file at the root that all could see. */
const AFFECTED_LIMIT = 100
/** Nor more than this for the sake of files that may build any of them. */
const BUILT_LIMIT = 30

/**
 * The Dockerfiles that a change leaves as they are while it changes what their builds see: ignore files, manifests and scripts
 * around them, and the Compose files, Bake files, Skaffold files and workflows that may build them. Nearest first.
 * @param files every file after the change
 */
export function affectedBy(
  changes: readonly PathChange[],
  files: ReadonlyMap<string, number>,
  isDockerfile: (path: string) => boolean,
): readonly string[] {
  const around = changes
    .filter(isAround)
    .flatMap(pathsOf)
    .filter(path => isAroundDockerfile(path) && !isDockerfile(path))
  if (around.length === 0) return []
  const changed = new Set(changes.map(({ path }) => path))
  const nearby = indexAround(around)
  const found: { readonly path: string; readonly distance: number }[] = []
  const others: string[] = []
  for (const path of files.keys()) {
    if (!isDockerfile(path) || changed.has(path)) continue
    const distance = nearby(path)
    if (distance === undefined) others.push(path)
    else found.push({ path, distance })
  }
  const near = found.sort((a, b) => a.distance - b.distance).map(({ path }) => path)
  const room = Math.max(BUILT_LIMIT - near.length, 0)
  return [...near, ...builtBy(around, others).slice(0, room)].slice(0, AFFECTED_LIMIT)
}

/** True for a change that may matter to a Dockerfile somewhere. */
export function isAround(change: PathChange): boolean {
  return pathsOf(change).some(isAroundDockerfile) && !isNewVersion(change)
}

/** True for a change behind which a path is not there any more: some Dockerfile may copy it. */
export function takesAway({ status, previousPath }: PathChange): boolean {
  return status === 'removed' || previousPath !== undefined
}

function isAroundDockerfile(path: string): boolean {
  return isIgnoreFileName(path) || isBuildFile(path) || isNeighbour(path)
}

/** True for a workflow or an action that takes its actions in other versions, and is the same otherwise: no build is another one then. */
function isNewVersion({ path, patch }: PathChange): boolean {
  if (!isRunByGitHub(path) || !patch) return false
  const lines = patch.split('\n').filter(line => /^[+-]/.test(line))
  const actions = (mark: string) =>
    lines
      .flatMap(line => (line.startsWith(mark) ? [/^.\s*(?:-\s+)?uses:\s*([^@\s]+)@/.exec(line)?.[1]] : []))
      .join('\n')
  return lines.every(line => /^.\s*(?:-\s+)?uses:/.test(line)) && actions('-') === actions('+')
}

/** The nearest of some Dockerfiles to the files among changes that may build any of them. */
function builtBy(around: readonly string[], dockerfiles: readonly string[]): readonly string[] {
  const from = around.filter(isBuildFile).map(path => (isRunByGitHub(path) ? 'workflow' : path))
  return from.length === 0 ? [] : bySteps(from, dockerfiles).map(({ path }) => path)
}

function pathsOf({ path, previousPath }: PathChange): readonly string[] {
  return previousPath === undefined ? [path] : [path, previousPath]
}

/** Tells how near the nearest of some files is to a Dockerfile whose build may see it; undefined when none matters. */
function indexAround(around: readonly string[]): (dockerfile: string) => number | undefined {
  const distances = new Map<string, number>()
  const note = (key: string, distance: number) => distances.set(key, Math.min(distance, distances.get(key) ?? distance))
  for (const path of around) {
    const folder = folderOf(path)
    if (isRunByGitHub(path)) continue
    if (isBuildFile(path)) note(`below ${folder}`, 1)
    else if (isIgnoreFileName(path) && path !== joinPath(folder, '.dockerignore')) note(`file ${path}`, 0)
    else {
      const near = isIgnoreFileName(path) ? [[folder, 0] as const] : foldersNear(folder)
      for (const [one, steps] of near) note(`folder ${one}`, steps)
      // The root can be the context of every Dockerfile.
      if (folder === '') note('all', 1)
    }
  }
  return dockerfile => {
    const own = folderOf(dockerfile)
    const keys = ['all', `file ${dockerfile}.dockerignore`, `folder ${own}`, 'below ']
    for (let folder = own; folder !== ''; folder = folderOf(folder)) keys.push(`below ${folder}`)
    const known = keys.flatMap(key => distances.get(key) ?? [])
    return known.length === 0 ? undefined : Math.min(...known)
  }
}

/** The folders of Dockerfiles that a manifest may belong to: its own, and as many above it as a Dockerfile looks below. */
function foldersNear(folder: string): readonly (readonly [string, number])[] {
  const near: [string, number][] = []
  for (let at = folder, steps = 0; steps <= DEPTH_BELOW; at = folderOf(at), steps++) {
    near.push([at, steps])
    if (at === '') break
  }
  return near
}

/** The paths that a change gives other names. */
export function movedBy(changes: readonly PathChange[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap(({ path, previousPath }) => (previousPath === undefined ? [] : [[previousPath, path] as const])),
  )
}

/** The repository as it was before some changes. Sizes of what is gone are unknown and given as 0. */
export function repositoryBefore(
  after: Repository,
  changes: readonly PathChange[],
  texts: ReadonlyMap<string, string>,
): Repository {
  const files = new Map(after.files)
  const before = new Map(after.texts)
  for (const { path, status, previousPath } of changes) {
    before.delete(path)
    if (status === 'added' || previousPath !== undefined) files.delete(path)
    if (status === 'removed') files.set(path, 0)
    if (previousPath !== undefined) files.set(previousPath, 0)
  }
  for (const [path, text] of texts) before.set(path, text)
  return { ...after, files, texts: before, moved: new Map(), gone: new Set() }
}
