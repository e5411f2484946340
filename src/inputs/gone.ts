import { folderOf, nameOf } from '../build/repository.js'
import type { PathChange } from './affected.js'
import { bySteps } from './build-files.js'

/** Dockerfiles that are read to see whether they name what is gone: one request brings them. */
const SUSPECTS_LIMIT = 30

/**
 * What a change takes away: files, and folders with the last file in them.
 * @param files every file after the change
 */
export function goneWith(changes: readonly PathChange[], files: ReadonlyMap<string, number>): readonly string[] {
  const removed = changes
    .flatMap(({ path, status, previousPath }) => previousPath ?? (status === 'removed' ? path : []))
    .filter(path => !files.has(path))
  if (removed.length === 0) return []
  const left = new Set<string>()
  for (const path of files.keys())
    for (let at = folderOf(path); at !== '' && !left.has(at); at = folderOf(at)) left.add(at)
  const gone = new Set(removed)
  for (const path of removed)
    for (let at = folderOf(path); at !== '' && !left.has(at) && !gone.has(at); at = folderOf(at)) gone.add(at)
  return [...gone]
}

/**
 * Unchanged Dockerfiles that may name what is gone, the nearest first: which of them do only their texts tell.
 * @param known those that are looked at anyway
 */
export function suspectsOf(
  gone: readonly string[],
  dockerfiles: readonly string[],
  known: readonly string[],
): readonly string[] {
  if (gone.length === 0) return []
  const others = new Set(dockerfiles)
  for (const path of known) others.delete(path)
  return bySteps(gone, [...others])
    .slice(0, SUSPECTS_LIMIT)
    .map(({ path }) => path)
}

/** True for a Dockerfile that has the name of something in it, or a copy of what a build argument names. */
export function mayName(text: string, gone: readonly string[]): boolean {
  return /^[ \t]*(?:ONBUILD[ \t]+)?(?:ADD|COPY)\b.*\$/im.test(text) || gone.some(path => text.includes(nameOf(path)))
}
