import { commentOf, findComment, findThread, threadOf } from './graphql-threads.js'
import { insist, notFound, type Viewer } from './graphql-viewer.js'
import { now, type ReviewComment } from './state.js'
import { deleteComment, type ReviewThread } from './threads.js'

interface Mutation<T> {
  readonly input: T & { readonly clientMutationId?: string }
}

/** What the loopback serves of the mutation type. */
export function mutationsOf(viewer: Viewer) {
  const { state, user } = viewer
  const commentPayload = (comment: ReviewComment) => commentOf(viewer, comment)
  return {
    updatePullRequestReviewComment({
      input,
    }: Mutation<{ readonly pullRequestReviewCommentId: string; readonly body: string }>) {
      const comment = writableComment(viewer, input.pullRequestReviewCommentId)
      comment.body = input.body
      comment.updated_at = now()
      return { ...answered(input), pullRequestReviewComment: commentPayload(comment) }
    },
    deletePullRequestReviewComment({ input }: Mutation<{ readonly id: string }>) {
      const comment = writableComment(viewer, input.id)
      const pullRequestReviewComment = commentPayload(comment)
      deleteComment(state, comment)
      return {
        ...{ ...answered(input), pullRequestReviewComment },
        pullRequestReview: pullRequestReviewComment.pullRequestReview,
      }
    },
    minimizeComment({ input }: Mutation<{ readonly subjectId: string; readonly classifier: string }>) {
      const comment = writableComment(viewer, input.subjectId)
      comment.isMinimized = true
      comment.minimizedReason = input.classifier.toLowerCase().replaceAll('_', '-')
      return { ...answered(input), minimizedComment: commentPayload(comment) }
    },
    unminimizeComment({ input }: Mutation<{ readonly subjectId: string }>) {
      const comment = writableComment(viewer, input.subjectId)
      comment.isMinimized = false
      comment.minimizedReason = null
      return { ...answered(input), unminimizedComment: commentPayload(comment) }
    },
    resolveReviewThread({ input }: Mutation<{ readonly threadId: string }>) {
      const { id } = resolvableThread(viewer, input.threadId)
      if (!state.resolutions.has(id)) state.resolutions.set(id, user)
      return { ...answered(input), thread: threadOf(viewer, existingThread(viewer, input.threadId)) }
    },
    unresolveReviewThread({ input }: Mutation<{ readonly threadId: string }>) {
      state.resolutions.delete(resolvableThread(viewer, input.threadId).id)
      return { ...answered(input), thread: threadOf(viewer, existingThread(viewer, input.threadId)) }
    },
  }
}

function answered({ clientMutationId = null }: { readonly clientMutationId?: string | null }) {
  return { clientMutationId }
}

function writableComment(viewer: Viewer, node: string): ReviewComment {
  const others = ['PRR', 'IC'].filter(kind => node.startsWith(`${kind}_`))
  if (others.length > 0) throw new Error(`the loopback does not serve this mutation for ${node}`)
  const comment = findComment(viewer, node) ?? unknownNode(node)
  insist(viewer, ['pull-requests', 'write'])
  return comment
}

function resolvableThread(viewer: Viewer, node: string): ReviewThread {
  const thread = existingThread(viewer, node)
  insist(viewer, ['contents', 'write'], ['pull-requests', 'write'])
  return thread
}

function existingThread(viewer: Viewer, node: string): ReviewThread {
  return findThread(viewer, node) ?? unknownNode(node)
}

function unknownNode(node: string): never {
  return notFound(`Could not resolve to a node with the global id of '${node}'.`)
}
