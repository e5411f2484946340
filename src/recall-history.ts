import type { History } from './build/history.js'
import type { Change } from './inputs/change.js'
import { reasonOf, troubleOf } from './inputs/github/trouble.js'

/** Reads that many of the last changes; undefined where there is no history. */
export type AskHistory = (count: number) => Promise<History | undefined>

/** A history, or the notice why there is none. */
export type Recalled = { readonly history?: History | undefined; readonly notice?: string }

/**
 * Asks for what was merged last, where there is something to review. No failure comes out of it: a review does without.
 * @param count 0 for who wants none
 */
export async function recallHistory(change: Change, count: number, ask: AskHistory): Promise<Recalled> {
  if (count === 0 || change.files.length + (change.affected?.length ?? 0) === 0) return {}
  try {
    return { history: await ask(count) }
  } catch (error) {
    const hint = troubleOf(error) === 'forbidden' ? ' Give the job "pull-requests: read" under "permissions:".' : ''
    return {
      notice: `What was merged before could not be read (${reasonOf(error)}), so it is not told how often layers are rebuilt.${hint}`,
    }
  }
}

/** Adds it to what is known of the repository, now and before the change: history is the same for both. */
export function withHistory(change: Change, { history, notice }: Recalled): Change {
  const noticed = notice === undefined ? change : { ...change, notices: [...(change.notices ?? []), notice] }
  if (history === undefined) return noticed
  const before = change.before && { ...change.before, history }
  return { ...noticed, repository: { ...change.repository, history }, before }
}
