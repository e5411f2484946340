import type { Repository } from '../../build/repository.js'
import type { Change, ChangedFile, UnreadFile } from '../change.js'
import { readHunks } from '../hunks.js'
import { neighboursOf } from '../neighbours.js'
import type { Client } from './client.js'
import type { PullRequest } from './event.js'
import { readTexts } from './texts.js'

/** A file that a pull request adds or changes. */
export interface ChangedPath {
  readonly path: string
  /** Undefined where GitHub shows no diff. */
  readonly patch: string | undefined
}

/** GitHub's largest page; it lists at most 3,000 files of a pull request. */
const PER_PAGE = 100

/** Texts read besides the Dockerfiles: what one GraphQL answer can hold. */
const NEIGHBOUR_LIMIT = 90

/** The files of a pull request that exist at its head. */
export async function readChangedPaths(client: Client, pullRequest: PullRequest): Promise<readonly ChangedPath[]> {
  const { owner, repo, number } = pullRequest
  const parameters = { owner, repo, pull_number: number, per_page: PER_PAGE }
  const files = await client.paginate(client.rest.pulls.listFiles, parameters)
  return files.filter(({ status }) => status !== 'removed').map(({ filename, patch }) => ({ path: filename, patch }))
}

/** The configuration's text: of a fork's pull request the base branch's, since the head is a stranger's. */
export async function readConfigText(
  client: Client,
  pullRequest: PullRequest,
  path: string,
): Promise<string | { readonly reason: string } | undefined> {
  const commit = pullRequest.isFork ? pullRequest.base : pullRequest.head
  const [text] = await readTexts(client, pullRequest, [{ commit, path }])
  return text
}

/** Reads the Dockerfiles under review and the repository around them, at the head commit and without a checkout. */
export async function readChange(
  client: Client,
  pullRequest: PullRequest,
  changed: readonly ChangedPath[],
): Promise<Change> {
  const tree = await readTree(client, pullRequest)
  const neighbours = neighboursOf(
    changed.map(({ path }) => path),
    tree.files,
    NEIGHBOUR_LIMIT,
  )
  const paths = [...changed.map(({ path }) => path), ...neighbours]
  const texts = await readTexts(
    client,
    pullRequest,
    paths.map(path => ({ commit: pullRequest.head, path })),
  )
  const files: ChangedFile[] = []
  const unread: UnreadFile[] = []
  for (const [i, { path, patch }] of changed.entries()) {
    const text = texts[i]
    if (typeof text === 'string') files.push({ path, text, ...readHunks(patch) })
    // What is in the diff and no file is a submodule or a folder's link.
    else if (text !== undefined) unread.push({ path, ...text })
  }
  const known = paths.flatMap((path, i) => {
    const text = texts[i]
    return typeof text === 'string' ? [[path, text] as const] : []
  })
  return { files, unread, repository: { ...tree, texts: new Map(known) } }
}

/** Every file at the head with its size, in one request; GitHub cuts the list at 100,000 entries or 7 MB. */
async function readTree(client: Client, { owner, repo, head }: PullRequest): Promise<Omit<Repository, 'texts'>> {
  const { data } = await client.rest.git.getTree({ owner, repo, tree_sha: head, recursive: '1' })
  const files = data.tree.flatMap(({ path, type, size }) =>
    type === 'blob' && path !== undefined ? [[path, size ?? 0] as const] : [],
  )
  return { files: new Map(files), isComplete: !data.truncated }
}
