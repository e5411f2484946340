import { closedBody } from '../formats/closed-comment.js'
import { commentBody, contentDigest, type Wording } from '../formats/comment.js'
import type { EarlierComment } from '../review/conversation.js'
import type { Retirement } from '../review/retire.js'
import type { Review } from '../review/review.js'
import type { ReviewThread } from '../review/threads.js'

/** One thing to be done to a comment that is there; each may be done twice without harm. */
export type CommentEdit =
  | { readonly kind: 'rewrite'; readonly comment: EarlierComment; readonly body: string }
  | { readonly kind: 'minimize'; readonly comment: EarlierComment; readonly as: 'RESOLVED' | 'OUTDATED' }
  | { readonly kind: 'resolve'; readonly comment: EarlierComment }
  | { readonly kind: 'delete'; readonly comment: EarlierComment }

/** The comments that a review has and the pull request has not. */
export function missingThreads({ threads }: Review): readonly ReviewThread[] {
  return threads.filter(({ isPosted }) => !isPosted)
}

/** What has to change in the comments that are there, so that they say what the review says. */
export function editsFor({ threads, retired }: Review, wording: Wording, commit: string): readonly CommentEdit[] {
  const rewritten = threads.flatMap(thread => {
    const { earlier } = thread
    if (earlier === undefined || earlier.marker.content === contentDigest(thread)) return []
    const body = commentBody(thread, wording, earlier.marker.commit)
    return [{ kind: 'rewrite', comment: earlier, body } as const]
  })
  return [...rewritten, ...retired.flatMap(one => closing(one, commit))]
}

const SUPERSEDED = new Set(['moved', 'changed', 'duplicate'])

function closing(retirement: Retirement, commit: string): readonly CommentEdit[] {
  const { comment, reason } = retirement
  // Answers to a comment go with it.
  if (reason.kind === 'duplicate' && !comment.hasReplies) return [{ kind: 'delete', comment }]
  const isSuperseded = SUPERSEDED.has(reason.kind)
  return [
    // First of all: once its marker says that it is closed, no later run takes a resolved thread for a person's word.
    { kind: 'rewrite', comment, body: closedBody(retirement, commit) },
    { kind: 'minimize', comment, as: isSuperseded ? 'OUTDATED' : 'RESOLVED' },
    ...(comment.canResolve && !isSuperseded ? [{ kind: 'resolve', comment } as const] : []),
  ]
}
