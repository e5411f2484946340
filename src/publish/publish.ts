import type { Links } from '../formats/links.js'
import type { Client } from '../inputs/github/client.js'
import { readConversation } from '../inputs/github/conversation.js'
import type { Place, PullRequest } from '../inputs/github/event.js'
import type { Sleep } from '../inputs/github/patience.js'
import { troubleOf } from '../inputs/github/trouble.js'
import type { Standing } from '../review/compose.js'
import type { Conversation } from '../review/conversation.js'
import { instanceOf } from '../review/marker.js'
import type { Review } from '../review/review.js'
import { NOTHING_POSTED } from '../review/threads.js'
import { postCheckRun } from './check-run.js'
import { type Conversed, converse, type Mode } from './converse.js'
import { explain, FORK_NOTE } from './explain.js'

export interface Publishing {
  readonly client: Client
  /** Where the check run goes. */
  readonly place: Place
  readonly head: string
  /** Undefined where there is nothing to comment on. */
  readonly pullRequest: PullRequest | undefined
  /** The number of a pull request whose merge is tried. */
  readonly queued: number | undefined
  readonly links: Links
  readonly checkName: string
  /** Says which run this is. */
  readonly externalId: string
  readonly mode: Mode
  readonly sleep: Sleep
  compose(standing?: Standing): Review
}

export interface Published {
  /** As it is shown: what could not be a comment is in its summary. */
  readonly review: Review
  /** There is no check run, so the job itself has to show what is no comment. */
  readonly needsAnnotations: boolean
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
  const { client, place, head, links, mode, checkName: name, externalId, sleep } = publishing
  const { review, stale, failure, notes } = await talk(publishing)
  if (stale) return { review, needsAnnotations: false, isStale: true, notes: [...notes, stale] }
  const done = (needsAnnotations: boolean, ...more: readonly string[]): Published => ({
    ...{ review, needsAnnotations, isStale: false },
    notes: [...notes, ...more],
  })
  if (mode === 'dry') return done(false, 'Dry run: nothing is posted.')
  if (mode === 'read') return done(true, FORK_NOTE)
  const check = await postCheckRun({ client, ...place, name, head, externalId, sleep }, review, links)
  const explained = explain(failure, check)
  return done(check !== undefined, ...(explained === undefined ? [] : [explained]))
}

async function talk(publishing: Publishing): Promise<Conversed> {
  const { client, place, head, pullRequest, queued, links, mode, checkName, sleep, compose } = publishing
  const instance = instanceOf(checkName)
  if (pullRequest) return converse({ client, pullRequest, links, mode, instance, compose, sleep })
  const silent = { stale: undefined, failure: undefined, notes: [] }
  if (queued === undefined) return { ...silent, review: compose() }
  const conversation = await dismissedIn(client, place, queued, instance)
  const posting = { ...NOTHING_POSTED, canPost: false }
  return { ...silent, review: compose({ conversation, posting, head }) }
}

/**
 * What people dismissed on a pull request that waits in a queue: else it could pass its own check and never the queue's.
 * Whoever cannot be asked has dismissed nothing.
 */
async function dismissedIn(client: Client, place: Place, number: number, instance: string): Promise<Conversation> {
  try {
    const { conversation } = await readConversation(client, { ...place, number }, instance)
    return conversation.filter(({ dismissedBy }) => dismissedBy !== undefined)
  } catch (error) {
    if (troubleOf(error) === 'other') throw error
    return []
  }
}
