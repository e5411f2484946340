import type { Anchor, AnchorPlace } from '../anchors.js'
import { issueCommentResource, reviewCommentResource } from '../conversation.js'
import { type ApiRequest, type ApiResponse, failure, notFound, ok } from '../http.js'
import { pageOf } from '../pages.js'
import { type IssueComment, nextId, now, pullRequestCommits, pullRequestFiles, type State } from '../state.js'
import { addComment, asReplyTo, deleteComment, type Placed, visibleComments } from '../threads.js'
import { pendingReview, placeInPullRequest, userOf } from './reviews.js'

interface CommentBody extends Anchor {
  readonly body: string
  readonly commit_id: string
  readonly path: string
  readonly subject_type?: 'line' | 'file'
  readonly in_reply_to?: number
}

const THREAD = 'pull_request_review_thread'

export function createReviewComment(state: State, request: ApiRequest): ApiResponse {
  const body = request.body as CommentBody
  const user = userOf(request)
  if (pendingReview(state, request)) {
    return invalid([customError('user_id', 'can only have one pending review per pull request')])
  }
  if (!pullRequestCommits(state).includes(body.commit_id)) {
    return invalid([customError('commit_id', 'is not part of the pull request')])
  }
  const parent = visibleComments(state).find(({ id }) => id === body.in_reply_to)
  if (body.in_reply_to !== undefined && !parent) return notFound()
  const errors = parent ? [] : anchorErrors(state, body)
  if (errors.length > 0) return invalid(errors)
  const placed = parent ? asReplyTo(parent) : placedAlone(state, body)
  const comment = addComment(state, placed, { body: body.body, user })
  return ok(reviewCommentResource(state, comment), 201)
}

export function listReviewComments(state: State, request: ApiRequest): ApiResponse {
  const { sort = 'created', direction = 'asc', since } = request.parameters
  const key = sort === 'updated' ? 'updated_at' : 'created_at'
  const comments = visibleComments(state)
    .filter(comment => since === undefined || comment.updated_at >= since)
    .sort((a, b) => a[key].localeCompare(b[key]) || a.id - b.id)
  // GitHub looks at the direction only where a key to sort by is named.
  const isDescending = direction === 'desc' && request.parameters.sort !== undefined
  const { items, headers } = pageOf(isDescending ? comments.toReversed() : comments, request, state.url)
  return { status: 200, headers, body: items.map(comment => reviewCommentResource(state, comment)) }
}

export function updateReviewComment(state: State, request: ApiRequest): ApiResponse {
  const comment = visibleComments(state).find(({ id }) => id === request.parameters.comment_id)
  if (!comment) return notFound()
  comment.body = (request.body as { readonly body: string }).body
  comment.updated_at = now()
  return ok(reviewCommentResource(state, comment))
}

export function deleteReviewComment(state: State, request: ApiRequest): ApiResponse {
  const comment = visibleComments(state).find(({ id }) => id === request.parameters.comment_id)
  if (!comment) return notFound()
  deleteComment(state, comment)
  return { status: 204 }
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

function placedAlone(state: State, comment: CommentBody): Placed {
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
