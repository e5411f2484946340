import { connectionOf, type PagingArguments } from './graphql-paging.js'
import type { MergedPullRequest, State } from './state.js'

/** Files of a pull request that GitHub lists, however many it has. */
const LISTED_LIMIT = 3000

export interface WantedPullRequests extends PagingArguments {
  readonly states?: readonly string[] | null
  readonly baseRefName?: string | null
  readonly orderBy?: { readonly field: string; readonly direction: string } | null
}

/** A `PullRequestConnection` of those that were merged; the loopback has no other that are not the one under review. */
export function mergedPullRequests({ merged }: State, { states, baseRefName, orderBy, ...args }: WantedPullRequests) {
  if (states?.join() !== 'MERGED' || (orderBy && orderBy.field !== 'CREATED_AT'))
    throw new Error('the loopback lists pull requests that were merged, by their creation, and no others')
  const inOrder = orderBy?.direction === 'DESC' ? merged.toReversed() : merged
  const items = inOrder.filter(({ base }) => baseRefName == null || base === baseRefName)
  return connectionOf(
    items.map((item, index) => ({ ...item, id: index + 1 })),
    pullRequestOf,
    args,
  )
}

function pullRequestOf({ number, base, mergedAt, files }: MergedPullRequest) {
  const listed = files.slice(0, LISTED_LIMIT).map((file, index) => ({ changeType: 'MODIFIED', ...file, id: index + 1 }))
  return {
    __typename: 'PullRequest',
    ...{ number, mergedAt, baseRefName: base, state: 'MERGED', merged: true, changedFiles: files.length },
    files: (args: PagingArguments) =>
      connectionOf(listed, file => ({ __typename: 'PullRequestChangedFile', ...file }), args),
  }
}
