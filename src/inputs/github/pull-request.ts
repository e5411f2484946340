import { isIgnoreFileName } from '../../documents/dockerignore/names.js'
import { affectedBy, movedBy, repositoryBefore } from '../affected.js'
import { byKind, type Change, type ChangedFile, type UnreadFile } from '../change.js'
import { goneWith, mayName, suspectsOf } from '../gone.js'
import { hiddenLines, readHunks, textBefore } from '../hunks.js'
import { neighboursOf } from '../neighbours.js'
import type { Client } from './client.js'
import { type ChangedPath, changedAround, isHidden, placeBefore, textsFromDiffs } from './earlier-texts.js'
import type { PullRequest } from './event.js'
import { readTexts, type Text, textsOf } from './texts.js'
import { changedBetween, readTree, type Tree } from './tree.js'

/** GitHub's largest page. */
const PER_PAGE = 100
/** Files of a pull request that GitHub lists. */
const LISTED_LIMIT = 3000
/** Texts read besides the Dockerfiles: what one GraphQL answer can hold. */
const NEIGHBOUR_LIMIT = 90

/** The files of a pull request, as many as GitHub lists. */
export async function readChangedPaths(client: Client, pullRequest: PullRequest): Promise<readonly ChangedPath[]> {
  const { owner, repo, number } = pullRequest
  const parameters = { owner, repo, pull_number: number, per_page: PER_PAGE }
  const files = await client.paginate(client.rest.pulls.listFiles, parameters)
  return files.map(({ filename, status, previous_filename, patch }) => ({
    path: filename,
    status: status === 'added' || status === 'removed' ? status : 'changed',
    previousPath: previous_filename,
    patch,
  }))
}

/** True when a pull request may touch more than GitHub lists. */
export function isCutOff(changed: readonly ChangedPath[], { changedFiles = 0 }: PullRequest): boolean {
  return changed.length >= LISTED_LIMIT || changedFiles > Math.max(changed.length, LISTED_LIMIT)
}

/**
 * Reads the Dockerfiles and ignore files under review and the repository around them, at the head commit and without a checkout.
 * @param changed everything that the pull request changes
 */
export async function readChange(
  client: Client,
  pullRequest: PullRequest,
  changed: readonly ChangedPath[],
  isReviewed: (path: string) => boolean,
): Promise<Change> {
  const tree = await readTree(client, pullRequest, pullRequest.head)
  // The file that a link leads to is reviewed where it lies.
  const isWanted = (path: string) => isReviewed(path) && !tree.links.has(path)
  const isDockerfile = (path: string) => isWanted(path) && !isIgnoreFileName(path)
  const beyond = isCutOff(changed, pullRequest) ? await readBeyond(client, pullRequest, changed, tree) : []
  const changes = [...changed, ...beyond]
  const reviewed = changes.filter(({ path, status }) => status !== 'removed' && isWanted(path))
  const near = affectedBy(changes, tree.files, isDockerfile)
  const gone = goneWith(changes, tree.files)
  const looked = [...reviewed.map(({ path }) => path), ...near]
  const suspects = suspectsOf(gone, [...tree.files.keys()].filter(isDockerfile), looked)
  const own = [...looked, ...suspects]
  const neighbours = neighboursOfEither(looked.filter(isDockerfile), suspects, tree)
  const paths = [...new Set([...own, ...neighbours])]
  const around = changedAround(changes, neighbours, NEIGHBOUR_LIMIT)
  const hasBefore = reviewed.some(({ status }) => status !== 'added')
  // Of what others than the changed Dockerfiles depend on no guess is good enough; for those the diffs tell most of it.
  const asked = around.filter(change => near.length > 0 || (hasBefore && isHidden(change)))
  const earlier = [...new Set([...asked.map(placeBefore), ...reviewed.flatMap(hiddenBefore)])]
  // The branch that it goes into may have moved on since, which is not this pull request's doing.
  const parting = earlier.length > 0 ? await readMergeBase(client, pullRequest) : pullRequest.base
  const texts = await readTexts(client, pullRequest, [
    ...paths.map(path => ({ commit: pullRequest.head, path, blob: tree.blobs.get(path) })),
    ...earlier.map(path => ({ commit: parting, path })),
  ])
  const read = new Map(paths.map((path, i) => [path, texts[i]]))
  const earlierTexts = textsOf(earlier, texts.slice(paths.length))
  const { files: all, links, isComplete } = tree
  const change = { moved: movedBy(changes), gone: new Set(gone) }
  const repository = { files: all, links, isComplete, texts: textsOf(paths, texts), ...change }
  const affected = [...near, ...suspects.filter(path => mayName(repository.texts.get(path) ?? '', gone))]
  const told = textsFromDiffs(near.length > 0 ? [] : around, repository.texts)
  const { files, unread } = sortOut(reviewed, read, earlierTexts, told !== undefined)
  const before = repositoryBefore(repository, changes, new Map([...(told ?? []), ...earlierTexts]))
  return {
    ...byKind(files),
    affected: sortOut(
      affected.map(path => ({ path, status: 'changed', patch: '' })),
      read,
    ).files,
    unread,
    repository,
    before: affected.length > 0 || files.some(file => file.before !== undefined) ? before : undefined,
    notices: noticesOf(tree, beyond),
  }
}

