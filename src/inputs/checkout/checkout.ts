import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { Repository } from '../../build/repository.js'
import { OWN_EXCLUDES } from '../../build/untracked.js'
import { isIgnoreFileName } from '../../documents/dockerignore/names.js'
import { UserError } from '../../user-error.js'
import { affectedBy, movedBy, type PathChange, repositoryBefore } from '../affected.js'
import { byKind, type Change, type ChangedFile, type UnreadFile } from '../change.js'
import { goneWith, mayName, suspectsOf } from '../gone.js'
import { type DiffLines, NO_LINES, readHunks, wholeFile } from '../hunks.js'
import { neighboursOf } from '../neighbours.js'
import { listFiles, readText } from './files.js'
import { entries, git } from './git.js'

/** A folder with files, under git or not. */
export interface Checkout {
  /** The repository's root, or the folder itself outside git. */
  readonly root: string
  readonly isGit: boolean
  /** The part of it that was asked for, from the root; empty for all. */
  readonly scope: string
}

/** @throws UserError when there is no such file or folder */
export async function openCheckout(path: string): Promise<Checkout> {
  const status = await stat(path).catch(() => undefined)
  if (!status) throw new UserError(`${path}: there is no such file or folder.`)
  const full = resolve(path)
  const [folder, name] = status.isDirectory() ? [full, ''] : [dirname(full), basename(full)]
  const answer = await git(folder, 'rev-parse', '--show-toplevel', '--show-prefix')
  if (answer === undefined) return { root: folder, isGit: false, scope: name }
  const [root = folder, prefix = ''] = answer.split(/\r?\n/)
  return { root, isGit: true, scope: `${prefix}${name}`.replace(/\/$/, '') }
}

/** Names of a main branch, the likeliest first. */
export const USUAL_BASES: readonly string[] = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']

/**
 * The commit that a checkout is compared with: where it and `base` parted.
 * @param base undefined for the usual names of a main branch
 * @throws UserError when there is none
 */
export async function findBase({ root }: Checkout, base: string | undefined): Promise<string> {
  for (const name of base === undefined ? USUAL_BASES : [base]) {
    const commit = await git(root, 'merge-base', '--end-of-options', name, 'HEAD')
    if (commit) return commit.trim()
  }
  const wanted =
    base === undefined ? `none of ${USUAL_BASES.join(', ')} exists` : `"${base}" is unknown or shares no history`
  throw new UserError(
    `There is no base to compare with: ${wanted}. Name one with --base, or review everything with --all.`,
  )
}

/**
 * Reads the Dockerfiles and ignore files of a checkout.
 * @param base a commit: only what differs from it is under review, and what that may affect; undefined for everything
 */
export async function readCheckout(
  checkout: Checkout,
  base: string | undefined,
  isReviewed: (path: string) => boolean,
): Promise<Change> {
  const { root, isGit, scope } = checkout
  const { files, links } = await listFiles(root, isGit)
  const changes = base === undefined ? undefined : await changedPaths(root, base)
  const changed = changes && new Set(changes.map(({ path }) => path))
  const isWanted = (path: string) => isInScope(path, scope) && (path === scope || isReviewed(path))
  const isDockerfile = (path: string) => isWanted(path) && !isIgnoreFileName(path)
  const wanted = [...files.keys()].filter(path => isWanted(path) && (changed === undefined || changed.has(path)))
  const near = changes ? affectedBy(changes, files, isDockerfile) : []
  const gone = goneWith(changes ?? [], files)
  const naming = await namingGone(root, gone, [...files.keys()].filter(isDockerfile), [...wanted, ...near])
  const affected = [...near, ...naming]
  const neighbours = neighboursOf([...wanted.filter(isDockerfile), ...affected], files)
  const added = new Set(changes?.flatMap(({ path, status }) => (status === 'added' ? path : [])))
  const read = await Promise.all(wanted.sort().map(path => readFile(root, path, base, added.has(path))))
  const others = await Promise.all(affected.map(path => readText(root, path).then(text => unchanged(path, text))))
  const own = [...read, ...others].filter(isRead).map(({ path, text }) => [path, text] as const)
  const excludes = isGit ? await ownExcludes(root) : []
  const texts = new Map([...(await readTexts(root, neighbours)), ...excludes, ...own])
  const repository: Repository = {
    files,
    links,
    isComplete: true,
    texts,
    moved: movedBy(changes ?? []),
    gone: new Set(gone),
  }
  return {
    ...byKind(read.filter(isRead)),
    unread: read.filter(isUnread),
    affected: others.filter(isRead),
    repository,
    before:
      base && changes && affected.length + wanted.length > 0
        ? await readBefore(root, base, repository, changes)
        : undefined,
  }
}

