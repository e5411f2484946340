import { isAround, type PathChange } from '../affected.js'
import { textBefore } from '../hunks.js'

/** A path that a pull request changes. */
export interface ChangedPath extends PathChange {
  /** Undefined where GitHub shows no diff. */
  readonly patch: string | undefined
}

/** Changed files around some Dockerfiles whose texts before the change say how those were built. */
export function changedAround(
  changes: readonly ChangedPath[],
  neighbours: readonly string[],
  limit: number,
): readonly ChangedPath[] {
  const known = new Set(neighbours)
  return changes
    .filter(change =>
      change.status === 'removed' ? isAround(change) : change.status !== 'added' && known.has(change.path),
    )
    .slice(0, limit)
}

export function placeBefore({ path, previousPath }: ChangedPath): string {
  return previousPath ?? path
}

/** True for a file that matters to builds and of which no diff tells what it was: pure renames, and very large changes. */
export function isHidden(change: ChangedPath): boolean {
  return change.patch === undefined && isAround(change)
}

/**
 * Texts before the change, by the paths of that time, as their diffs tell them: nothing has to be read for it.
 * @param after texts at the head
 * @returns undefined when a diff does not fit its text
 */
export function textsFromDiffs(
  changes: readonly ChangedPath[],
  after: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>()
  for (const change of changes) {
    if (change.patch === undefined) continue
    const text = textBefore(after.get(change.path), change.patch)
    if (text === undefined) return undefined
    texts.set(placeBefore(change), text)
  }
  return texts
}
