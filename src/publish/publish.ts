import type { Links } from '../formats/links.js'
import type { Client } from '../inputs/github/client.js'
import type { Place, PullRequest } from '../inputs/github/event.js'
import type { Sleep } from '../inputs/github/patience.js'
import type { Standing } from '../review/compose.js'
import type { Review } from '../review/review.js'
import { postCheckRun } from './check-run.js'
import { converse } from './comments.js'
import { explain, FORK_NOTE } from './explain.js'

export interface Publishing {
  readonly client: Client
  /** Where the check run goes. */
  readonly place: Place
  readonly head: string
  /** Undefined where there is nothing to comment on. */
  readonly pullRequest: PullRequest | undefined
  readonly links: Links
  readonly checkName: string
  /** Says which run this is. */
  readonly externalId: string
  /** The token is known to be able to read only, so nothing is tried. */
  readonly isReadOnly: boolean
  readonly sleep: Sleep
  compose(standing?: Standing): Review
}

export interface Published {
  /** As it is shown: what could not be a comment is in its summary. */
  readonly review: Review
  /** False when there is no check run, so that the job itself has to show what is no comment. */
  readonly hasCheckRun: boolean
  /** The pull request has moved on, and nothing was said. */
  readonly isStale: boolean
  /** Lines for the log: what was left out and why. */
  readonly notes: readonly string[]
}

/**
 * Makes GitHub show a review: comments on the diff, then one check run with the rest. What the token may not do, or GitHub
 * will not take, is said another way; nothing is lost but the form.
 */
export async function publish(publishing: Publishing): Promise<Published> {
  const { client, place, head, pullRequest, links, isReadOnly, compose } = publishing
  const canWrite = !isReadOnly
  const conversed = pullRequest
    ? await converse({ client, pullRequest, links, canWrite, compose, sleep: publishing.sleep })
    : { review: compose(), stale: undefined, failure: undefined, notes: [] }
  const { review, stale, failure: comments } = conversed
  if (stale) return { review, hasCheckRun: true, isStale: true, notes: [...conversed.notes, stale] }
  if (isReadOnly) return { review, hasCheckRun: false, isStale: false, notes: [...conversed.notes, FORK_NOTE] }
  const { checkName: name, externalId, sleep } = publishing
  const check = await postCheckRun({ client, ...place, name, head, externalId, sleep }, review, links)
  const explained = explain(comments, check)
  const notes = explained === undefined ? conversed.notes : [...conversed.notes, explained]
  return { review, hasCheckRun: check === undefined, isStale: false, notes }
}
