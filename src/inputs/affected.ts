import { folderOf, joinPath, type Repository } from '../build/repository.js'
import { nearness } from './neighbours.js'

/** What became of one path. */
export interface PathChange {
  readonly path: string
  readonly status: 'added' | 'removed' | 'changed'
  /** Where the file stood before, if it was elsewhere. */
  readonly previousPath?: string | undefined
}

const COMPOSE_FILE = /^(?:docker-)?compose(?:[.-].+)?\.ya?ml$/

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
  const around = paths.filter(path => !isDockerfile(path))
  const changed = new Set(changes.map(({ path }) => path))
  const unchanged = [...files.keys()].filter(path => isDockerfile(path) && !changed.has(path))
  return unchanged
    .map(path => ({ path, distance: Math.min(...around.map(one => distanceTo(path, one))) }))
    .filter(({ distance }) => Number.isFinite(distance))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, AFFECTED_LIMIT)
    .map(({ path }) => path)
}

/** True for files that may matter to a Dockerfile somewhere. */
export function isAround(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.endsWith('.dockerignore') || COMPOSE_FILE.test(name) || Number.isFinite(nearness(folderOf(path), path))
}

/** How far a file is from a Dockerfile whose build may see it; infinite where it does not matter to any. */
function distanceTo(dockerfile: string, path: string): number {
  const folder = folderOf(path)
  const name = path.slice(folder === '' ? 0 : folder.length + 1)
  const own = folderOf(dockerfile)
  if (path === `${dockerfile}.dockerignore`) return 0
  if (name === '.dockerignore') return folder === own ? 0 : folder === '' ? 1 : Number.POSITIVE_INFINITY
  if (COMPOSE_FILE.test(name)) return `${own}/`.startsWith(joinPath(folder, '')) ? 1 : Number.POSITIVE_INFINITY
  return nearness(own, path)
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
  return { files, isComplete: after.isComplete, texts: before }
}
