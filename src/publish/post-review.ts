import { commentBody, type Wording } from '../formats/comment.js'
import type { Client } from '../inputs/github/client.js'
import type { PullRequest } from '../inputs/github/event.js'
import { statusOf } from '../inputs/github/trouble.js'
import type { ReviewThread } from '../review/threads.js'
import { deletePendingReview } from './pending-review.js'

/**
 * Requests that the search for comments without a place may take: for one among thirty it takes eleven, for two nineteen.
 * For more than that, some that have a place go to the summary along with those that have none.
 */
const SEARCH_LIMIT = 20

/** Called for each comment, as soon as it is known what became of it. */
export interface Outcome {
  posted(thread: ReviewThread): void
  /** GitHub found no place for it. */
  refused(thread: ReviewThread): void
}

/** The reviewed commit is no longer one of the pull request. */
export class StaleCommit extends Error {}

/**
 * Posts comments as one review. GitHub takes all or none, and does not say which it did not like: then each half is sent by
 * itself, and so on, the largest first.
 * @throws StaleCommit, and whatever the request failed with that is not about the comments
 */
export async function postReview(
  client: Client,
  pullRequest: PullRequest,
  threads: readonly ReviewThread[],
  wording: Wording,
  outcome: Outcome,
): Promise<void> {
  const waiting = [threads]
  for (let requests = 0; requests < SEARCH_LIMIT; requests++) {
    const some = waiting.shift()
    if (some === undefined) return
    try {
      await createReview(client, pullRequest, some, wording)
      some.forEach(outcome.posted)
    } catch (error) {
      if (statusOf(error) !== 422) throw error
      const message = messageOf(error)
      if (/commit ?OID is not part|commit_id is not part/i.test(message)) throw new StaleCommit(message)
      if (/one pending review/i.test(message)) {
        if (!(await deletePendingReview(client, pullRequest))) throw error
        waiting.unshift(some)
      } else if (some.length === 1) some.forEach(outcome.refused)
      else {
        const middle = Math.ceil(some.length / 2)
        waiting.push(some.slice(0, middle), some.slice(middle))
      }
    }
  }
  waiting.flat().forEach(outcome.refused)
}

async function createReview(
  client: Client,
  { owner, repo, number, head }: PullRequest,
  threads: readonly ReviewThread[],
  wording: Wording,
): Promise<void> {
  await client.rest.pulls.createReview({
    owner,
    repo,
    pull_number: number,
    commit_id: head,
    // Without an event the review would stay pending, which nobody sees.
    event: 'COMMENT',
    // Bottom up: who commits suggestions one by one finds the lines of the next where they were.
    comments: threads.toReversed().map(thread => {
      const { path, first, last } = thread
      const start = first < last ? { start_line: first, start_side: 'RIGHT' } : {}
      return { path, line: last, side: 'RIGHT', ...start, body: commentBody(thread, wording, head) }
    }),
  })
}

/** GitHub's words, wherever in the answer they stand. */
function messageOf(error: unknown): string {
  const { message, response } = error as { message: string; response?: { data?: unknown } }
  return `${message} ${JSON.stringify(response?.data ?? '')}`
}
