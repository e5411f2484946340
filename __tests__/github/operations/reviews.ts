import { type Anchor, type AnchorPlace, placeOf, toSentence } from '../anchors.js'
import { reviewCommentResource, reviewResource } from '../conversation.js'
import { type ApiRequest, type ApiResponse, failure, notFound, ok } from '../http.js'
import { pageOf } from '../pages.js'
import { nextId, now, pullRequestCommits, pullRequestFiles, type Review, type State } from '../state.js'
import { newComment, type Placed } from '../threads.js'

interface ReviewBody {
  readonly commit_id?: string
  readonly body?: string
  readonly event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'
  readonly comments?: readonly CommentBody[]
}
interface CommentBody extends Anchor {
  readonly path: string
  readonly body: string
}

const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

/** All or nothing: one comment without a place, and nothing of the review is kept. */
export function createReview(state: State, request: ApiRequest): ApiResponse {
  const user = userOf(request)
  const { commit_id = state.pullRequest.head.sha, body = '', event, comments = [] } = (request.body ?? {}) as ReviewBody
  if (pendingReview(state, request)) return refusal('User can only have one pending review per pull request')
  if (!pullRequestCommits(state).includes(commit_id)) return refusal('The commitOID is not part of the pull request')
  if (event === 'APPROVE' && user.type === 'Bot') {
    return refusal('GitHub Actions is not permitted to approve pull requests.')
  }
  const places = comments.map(comment => placeInPullRequest(state, comment, commit_id))
  const problems = places.filter(place => typeof place === 'string')
  if (problems.length > 0) return refusal(toSentence(problems))
  const id = nextId(state)
  const time = now()
  const review: Review = {
    ...{ id, body, user, commit_id, state: event ? STATES[event] : 'PENDING' },
    ...(event && { submitted_at: time }),
    comments: comments.map(({ side = 'RIGHT', start_side = side, ...comment }, index) => {
      const { position, diffHunk } = places[index] as AnchorPlace
      const { path, line, start_line } = comment
      const placed: Placed = {
        ...{ path, side, subject_type: 'line', commit_id, diff_hunk: diffHunk, position },
        ...(line !== undefined && { line }),
        ...(start_line !== undefined && { start_line, start_side }),
      }
      return newComment(state, placed, { reviewId: id, body: comment.body, user })
    }),
  }
  state.reviews.push(review)
  return ok(reviewResource(state, review))
}

/** Where `comment` stands in the pull request's diff as of `commit`, or GitHub's words for why nowhere. */
export function placeInPullRequest(state: State, comment: CommentBody, commit: string): AnchorPlace | string {
  const file = pullRequestFiles(state, commit).find(({ filename }) => filename === comment.path)
  return file ? placeOf(comment, file.patch) : 'Path could not be resolved'
}

/** Another's pending review cannot be seen. */
export function listReviews(state: State, request: ApiRequest): ApiResponse {
  const user = userOf(request)
  const visible = state.reviews.filter(review => review.state !== 'PENDING' || review.user.id === user.id)
  const { items, headers } = pageOf(visible, request, state.url)
  return { status: 200, headers, body: items.map(review => reviewResource(state, review)) }
}

export function updateReview(state: State, request: ApiRequest): ApiResponse {
  const review = reviewOf(state, request)
  if (!review) return notFound()
  review.body = (request.body as { readonly body: string }).body
  return ok(reviewResource(state, review))
}

export function deletePendingReview(state: State, request: ApiRequest): ApiResponse {
  const review = reviewOf(state, request)
  if (!review) return notFound()
  if (review.state !== 'PENDING') return refusal('Can not delete a non-pending pull request review')
  state.reviews = state.reviews.filter(other => other !== review)
  return ok(reviewResource(state, review))
}

export function listCommentsForReview(state: State, request: ApiRequest): ApiResponse {
  const review = reviewOf(state, request)
  if (!review) return notFound()
  const { items, headers } = pageOf(review.comments, request, state.url)
  return { status: 200, headers, body: items.map(comment => reviewCommentResource(state, comment)) }
}

/** The review that whoever asks has begun and not yet submitted. */
export function pendingReview(state: State, request: ApiRequest): Review | undefined {
  return state.reviews.find(review => review.state === 'PENDING' && review.user.id === userOf(request).id)
}

export function userOf({ user }: ApiRequest) {
  if (!user) throw new Error('a route was reached without authorization')
  return user
}

function reviewOf(state: State, { parameters }: ApiRequest): Review | undefined {
  return state.reviews.find(({ id }) => id === parameters.review_id)
}

function refusal(problem: string): ApiResponse {
  return failure(422, 'Unprocessable Entity', [problem])
}