/** Files around Dockerfiles; those of others only where there is room. */
function neighboursOfEither(first: readonly string[], others: readonly string[], { files }: Tree): readonly string[] {
  const own = neighboursOf(first, files, NEIGHBOUR_LIMIT)
  return [...new Set([...own, ...neighboursOf(others, files, NEIGHBOUR_LIMIT)])].slice(0, NEIGHBOUR_LIMIT)
}

/** Where a file stood before whose diff GitHub does not show: without it nobody knows which of its comments are new. */
function hiddenBefore({ path, status, previousPath, patch }: ChangedPath): readonly string[] {
  return patch === undefined && status === 'changed' ? [previousPath ?? path] : []
}

function sortOut(
  changed: readonly ChangedPath[],
  texts: ReadonlyMap<string, Text>,
  earlier: ReadonlyMap<string, string> = new Map(),
  knowsEarlier = false,
): { readonly files: readonly ChangedFile[]; readonly unread: readonly UnreadFile[] } {
  const files: ChangedFile[] = []
  const unread: UnreadFile[] = []
  for (const { path, patch, previousPath, status } of changed) {
    const text = texts.get(path)
    if (typeof text === 'string') {
      const isAdded = status === 'added'
      const old = patch === undefined ? earlier.get(previousPath ?? path) : textBefore(text, patch)
      const lines = patch === undefined ? hiddenLines(old, text) : readHunks(patch)
      files.push({ path, text, before: knowsEarlier && !isAdded ? old : undefined, previousPath, isAdded, ...lines })
    }
    // What is in the diff and no file is a submodule or a folder's link.
    else if (text !== undefined) unread.push({ path, ...text })
  }
  return { files, unread }
}

/** The commit where a pull request and its base parted. */
async function readMergeBase(client: Client, { owner, repo, base, head }: PullRequest): Promise<string> {
  const parameters = { owner, repo, basehead: `${base}...${head}`, per_page: 1 }
  const { data } = await client.rest.repos.compareCommitsWithBasehead(parameters)
  return data.merge_base_commit.sha
}

/** What a pull request changes beyond the files that GitHub lists: the two trees say it, without diffs. */
async function readBeyond(
  client: Client,
  pullRequest: PullRequest,
  listed: readonly ChangedPath[],
  after: Tree,
): Promise<readonly ChangedPath[]> {
  const before = await readTree(client, pullRequest, await readMergeBase(client, pullRequest))
  const known = new Set(listed.map(({ path }) => path))
  return changedBetween(before, after)
    .filter(path => !known.has(path))
    .map(path => ({ path, status: before.files.has(path) ? 'changed' : 'added', patch: undefined }))
}

function noticesOf({ isComplete }: Tree, beyond: readonly ChangedPath[]): readonly string[] {
  return [
    ...(isComplete ? [] : ['GitHub cut the list of the repository’s files off; what depends on them is not judged.']),
    ...(beyond.length > 0
      ? [
          `GitHub lists ${LISTED_LIMIT} files of a pull request; Dockerfiles among the other ${beyond.length} are in the summary.`,
        ]
      : []),
  ]
}
