import { findObject, type GitObject, readBlob } from './git.js'
import { mergedPullRequests, type WantedPullRequests } from './graphql-merged.js'
import type { PagingArguments } from './graphql-paging.js'
import { commentOf, findComment, findThread, threadOf, threadsOf } from './graphql-threads.js'
import { actorOf, insist, notFound, type Viewer } from './graphql-viewer.js'
import { nodeId, pullRequestPage, SERVER_URL } from './resources.js'
import { RATE_LIMIT, type State } from './state.js'

/** Bytes of a blob's text that GitHub gives; the rest is cut off and `isTruncated` says so. */
const MAX_TEXT = 512_000

/** What the loopback serves of the query type; a field that is not here is a violation for whoever asks for it. */
export function queryOf(viewer: Viewer) {
  const { state, user } = viewer
  const used = Math.min(state.requestCount, RATE_LIMIT)
  return {
    viewer: { __typename: 'User', login: user.login, databaseId: user.id, id: nodeId('U', user.id) },
    rateLimit: {
      ...{ cost: 1, limit: RATE_LIMIT, nodeCount: 0, used, remaining: RATE_LIMIT - used },
      resetAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const nameWithOwner = `${owner}/${name}`
      const known = [state.pullRequest.base.repository, state.pullRequest.head.repository]
      if (!known.includes(nameWithOwner))
        notFound(`Could not resolve to a Repository with the name '${nameWithOwner}'.`)
      return repositoryOf(viewer, owner, name)
    },
    node: ({ id }: { readonly id: string }) =>
      nodeOf(viewer, id) ?? notFound(`Could not resolve to a node with the global id of '${id}'`),
  }
}

function nodeOf(viewer: Viewer, node: string) {
  insist(viewer, ['pull-requests', 'read'])
  if (node === nodeId('PR', viewer.state.pullRequest.id)) return pullRequestOf(viewer)
  const thread = findThread(viewer, node)
  if (thread) return threadOf(viewer, thread)
  const comment = findComment(viewer, node)
  return comment && commentOf(viewer, comment)
}

function repositoryOf(viewer: Viewer, owner: string, name: string) {
  const { state } = viewer
  return {
    __typename: 'Repository',
    ...{ name, nameWithOwner: `${owner}/${name}`, url: `${SERVER_URL}/${owner}/${name}` },
    owner: { __typename: 'User', login: owner },
    isFork: `${owner}/${name}` !== state.pullRequest.base.repository,
    defaultBranchRef: { __typename: 'Ref', name: state.defaultBranch },
    object: ({ oid, expression }: { readonly oid?: string; readonly expression?: string }) => {
      insist(viewer, ['contents', 'read'])
      const object = findObject(state.directory, oid ?? expression ?? '')
      return object ? gitObjectOf(state, object) : null
    },
    pullRequests: (wanted: WantedPullRequests) => {
      insist(viewer, ['pull-requests', 'read'])
      return mergedPullRequests(state, wanted)
    },
    pullRequest: ({ number }: { readonly number: number }) => {
      insist(viewer, ['pull-requests', 'read'])
      if (number === state.pullRequest.number) return pullRequestOf(viewer)
      return notFound(`Could not resolve to a PullRequest with the number of ${number}.`)
    },
  }
}

function pullRequestOf(viewer: Viewer) {
  const { state } = viewer
  const { number, id, head, base, title, draft, user, merged, created_at } = state.pullRequest
  return {
    __typename: 'PullRequest',
    ...{ number, title, id: nodeId('PR', id), fullDatabaseId: String(id), url: pullRequestPage(state) },
    ...{ headRefOid: head.sha, headRefName: head.ref, baseRefOid: base.sha, baseRefName: base.ref },
    ...{
      state: merged ? 'MERGED' : state.pullRequest.state.toUpperCase(),
      closed: state.pullRequest.state === 'closed',
    },
    ...{ isDraft: draft, merged, locked: false, createdAt: created_at },
    isCrossRepository: head.repository !== base.repository,
    author: actorOf(user),
    reviewThreads: (args: PagingArguments) => threadsOf(viewer, args),
  }
}

const TYPE_NAMES = { blob: 'Blob', tree: 'Tree', commit: 'Commit', tag: 'Tag' } as const

/** A blob's bytes are read only if a query asks for what is in them. */
function gitObjectOf({ directory }: State, { sha, type, size }: GitObject) {
  const common = { __typename: TYPE_NAMES[type], oid: sha, id: nodeId('B', sha), abbreviatedOid: sha.slice(0, 7) }
  if (type !== 'blob') return common
  const isBinary = () => readBlob(directory, sha).subarray(0, 8000).includes(0)
  const text = () => (isBinary() ? null : readBlob(directory, sha).subarray(0, MAX_TEXT).toString())
  return { ...common, byteSize: size, isTruncated: size > MAX_TEXT, isBinary, text }
}
