import { execFileSync } from 'node:child_process'

/** An object of a git repository by its full name. */
export interface GitObject {
  readonly sha: string
  readonly type: 'blob' | 'tree' | 'commit' | 'tag'
  readonly size: number
}

export interface TreeEntry {
  readonly path: string
  readonly mode: string
  readonly type: 'blob' | 'tree' | 'commit'
  readonly sha: string
  readonly size?: number
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
}
interface Signature {
  readonly name: string
  readonly email: string
  readonly date: string
}

/** The reader's own configuration (`diff.noprefix`, a pager, GIT_DIR from a hook) must not show in what is served. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  LC_ALL: 'C.UTF-8',
}

export function git(directory: string, args: readonly string[], input = ''): Buffer {
  return execFileSync('git', ['-C', directory, ...args], {
    env: ENVIRONMENT,
    input,
    maxBuffer: 2 ** 30,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

const answers = new Map<string, Buffer>()
const objects = new Map<string, GitObject>()

/** For commands that name objects in full: their answer never changes, so git is asked once. */
export function gitOnce(directory: string, args: readonly string[]): Buffer {
  const key = [directory, ...args].join('\0')
  const answer = answers.get(key) ?? git(directory, args)
  answers.set(key, answer)
  return answer
}

/** The object that `expression` names (`main`, `HEAD~1`, `<sha>:docker/Dockerfile`), if there is one. */
export function findObject(directory: string, expression: string): GitObject | undefined {
  if (/[\n\0]/.test(expression)) return undefined
  const known = objects.get(`${directory}\0${expression}`)
  if (known) return known
  const answer = git(directory, ['cat-file', '--batch-check'], `${expression}\n`).toString()
  const [, sha, type, size] = /^([0-9a-f]{40,}) (\w+) (\d+)\n$/.exec(answer) ?? []
  if (sha === undefined) return undefined
  const object = { sha, type: type as GitObject['type'], size: Number(size) }
  if (/^[0-9a-f]{40}/.test(expression)) objects.set(`${directory}\0${expression}`, object)
  return object
}

/** The full name of the commit behind a branch, a tag or an abbreviated name. */
export function findCommit(directory: string, ref: string): string | undefined {
  return findObject(directory, `${ref}^{commit}`)?.sha
}

export function readBlob(directory: string, sha: string): Buffer {
  return gitOnce(directory, ['cat-file', 'blob', sha])
}

export function mergeBase(directory: string, base: string, head: string): string {
  return gitOnce(directory, ['merge-base', base, head]).toString().trim()
}

/** Commits that `head` has and `base` has not, the oldest first. */
export function commitsBetween(directory: string, base: string, head: string): readonly string[] {
  const output = gitOnce(directory, ['rev-list', '--topo-order', '--reverse', head, `^${base}`]).toString()
  return output.split('\n').filter(Boolean)
}

/** Everything below the tree of `sha`, the trees included, or only its first level. */
export function listTree(directory: string, sha: string, isRecursive: boolean): readonly TreeEntry[] {
  const flags = isRecursive ? ['-r', '-t'] : []
  const output = gitOnce(directory, ['ls-tree', '-z', '--long', '--full-tree', ...flags, sha]).toString()
  return output.split('\0').filter(Boolean).map(entryOf)
}

function entryOf(record: string): TreeEntry {
  const [facts = '', path = ''] = splitOnce(record, '\t')
  const [mode = '', type = '', sha = '', size = '-'] = facts.split(/ +/)
  return { path, mode, type: type as TreeEntry['type'], sha, ...(size !== '-' && { size: Number(size) }) }
}

export function readCommit(directory: string, sha: string): Commit {
  const format = '%H%n%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B'
  const [name = '', tree = '', parents = '', ...rest] = gitOnce(directory, ['show', '-s', `--format=${format}`, sha])
    .toString()
    .trimEnd()
    .split('\n')
  return {
    sha: name,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: signatureOf(rest.slice(0, 3)),
    committer: signatureOf(rest.slice(3, 6)),
    message: rest.slice(6).join('\n'),
  }
}

function signatureOf([name = '', email = '', date = '']: readonly string[]): Signature {
  return { name, email, date: timestamp(new Date(date)) }
}

/** A time as GitHub writes it: UTC, to the second. */
export function timestamp(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator)
  return [text.slice(0, at), text.slice(at + separator.length)]
}
