import type { Account, Association } from './http.js'
import { associationOf } from './resources.js'
import { type Standing, standingOf } from './standing.js'
import { nextId, now, type Review, type ReviewComment, type State } from './state.js'

/** A conversation on some lines: the comment that began it and the replies to that. */
export interface ReviewThread extends Standing {
  /** The id of the comment that began it, even when that one is deleted. */
  readonly id: number
  readonly comments: readonly ReviewComment[]
  readonly isResolved: boolean
  readonly resolvedBy: Account | null
}

/** Comments of submitted reviews, and those of `viewer`'s own pending one. */
export function visibleComments(state: State, viewer?: Account): readonly ReviewComment[] {
  const visible = state.reviews.filter(review => review.state !== 'PENDING' || review.user.id === viewer?.id)
  return visible.flatMap(({ comments }) => comments)
}

/** The threads as they stand at the head of now, in the order of their beginnings. */
export function reviewThreads(state: State, viewer?: Account): readonly ReviewThread[] {
  const threads = new Map<number, ReviewComment[]>()
  for (const comment of visibleComments(state, viewer)) {
    const id = threadIdOf(comment)
    const comments = threads.get(id)
    if (comments) comments.push(comment)
    else threads.set(id, [comment])
  }
  const inOrder = [...threads].sort(([a], [b]) => a - b)
  return inOrder.map(([id, comments]) => ({
    ...standingOf(state, comments[0] as ReviewComment),
    ...{ id, comments, isResolved: state.resolutions.has(id), resolvedBy: state.resolutions.get(id) ?? null },
  }))
}

export function threadIdOf({ id, in_reply_to_id = id }: ReviewComment): number {
  return in_reply_to_id
}

/** The comment with `id`, of whatever review. */
export function commentWith(state: State, id: unknown): ReviewComment | undefined {
  return state.reviews.flatMap(({ comments }) => comments).find(comment => comment.id === id)
}

/** Takes out one comment, and no other of its thread. A product that does so to a comment with replies is at fault. */
export function deleteComment(state: State, comment: ReviewComment): void {
  const hasReplies = visibleComments(state).some(({ in_reply_to_id }) => in_reply_to_id === comment.id)
  if (hasReplies) state.violations.push(`deleted a comment with replies: ${comment.id}`)
  for (const review of state.reviews) review.comments = review.comments.filter(other => other !== comment)
}

/** What a comment is before it has words and an author. */
export type Placed = Pick<
  ReviewComment,
  | ('path' | 'line' | 'side' | 'start_line' | 'start_side' | 'subject_type')
  | ('in_reply_to_id' | 'commit_id' | 'diff_hunk' | 'position')
>

export function asReplyTo(parent: ReviewComment): Placed {
  const { path, line, side, start_line, start_side, subject_type, commit_id, diff_hunk, position } = parent
  return {
    ...{ path, side, subject_type, commit_id, diff_hunk, position, in_reply_to_id: threadIdOf(parent) },
    ...(line !== undefined && { line }),
    ...(start_line !== undefined && { start_line }),
    ...(start_side !== undefined && { start_side }),
  }
}

/** A comment by itself, which GitHub keeps in a review of its own that has no body. */
export function addComment(
  state: State,
  placed: Placed,
  { body, user, association }: { readonly body: string; readonly user: Account; readonly association?: Association },
): ReviewComment {
  const id = nextId(state)
  const submitted_at = now()
  const comment = newComment(state, placed, { reviewId: id, body, user, ...(association && { association }) })
  const review: Review = {
    id,
    body: '',
    state: 'COMMENTED',
    commit_id: placed.commit_id,
    user,
    submitted_at,
    comments: [comment],
  }
  state.reviews.push(review)
  return comment
}

export function newComment(
  state: State,
  placed: Placed,
  by: { readonly reviewId: number; readonly body: string; readonly user: Account; readonly association?: Association },
): ReviewComment {
  const { body, user, association = associationOf(user) } = by
  const time = now()
  return {
    ...{ id: nextId(state), pull_request_review_id: by.reviewId, ...placed, body, user, association },
    ...{ created_at: time, updated_at: time, isMinimized: false, minimizedReason: null },
  }
}
