import type { Client } from '../inputs/github/client.js'
import type { PullRequest } from '../inputs/github/event.js'
import { readMarker } from '../review/marker.js'

/**
 * Deletes the review that the token's own account began and never submitted: GitHub takes no other one as long as it is
 * there, and nobody else can see it. A person's draft is left alone, unless its comments are Drydock's.
 * @returns false when there was none that may go
 */
export async function deletePendingReview(client: Client, { owner, repo, number }: PullRequest): Promise<boolean> {
  const parameters = { owner, repo, pull_number: number, per_page: 100 }
  const reviews = await client.paginate(client.rest.pulls.listReviews, parameters)
  // GitHub shows a pending review to its own author only.
  const pending = reviews.find(({ state }) => state === 'PENDING')
  if (!pending) return false
  const address = { owner, repo, pull_number: number, review_id: pending.id }
  if (pending.user?.type !== 'Bot') {
    const { data: comments } = await client.rest.pulls.listCommentsForReview({ ...address, per_page: 100 })
    if (comments.length === 0 || !comments.every(({ body }) => readMarker(body))) return false
  }
  await client.rest.pulls.deletePendingReview(address)
  return true
}