/** Unchanged Dockerfiles that may name what the change takes away. */
async function namingGone(
  root: string,
  gone: readonly string[],
  dockerfiles: readonly string[],
  known: readonly string[],
): Promise<readonly string[]> {
  const suspects = suspectsOf(gone, dockerfiles, known)
  const texts = await readTexts(root, suspects)
  return suspects.filter(path => mayName(texts.get(path) ?? '', gone))
}

/** What is kept out of git here and nowhere else; a worktree has it where its repository is. */
async function ownExcludes(root: string): Promise<readonly (readonly [string, string])[]> {
  const path = (await git(root, 'rev-parse', '--git-path', 'info/exclude'))?.trim()
  const text = path === undefined ? undefined : await readText(resolve(root, path), '')
  return typeof text === 'string' ? [[OWN_EXCLUDES, text]] : []
}

function unchanged(path: string, text: string | UnreadFile): ChangedFile | UnreadFile {
  return typeof text === 'string' ? { path, text, ...NO_LINES } : text
}

/** The repository at the base, as far as it differs from what is there now. */
async function readBefore(
  root: string,
  base: string,
  repository: Repository,
  changes: readonly PathChange[],
): Promise<Repository> {
  const wanted = changes.filter(
    ({ path, status }) => status === 'removed' || (status === 'changed' && repository.texts.has(path)),
  )
  const texts = await Promise.all(wanted.map(({ path }) => git(root, 'show', `${base}:${path}`)))
  const known = wanted.flatMap(({ path }, i) => (texts[i] === undefined ? [] : [[path, texts[i]] as const]))
  return repositoryBefore(repository, changes, new Map(known))
}

function isInScope(path: string, scope: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`)
}

function isRead(file: ChangedFile | UnreadFile): file is ChangedFile {
  return 'text' in file
}

function isUnread(file: ChangedFile | UnreadFile): file is UnreadFile {
  return !isRead(file)
}

/** What is committed, staged or lies there since `base`, untracked files included. */
async function changedPaths(root: string, base: string): Promise<readonly PathChange[]> {
  const tracked = entries(await git(root, 'diff', '--name-status', '-z', '--no-renames', base))
  const untracked = entries(await git(root, 'ls-files', '-z', '--others', '--exclude-standard'))
  const changes: PathChange[] = untracked.map(path => ({ path, status: 'added' }))
  for (let i = 0; i + 1 < tracked.length; i += 2) {
    const [letter, path = ''] = tracked.slice(i, i + 2)
    changes.push({ path, status: letter === 'A' ? 'added' : letter === 'D' ? 'removed' : 'changed' })
  }
  return changes
}

async function readFile(
  root: string,
  path: string,
  base: string | undefined,
  isAdded: boolean,
): Promise<ChangedFile | UnreadFile> {
  const text = await readText(root, path)
  if (typeof text !== 'string') return text
  const lines = await diffLines(root, path, text, base)
  if (base === undefined) return { path, text, ...lines }
  return { path, text, isAdded, before: isAdded ? undefined : await git(root, 'show', `${base}:${path}`), ...lines }
}

async function diffLines(root: string, path: string, text: string, base: string | undefined): Promise<DiffLines> {
  if (base === undefined) return wholeFile(text)
  // Settings of the user such as an external diff program must not change what is read here.
  const patch = await git(
    root,
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '-U3',
    base,
    '--',
    `:(literal)${path}`,
  )
  return patch ? readHunks(patch) : wholeFile(text)
}

async function readTexts(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(paths.map(async path => [path, await readText(root, path)] as const))
  return new Map(texts.flatMap(([path, text]) => (typeof text === 'string' ? [[path, text] as const] : [])))
}
