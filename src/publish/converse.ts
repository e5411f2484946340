import type { Links } from '../formats/links.js'
import type { Client } from '../inputs/github/client.js'
import { type PullRequestNow, readConversation } from '../inputs/github/conversation.js'
import type { PullRequest } from '../inputs/github/event.js'
import type { Sleep } from '../inputs/github/patience.js'
import { troubleOf } from '../inputs/github/trouble.js'
import type { Standing } from '../review/compose.js'
import { keyOf } from '../review/fingerprint.js'
import type { Review } from '../review/review.js'
import type { ReviewThread } from '../review/threads.js'
import { editComments } from './edit-comments.js'
import type { Failure } from './explain.js'
import { editsFor, missingThreads } from './plan.js'
import { postReview, StaleCommit } from './post-review.js'

/** `read`: it is known from the start that the token can only read, so nothing is tried. `dry`: nothing is wanted. */
export type Mode = 'write' | 'read' | 'dry'

export interface Conversing {
  readonly client: Client
  readonly pullRequest: PullRequest
  readonly links: Links
  readonly sleep: Sleep
  readonly mode: Mode
  /** Marks the comments of this Drydock, where several review one pull request. */
  readonly instance: string
  /** Composes the review for what is on the pull request now. */
  compose(standing: Standing): Review
}

export interface Conversed {
  readonly review: Review
  /** The pull request has moved on: nothing is to be said of this commit. */
  readonly stale: string | undefined
  /** Why not all could be said on the diff. */
  readonly failure: Failure | undefined
  /** Lines for the log. */
  readonly notes: readonly string[]
}

/** Times that comments are sent after a failure of which nobody knows what it did. */
const SEND_LIMIT = 2
/** What was being done when a connection broke takes GitHub ten seconds at most; most of it is done sooner (ms). */
const SETTLING = 2000

/**
 * Makes the comments on a pull request those of the review: looks at what is there, does what is missing, and looks again
 * after everything that may have gone otherwise than it seems. Nothing is sent twice without a look.
 */
export async function converse(conversing: Conversing): Promise<Conversed> {
  const { client, pullRequest, links, mode, instance, compose } = conversing
  const wording = { links, instance }
  const posted = new Set<string>()
  const refused = new Set<string>()
  const notes = new Set<string>()
  let now: PullRequestNow | undefined
  let failure: Failure | undefined
  for (let failures = 0; ; ) {
    try {
      now = await readConversation(client, pullRequest, instance)
      if (now.notice) notes.add(now.notice)
    } catch (error) {
      failure = failureOf(error)
    }
    const canPost = mode !== 'read' && failure === undefined
    const posting = { canPost, posted, refused }
    const review = compose({ conversation: now?.conversation ?? [], posting, head: pullRequest.head })
    const done = (stale?: string): Conversed => ({ review, stale, failure, notes: [...notes] })
    const stale = now && staleness(pullRequest, now)
    if (stale || !canPost || mode === 'dry') return done(stale)
    try {
      const missing = missingThreads(review)
      if (missing.length > 0) {
        const outcome = { posted: noteIn(posted), refused: noteIn(refused) }
        await postReview(client, pullRequest, missing, wording, outcome)
        continue
      }
      const problem = await editComments(client, editsFor(review, wording, pullRequest.head))
      if (problem) notes.add(`Not every earlier comment could be edited: ${problem}`)
      return done()
    } catch (error) {
      if (error instanceof StaleCommit) return done(`${pullRequest.head} is no longer a commit of the pull request.`)
      const last = failureOf(error)
      failures++
      if (last.trouble !== 'ambiguous' || failures >= SEND_LIMIT) failure = last
      if (last.trouble === 'ambiguous') await conversing.sleep(SETTLING)
    }
  }
}

function noteIn(keys: Set<string>): (thread: ReviewThread) => void {
  return ({ fingerprints }) => {
    for (const print of fingerprints) keys.add(keyOf(print))
  }
}

/** @throws what is no answer of GitHub's: a fault of Drydock */
function failureOf(error: unknown): Failure {
  const trouble = troubleOf(error)
  if (trouble === 'other') throw error
  return { trouble, message: (error as Error).message }
}

function staleness(
  { head, baseRef }: PullRequest,
  now: { readonly head: string; readonly baseRef: string; readonly isOpen: boolean },
): string | undefined {
  if (!now.isOpen) return 'The pull request was closed meanwhile.'
  if (now.head !== head)
    return `The pull request has moved on from ${head} to ${now.head}; the run for that will say more.`
  if (now.baseRef !== baseRef)
    return `The pull request goes into ${now.baseRef} now, not into ${baseRef}; the run for that will say more.`
  return undefined
}
