import type { Anchor, AnchorPlace } from '../anchors.js'
import { issueCommentResource, reviewCommentResource } from '../conversation.js'
import { type ApiRequest, type ApiResponse, failure, notFound, ok } from '../http.js'
import { pageOf } from '../pages.js'
import type { IssueComment, ReviewComment, State } from '../state.js'
import { nextId, now, pullRequestCommits, pullRequestFiles } from '../state.js'
import { pendingReview, placeInPullRequest, userOf } from './reviews.js'

interface CommentBody extends Anchor {
  readonly body: string
  readonly commit_id: string
  readonly path: string
  readonly subject_type?: 'line' | 'file'
  readonly in_reply_to?: number
}

const THREAD = 'pull_request_review_thread'

/** A comment by itself; GitHub keeps it in a review of its own that has no body. */
export function createReviewComment(state: State, request: ApiRequest): ApiResponse {
  const body = request.body as CommentBody
  const user = userOf(request)
  if (pendingReview(state, request)) {
    return invalid([customError('user_id', 'can only have one pending review per pull request')])
  }
  if (!pullRequestCommits(state).includes(body.commit_id)) {
    return invalid([customError('commit_id', 'is not part of the pull request')])
  }
  const parent = commentsOf(state).find(({ id }) => id === body.in_reply_to)
  if (body.in_reply_to !== undefined && !parent) return notFound()
  const errors = parent ? [] : anchorErrors(state, body)
  if (errors.length > 0) return invalid(errors)
  const pull_request_review_id = nextId(state)
  const time = now()
  const comment: ReviewComment = {
    ...(parent ? standingAs(parent) : standingAlone(state, body)),
    ...{ id: nextId(state), pull_request_review_id, body: body.body, user, created_at: time, updated_at: time },
  }
  const { commit_id } = comment
  const review = {
    id: pull_request_review_id,
    body: '',
    state: 'COMMENTED',
    commit_id,
    user,
    submitted_at: time,
  } as const
  state.reviews.push({ ...review, comments: [comment] })
  return ok(reviewCommentResource(state, comment), 201)
}

export function listReviewComments(state: State, request: ApiRequest): ApiResponse {
  const { sort = 'created', direction = 'asc', since } = request.parameters
  const key = sort === 'updated' ? 'updated_at' : 'created_at'
  const comments = commentsOf(state)
    .filter(comment => since === undefined || comment.updated_at >= since)
    .sort((a, b) => a[key].localeCompare(b[key]) || a.id - b.id)
  // GitHub looks at the direction only where a key to sort by is named.
  const isDescending = direction === 'desc' && request.parameters.sort !== undefined
  const { items, headers } = pageOf(isDescending ? comments.toReversed() : comments, request, state.url)
  return { status: 200, headers, body: items.map(comment => reviewCommentResource(state, comment)) }
}

export function updateReviewComment(state: State, request: ApiRequest): ApiResponse {
  const comment = commentsOf(state).find(({ id }) => id === request.parameters.comment_id)
  if (!comment) return notFound()
  comment.body = (request.body as { readonly body: string }).body
  comment.updated_at = now()
  return ok(reviewCommentResource(state, comment))
}

export function listIssueComments(state: State, request: ApiRequest): ApiResponse {
  const { items, headers } = pageOf(state.issueComments, request, state.url)
  return { status: 200, headers, body: items.map(comment => issueCommentResource(state, comment)) }
}

export function createIssueComment(state: State, request: ApiRequest): ApiResponse {
  const { body } = request.body as { readonly body: string }
  const comment: IssueComment = { id: nextId(state), body, user: userOf(request), created_at: now() }
  state.issueComments.push(comment)
  return ok(issueCommentResource(state, comment), 201)
}

/** Comments of submitted reviews; those of a pending one are not listed. */
function commentsOf(state: State): readonly ReviewComment[] {
  return state.reviews.filter(review => review.state !== 'PENDING').flatMap(({ comments }) => comments)
}

type Standing = Omit<ReviewComment, 'id' | 'pull_request_review_id' | 'body' | 'user' | 'created_at' | 'updated_at'>

function standingAs(parent: ReviewComment): Standing {
  return { ...parent, in_reply_to_id: parent.in_reply_to_id ?? parent.id }
}

function standingAlone(state: State, comment: CommentBody): Standing {
  const { path, commit_id, side = 'RIGHT', line, start_line, start_side = side, subject_type = 'line' } = comment
  const place = placeInPullRequest(state, comment, commit_id)
  const { position, diffHunk } =
    typeof place === 'string' ? { position: 1, diffHunk: '' } : (place satisfies AnchorPlace)
  return {
    ...{ path, commit_id, side, subject_type, position, diff_hunk: diffHunk },
    ...(line !== undefined && { line }),
    ...(start_line !== undefined && { start_line, start_side }),
  }
}

/** Why the comment has no place, in the words of this endpoint, which are other than those for a whole review. */
function anchorErrors(state: State, comment: CommentBody): readonly unknown[] {
  const file = pullRequestFiles(state, comment.commit_id).find(({ filename }) => filename === comment.path)
  const lacksHunk = { resource: 'PullRequestReviewComment', code: 'missing_field', field: `${THREAD}.diff_hunk` }
  if (!file) return [{ ...lacksHunk, code: 'invalid', field: `${THREAD}.path` }, lacksHunk]
  if (comment.subject_type === 'file') return []
  if (file.patch === undefined) return [customError(`${THREAD}.path`, 'diff too large')]
  const place = placeInPullRequest(state, comment, comment.commit_id)
  if (typeof place !== 'string') return []
  if (!place.startsWith('Start')) return [customError(`${THREAD}.line`, 'must be part of the diff'), lacksHunk]
  return [customError(`${THREAD}.start_line`, 'must be part of the same hunk as the line.')]
}

function customError(field: string, problem: string) {
  return { resource: 'PullRequestReviewComment', code: 'custom', field, message: `${field} ${problem}` }
}

function invalid(errors: readonly unknown[]): ApiResponse {
  return failure(422, 'Validation Failed', errors)
}
