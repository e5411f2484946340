import { folderOf, joinPath, nameOf, type Repository } from '../build/repository.js'
import { isComposeName } from '../documents/compose/names.js'
import { DEPTH_BELOW, isNeighbour } from './neighbours.js'

/** What became of one path. */
export interface PathChange {
  readonly path: string
  readonly status: 'added' | 'removed' | 'changed'
  /** Where the file stood before, if it was elsewhere. */
  readonly previousPath?: string | undefined
}

/** More unchanged Dockerfiles than this are not looked at for the sake of one file at the root that all could see. */
const AFFECTED_LIMIT = 100

/**
 * The Dockerfiles that a change leaves as they are while it changes what their builds see: ignore files, manifests, scripts
 * and Compose files around them. Nearest first.
 * @param files every file after the change
 */
export function affectedBy(
  changes: readonly PathChange[],
  files: ReadonlyMap<string, number>,
  isDockerfile: (path: string) => boolean,
): readonly string[] {
  const paths = changes.flatMap(({ path, previousPath }) => (previousPath === undefined ? path : [path, previousPath]))
  const around = paths.filter(path => isAround(path) && !isDockerfile(path))
  if (around.length === 0) return []
  const changed = new Set(changes.map(({ path }) => path))
  const nearby = indexAround(around)
  const found: { readonly path: string; readonly distance: number }[] = []
  for (const path of files.keys()) {
    const distance = isDockerfile(path) && !changed.has(path) ? nearby(path) : undefined
    if (distance !== undefined) found.push({ path, distance })
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, AFFECTED_LIMIT)
    .map(({ path }) => path)
}

/** True for files that may matter to a Dockerfile somewhere. */
export function isAround(path: string): boolean {
  return isIgnoreFile(path) || isComposeFile(path) || isNeighbour(path)
}

/** Tells how near the nearest of some files is to a Dockerfile whose build may see it; undefined when none matters. */
function indexAround(around: readonly string[]): (dockerfile: string) => number | undefined {
  const distances = new Map<string, number>()
  const note = (key: string, distance: number) => distances.set(key, Math.min(distance, distances.get(key) ?? distance))
  for (const path of around) {
    const folder = folderOf(path)
    if (isComposeFile(path)) note(`below ${folder}`, 1)
    else if (isIgnoreFile(path) && path !== joinPath(folder, '.dockerignore')) note(`file ${path}`, 0)
    else {
      const near = isIgnoreFile(path) ? [[folder, 0] as const] : foldersNear(folder)
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

function isIgnoreFile(path: string): boolean {
  return path.endsWith('.dockerignore')
}

function isComposeFile(path: string): boolean {
  return isComposeName(nameOf(path))
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
  return { ...after, files, texts: before }
}
