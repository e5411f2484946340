import { commentBody } from '../formats/comment.js'
import type { Links } from '../formats/links.js'
import type { Client } from '../inputs/github/client.js'
import type { PullRequest } from '../inputs/github/event.js'
import type { Review } from '../review/review.js'

/** Posts the comments as one review; nothing when there are none. */
export async function postReview(
  client: Client,
  pullRequest: PullRequest,
  review: Review,
  links: Links,
): Promise<void> {
  if (review.threads.length === 0) return
  const { owner, repo, number, head } = pullRequest
  await client.rest.pulls.createReview({
    owner,
    repo,
    pull_number: number,
    commit_id: head,
    // Without an event the review would stay pending, which nobody sees.
    event: 'COMMENT',
    // Bottom up: who commits suggestions one by one finds the lines of the next where they were.
    comments: review.threads.toReversed().map(thread => {
      const { path, first, last } = thread
      const start = first < last ? { start_line: first, start_side: 'RIGHT' } : {}
      return { path, line: last, side: 'RIGHT', ...start, body: commentBody(thread, links) }
    }),
  })
}
