import type { History, PastChange } from '../../build/history.js'
import type { Client } from './client.js'
import type { Place } from './event.js'

/** A page of files, GitHub's largest: who changes more is not known in full. */
const FILES_LISTED = 100

/**
 * GitHub orders by creation, not by merge: old ones that were merged late are missed. By update is worse, as whatever bot
 * labels or locks old pull requests would decide which are taken. It costs one point, and 10,100 nodes at most.
 */
const MERGED = `query($owner: String!, $repo: String!, $base: String, $count: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequests(states: MERGED, baseRefName: $base, first: $count, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { number mergedAt changedFiles files(first: ${FILES_LISTED}) { nodes { path changeType } } }
    }
  }
}`

interface Answer {
  readonly repository: { readonly pullRequests: { readonly nodes: readonly (Merged | null)[] } }
}

interface Merged {
  readonly number: number
  /** ISO 8601, in UTC. */
  readonly mergedAt: string
  readonly changedFiles: number
  /** Null where GitHub cannot tell. */
  readonly files: { readonly nodes: readonly (MergedFile | null)[] | null } | null
}

interface MergedFile {
  readonly path: string
  /** Of a renamed file GraphQL gives the new path and not the old one. */
  readonly changeType: string
}

/**
 * Which paths the last merged pull requests changed, in one request that is not made twice.
 * @param base only those into this branch; undefined for all
 * @param count at most 100
 */
export async function readMerged(
  client: Client,
  { owner, repo }: Place,
  base: string | undefined,
  count: number,
): Promise<History> {
  const variables = { owner, repo, count, ...(base === undefined ? {} : { base }) }
  const answer = await client.graphql<Answer>(MERGED, { ...variables, request: { isOptional: true } })
  const merged = answer.repository.pullRequests.nodes.filter(node => node !== null)
  const newestFirst = merged.sort((a, b) => Date.parse(b.mergedAt) - Date.parse(a.mergedAt))
  return { kind: 'merged pull request', changes: newestFirst.map(pastChange), isShallow: false }
}

function pastChange({ number, changedFiles, files }: Merged): PastChange {
  const listed = (files?.nodes ?? []).filter(node => node !== null)
  const isComplete = listed.length >= changedFiles && listed.every(({ changeType }) => changeType !== 'RENAMED')
  return { id: `#${number}`, paths: listed.map(({ path }) => path), isComplete }
}
