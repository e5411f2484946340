import { isIgnoreFileName } from '../../documents/dockerignore/names.js'
import { byKind, type Change } from '../change.js'
import { NO_LINES } from '../hunks.js'
import { neighboursOf } from '../neighbours.js'
import type { Client } from './client.js'
import type { Place } from './event.js'
import { readTexts, textsOf } from './texts.js'
import { changedBetween, readTree } from './tree.js'

/** Texts read besides the Dockerfiles: what a few GraphQL answers can hold. */
const NEIGHBOUR_LIMIT = 400

/**
 * Reads Dockerfiles and ignore files at a commit, where there is no diff to comment on.
 * @param base only those that differ from this commit; undefined for every one
 */
export async function readCommit(
  client: Client,
  place: Place,
  { head, base }: { readonly head: string; readonly base?: string },
  isReviewed: (path: string) => boolean,
): Promise<Change> {
  const tree = await readTree(client, place, head)
  const candidates =
    base === undefined ? [...tree.files.keys()] : changedBetween(await readTree(client, place, base), tree)
  const wanted = candidates.filter(path => isReviewed(path) && !tree.links.has(path)).sort()
  const dockerfiles = wanted.filter(path => !isIgnoreFileName(path))
  const neighbours = wanted.length > 0 ? neighboursOf(dockerfiles, tree.files, NEIGHBOUR_LIMIT) : []
  const paths = [...new Set([...wanted, ...neighbours])]
  const texts = await readTexts(
    client,
    place,
    paths.map(path => ({ commit: head, path, blob: tree.blobs.get(path) })),
  )
  const read = wanted.flatMap((path, i) => {
    const text = texts[i]
    return typeof text === 'string' ? [{ path, text, ...NO_LINES }] : []
  })
  return {
    ...byKind(read),
    unread: wanted.flatMap((path, i) => {
      const text = texts[i]
      return typeof text === 'object' ? [{ path, ...text }] : []
    }),
    repository: { files: tree.files, links: tree.links, isComplete: tree.isComplete, texts: textsOf(paths, texts) },
    notices: tree.isComplete
      ? []
      : ['GitHub cut the list of the repository’s files off: Dockerfiles beyond it are not reviewed.'],
  }
}
