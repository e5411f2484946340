import { connectionOf, type PagingArguments } from './graphql-paging.js'
import { actorOf, type Viewer } from './graphql-viewer.js'
import { allows } from './permissions.js'
import { idInNode, nodeId, pullRequestPage } from './resources.js'
import { standingOf } from './standing.js'
import type { ReviewComment } from './state.js'
import { type ReviewThread, reviewThreads, visibleComments } from './threads.js'

const MAX_INT = 2 ** 31 - 1

export function threadsOf(viewer: Viewer, args: PagingArguments) {
  return connectionOf(reviewThreads(viewer.state, viewer.user), thread => threadOf(viewer, thread), args)
}

export function findThread({ state, user }: Viewer, node: string): ReviewThread | undefined {
  const id = idInNode('PRRT', node)
  return reviewThreads(state, user).find(thread => thread.id === id)
}

export function findComment({ state, user }: Viewer, node: string): ReviewComment | undefined {
  const id = idInNode('PRRC', node)
  return visibleComments(state, user).find(comment => comment.id === id)
}

/** A `PullRequestReviewThread`. */
export function threadOf(viewer: Viewer, thread: ReviewThread) {
  const { id, path, line, startLine, isOutdated, isResolved, resolvedBy, comments } = thread
  const [{ line: originalLine = null, start_line: originalStartLine = null, side, start_side, subject_type } = {}] =
    comments
  const mayResolve = allows(viewer.permissions, ['contents', 'write'], ['pull-requests', 'write'])
  return {
    __typename: 'PullRequestReviewThread',
    ...{ id: nodeId('PRRT', id), path, line, startLine, originalLine, originalStartLine },
    ...{ diffSide: side, startDiffSide: start_side ?? null, subjectType: subject_type?.toUpperCase() },
    ...{ isResolved, isOutdated, isCollapsed: isResolved, resolvedBy: resolvedBy && actorOf(resolvedBy) },
    ...{ viewerCanResolve: mayResolve && !isResolved, viewerCanUnresolve: mayResolve && isResolved },
    viewerCanReply: allows(viewer.permissions, ['pull-requests', 'write']),
    comments: (args: PagingArguments) => connectionOf(comments, comment => commentOf(viewer, comment), args),
  }
}

/** A `PullRequestReviewComment`. */
export function commentOf(viewer: Viewer, comment: ReviewComment) {
  const { state, user, permissions } = viewer
  const { id, body, commit_id, created_at: createdAt, updated_at: updatedAt, in_reply_to_id } = comment
  const { path, line, startLine, isOutdated, position } = standingOf(state, comment)
  const mayWrite = allows(permissions, ['pull-requests', 'write'])
  const review = state.reviews.find(one => one.id === comment.pull_request_review_id)
  return {
    __typename: 'PullRequestReviewComment',
    ...{ id: nodeId('PRRC', id), databaseId: id > MAX_INT ? null : id, fullDatabaseId: String(id) },
    ...{ body, bodyText: body, path, line, startLine, outdated: isOutdated, position, diffHunk: comment.diff_hunk },
    ...{ originalLine: comment.line ?? null, originalStartLine: comment.start_line ?? null },
    ...{ originalPosition: comment.position, subjectType: comment.subject_type.toUpperCase() },
    commit: { __typename: 'Commit', oid: isOutdated ? commit_id : state.pullRequest.head.sha },
    originalCommit: { __typename: 'Commit', oid: commit_id },
    url: `${pullRequestPage(state)}#discussion_r${id}`,
    ...{ author: actorOf(comment.user), authorAssociation: comment.association },
    ...{ isMinimized: comment.isMinimized, minimizedReason: comment.minimizedReason },
    ...{ viewerDidAuthor: comment.user.id === user.id, viewerCanUpdate: mayWrite, viewerCanDelete: mayWrite },
    ...{ viewerCanMinimize: mayWrite, createdAt, updatedAt, publishedAt: createdAt },
    lastEditedAt: updatedAt === createdAt ? null : updatedAt,
    replyTo:
      in_reply_to_id === undefined
        ? null
        : { id: nodeId('PRRC', in_reply_to_id), databaseId: null, fullDatabaseId: String(in_reply_to_id) },
    state: review?.state === 'PENDING' ? 'PENDING' : 'SUBMITTED',
    pullRequestReview: {
      __typename: 'PullRequestReview',
      ...{ id: nodeId('PRR', comment.pull_request_review_id), fullDatabaseId: String(comment.pull_request_review_id) },
      ...{ body: review?.body ?? '', state: review?.state ?? 'COMMENTED' },
    },
  }
}
