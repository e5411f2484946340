import * as core from '@actions/core'
import type { Links } from '../formats/links.js'
import { type Client, statusOf } from '../inputs/github/client.js'
import type { PullRequest } from '../inputs/github/event.js'
import { annotationsOf } from '../review/annotations.js'
import type { Review } from '../review/review.js'
import { withoutComments } from '../review/without-comments.js'
import { postCheckRun } from './check-run.js'
import { postReview } from './review.js'

/** Makes GitHub show the review. A token without the right to write loses nothing but the form. */
export async function publish(
  client: Client,
  pullRequest: PullRequest,
  review: Review,
  links: Links,
  checkName: string,
): Promise<void> {
  const isPosted = await permitted('pull-requests: write', () => postReview(client, pullRequest, review, links))
  const shown = isPosted ? review : withoutComments(review)
  const isShown = await permitted('checks: write', () => postCheckRun(client, pullRequest, shown, links, checkName))
  if (!isShown) annotate(shown)
}

/** @returns false when the token lacks the permission, which the log then names */
async function permitted(permission: string, post: () => Promise<void>): Promise<boolean> {
  try {
    await post()
    return true
  } catch (error) {
    if (statusOf(error) !== 403) throw error
    core.warning(
      `The token may not do that: the job needs "permissions: ${permission}". Pull requests from forks never have it; the findings are in the job's summary.`,
    )
    return false
  }
}

/** The runner shows at most ten annotations of each level. */
function annotate(review: Review): void {
  const commands = { failure: core.error, warning: core.warning, notice: core.notice }
  for (const { path, startLine, endLine, level, title, message } of annotationsOf(review))
    commands[level](message, { file: path, startLine, endLine, title })
}
