import type { Conversation, EarlierComment } from '../../review/conversation.js'
import { readMarker } from '../../review/marker.js'
import type { Client } from './client.js'
import { readCommentsWithoutThreads } from './comments-by-rest.js'
import type { Place } from './event.js'
import { reasonOf, troubleOf } from './trouble.js'

/** The pull request as it stands now. */
export interface PullRequestNow {
  readonly head: string
  readonly baseRef: string
  readonly isOpen: boolean
  readonly conversation: Conversation
  /** What an older server could not say, for the log. */
  readonly notice: string | undefined
}

const THREADS = `query($owner: String!, $repo: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      headRefOid baseRefName state author { login }
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id path line startLine isOutdated isResolved resolvedBy { login } viewerCanResolve
          opening: comments(first: 1) { nodes { ...comment } }
          latest: comments(last: 50) { nodes { ...comment } }
        }
      }
    }
  }
}
fragment comment on PullRequestReviewComment {
  id body viewerDidAuthor authorAssociation author { __typename login }
}`

interface Answer {
  readonly viewer: { readonly login: string }
  readonly repository: {
    readonly pullRequest: {
      readonly headRefOid: string
      readonly baseRefName: string
      readonly state: string
      readonly author: { readonly login: string } | null
      readonly reviewThreads: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        readonly nodes: readonly (ThreadNode | null)[]
      }
    }
  }
}

interface ThreadNode {
  readonly id: string
  readonly path: string
  readonly line: number | null
  readonly startLine: number | null
  readonly isOutdated: boolean
  readonly isResolved: boolean
  readonly resolvedBy: { readonly login: string } | null
  readonly viewerCanResolve: boolean
  readonly opening: { readonly nodes: readonly (CommentNode | null)[] }
  /** The opening one may be among them. */
  readonly latest: { readonly nodes: readonly (CommentNode | null)[] }
}

interface CommentNode {
  readonly id: string
  readonly body: string
  readonly viewerDidAuthor: boolean
  readonly authorAssociation: string
  /** Null once the account is gone. */
  readonly author: { readonly __typename: string; readonly login: string } | null
}

/**
 * Reads what earlier runs said on a pull request, what people made of it, and whether its head is still the same.
 * @param instance whose comments are wanted
 */
export async function readConversation(
  client: Client,
  pullRequest: Place & { readonly number: number },
  instance: string,
): Promise<PullRequestNow> {
  const { owner, repo, number } = pullRequest
  const conversation: EarlierComment[] = []
  for (let after: string | null = null; ; ) {
    let answer: Answer
    try {
      answer = await client.graphql<Answer>(THREADS, { owner, repo, number, after })
    } catch (error) {
      if (troubleOf(error) !== 'refused') throw error
      return readCommentsWithoutThreads(client, pullRequest, instance, reasonOf(error))
    }
    const { headRefOid, baseRefName, state, author, reviewThreads } = answer.repository.pullRequest
    const people = { viewer: answer.viewer.login, author: author?.login }
    for (const node of reviewThreads.nodes) conversation.push(...earlierComment(node, people, instance))
    after = reviewThreads.pageInfo.endCursor
    if (!reviewThreads.pageInfo.hasNextPage || after === null)
      return { head: headRefOid, baseRef: baseRefName, isOpen: state === 'OPEN', conversation, notice: undefined }
  }
}

interface People {
  readonly viewer: string
  /** Who opened the pull request. */
  readonly author: string | undefined
}

/** A thread that the token's own account began with one of Drydock's comments; anybody else's marker counts for nothing. */
function earlierComment(node: ThreadNode | null, people: People, instance: string): readonly EarlierComment[] {
  const first = node?.opening.nodes[0]
  const marker = first && isOwn(first, people.viewer) ? readMarker(first.body) : undefined
  if (!node || !first || marker?.instance !== instance) return []
  const replies = node.latest.nodes.filter(comment => comment !== null && comment.id !== first.id) as CommentNode[]
  const { id: threadId, path, line, startLine, isOutdated, viewerCanResolve } = node
  const ignoredBy = whoIgnores(replies, people)
  return [
    {
      ...{ id: first.id, threadId, path, body: first.body, marker },
      anchor: line === null || isOutdated ? undefined : { first: startLine ?? line, last: line },
      dismissedBy: ignoredBy ?? (node.isResolved ? (node.resolvedBy?.login ?? NOBODY) : undefined),
      isAnswered: ignoredBy !== undefined,
      hasReplies: replies.length > 0,
      canResolve: viewerCanResolve && !node.isResolved,
    },
  ]
}

/** Unlike a user's, a bot's login has no suffix here, while the viewer's has. */
function isOwn({ viewerDidAuthor, author }: CommentNode, viewer: string): boolean {
  if (viewerDidAuthor) return true
  const login = author?.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author?.login
  return login !== undefined && login === viewer
}

/** Whose word counts on a pull request besides its author's. */
const TRUSTED = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])

/** In the place of an account that is gone. */
const NOBODY = 'somebody who left'

/** Who answers that a finding is to be ignored. With a personal token its owner may well be who answers. */
function whoIgnores(replies: readonly CommentNode[], { author: opener }: People): string | undefined {
  const answer = replies.find(
    ({ body, author, authorAssociation }) =>
      author?.__typename !== 'Bot' &&
      asksToIgnore(body) &&
      (TRUSTED.has(authorAssociation) || (author !== null && author.login === opener)),
  )
  return answer && (answer.author?.login ?? NOBODY)
}

/** True when a line outside quotations and code says `drydock ignore`, with or without a reason behind it. */
function asksToIgnore(body: string): boolean {
  let fence: string | undefined
  for (const line of body.split(/\r?\n/)) {
    const [, ticks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? []
    if (fence !== undefined) {
      if (ticks?.startsWith(fence)) fence = undefined
    } else if (ticks !== undefined) fence = ticks
    else if (/^ {0,3}(?:[-*] )?[/@]?drydock[ \t]+ignore\b/i.test(line)) return true
  }
  return false
}
