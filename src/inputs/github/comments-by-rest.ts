import { readMarker } from '../../review/marker.js'
import type { Client } from './client.js'
import type { PullRequestNow } from './conversation.js'
import type { Place } from './event.js'

/**
 * What the REST API knows of a conversation, for a server whose GraphQL lacks what is asked: enough to post nothing twice and
 * to say what was fixed. Who resolved what it does not tell.
 */
export async function readCommentsWithoutThreads(
  client: Client,
  { owner, repo, number }: Place & { readonly number: number },
  instance: string,
  reason: string,
): Promise<PullRequestNow> {
  const parameters = { owner, repo, pull_number: number }
  const { data: pull } = await client.rest.pulls.get(parameters)
  const { viewer } = await client.graphql<{ viewer: { login: string } }>('query { viewer { login } }')
  const comments = await client.paginate(client.rest.pulls.listReviewComments, { ...parameters, per_page: 100 })
  const answered = new Set(comments.map(({ in_reply_to_id }) => in_reply_to_id))
  const conversation = comments.flatMap(comment => {
    const marker = comment.user?.login === viewer.login ? readMarker(comment.body) : undefined
    if (marker?.instance !== instance || comment.in_reply_to_id !== undefined) return []
    // GitHub's description has a number here; of an outdated comment it is null.
    const line = (comment.line ?? undefined) as number | undefined
    return {
      ...{ id: comment.node_id, threadId: '', path: comment.path, body: comment.body, marker },
      anchor: line === undefined ? undefined : { first: comment.start_line ?? line, last: line },
      dismissedBy: undefined,
      isAnswered: false,
      hasReplies: answered.has(comment.id),
      canResolve: false,
    }
  })
  return {
    head: pull.head.sha,
    baseRef: pull.base.ref,
    isOpen: pull.state === 'open',
    conversation,
    notice: `This server does not tell which conversations are resolved; what people resolved there can be raised again.${reason ? ` (${reason})` : ''}`,
  }
}
