import { createHash } from 'node:crypto'
import { textFrom } from '../text-file.js'
import type { Client } from './client.js'
import type { Place } from './event.js'

/** Where a file stands: a commit and a path in it. */
export interface BlobAddress {
  readonly commit: string
  readonly path: string
  /** The name that git gives its content, where it is known: unlike a path it has no line ends, which end an expression. */
  readonly blob?: string | undefined
}

/** Files in one query; GitHub counts each as a node and cuts answers off by time. */
const FILES_PER_QUERY = 100

interface Blob {
  readonly oid: string
  /** Null for what GitHub takes for binary. */
  readonly text: string | null
  readonly isTruncated: boolean
}

/** A text, the reason why there is none, or undefined when the file does not exist. */
export type Text = string | { readonly reason: string } | undefined

/**
 * Reads files without a checkout, many in one request. What GitHub's text form would change (other encodings, large files)
 * is read again byte by byte.
 * @returns in the order of `addresses`
 */
export async function readTexts(
  client: Client,
  place: Place,
  addresses: readonly BlobAddress[],
): Promise<readonly Text[]> {
  const results: Text[] = []
  for (let start = 0; start < addresses.length; start += FILES_PER_QUERY) {
    const blobs = await queryBlobs(client, place, addresses.slice(start, start + FILES_PER_QUERY))
    for (const blob of blobs) results.push(blob === undefined ? undefined : await exactText(client, place, blob))
  }
  return results
}

/** Those of `texts` that could be read, by their paths. */
export function textsOf(paths: readonly string[], texts: readonly Text[]): ReadonlyMap<string, string> {
  return new Map(
    paths.flatMap((path, i) => {
      const text = texts[i]
      return typeof text === 'string' ? [[path, text] as const] : []
    }),
  )
}

async function queryBlobs(
  client: Client,
  { owner, repo }: Place,
  addresses: readonly BlobAddress[],
): Promise<readonly (Blob | undefined)[]> {
  const variables = Object.fromEntries(
    addresses.map(({ commit, path, blob }, i) => [`at${i}`, blob ?? `${commit}:${path}`]),
  )
  const declared = addresses.map((_, i) => `, $at${i}: String!`).join('')
  const fields = addresses
    .map((_, i) => `file${i}: object(expression: $at${i}) { ... on Blob { oid text isTruncated } }`)
    .join('\n')
  const query = `query($owner: String!, $repo: String!${declared}) { repository(owner: $owner, name: $repo) {\n${fields}\n} }`
  const answer = await client.graphql<{ repository: Record<string, Blob | null> }>(query, { owner, repo, ...variables })
  // A folder answers with an empty object.
  return addresses.map((_, i) =>
    answer.repository[`file${i}`]?.oid ? (answer.repository[`file${i}`] as Blob) : undefined,
  )
}

async function exactText(client: Client, { owner, repo }: Place, blob: Blob): Promise<string | { reason: string }> {
  if (blob.text !== null && !blob.isTruncated && objectIdOf(blob.text) === blob.oid) return blob.text
  const { data } = await client.rest.git.getBlob({ owner, repo, file_sha: blob.oid })
  return textFrom(Buffer.from(data.content, 'base64'))
}

/** The name that git gives a file of this content. */
function objectIdOf(text: string): string {
  const bytes = Buffer.from(text)
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
