import type { Repository } from '../build/repository.js'
import { isIgnoreFileName } from '../documents/dockerignore/names.js'

/** Lines of a file, 1-based, both ends included. */
export interface LineSpan {
  readonly first: number
  readonly last: number
}

/** A Dockerfile or ignore file that a change touches, as it is after the change. */
export interface ChangedFile {
  readonly path: string
  /** Where the file stood before the change, if it was elsewhere. */
  readonly previousPath?: string | undefined
  /** The change brings it. */
  readonly isAdded?: boolean
  readonly text: string
  /** As it was before the change; undefined where it was not there or is not known. */
  readonly before?: string | undefined
  /** The parts of the file that the diff shows; a comment has to lie inside one of them. */
  readonly hunks: readonly LineSpan[]
  /** The lines that the change added or changed, or that stand where it took some away. */
  readonly changed: readonly LineSpan[]
}

/** What is under review: a pull request, or a checkout against its base. */
export interface Change {
  /** Dockerfiles. */
  readonly files: readonly ChangedFile[]
  /** Ignore files that the change touches. */
  readonly ignoreFiles?: readonly ChangedFile[]
  /** Dockerfiles that stay as they are while files around them change. */
  readonly affected?: readonly ChangedFile[]
  readonly repository: Repository
  /** As it was before the change, where there are affected files or the text of one before is known. */
  readonly before?: Repository | undefined
  /** Files that should have been reviewed and could not be read, each with the reason. */
  readonly unread: readonly UnreadFile[]
  /** What whoever reads the review has to know of how the change was read, a sentence each. */
  readonly notices?: readonly string[]
}

/** Files under review, sorted by what they are. */
export function byKind(read: readonly ChangedFile[]): Pick<Change, 'files' | 'ignoreFiles'> {
  const isIgnoreFile = ({ path }: ChangedFile) => isIgnoreFileName(path)
  return { files: read.filter(file => !isIgnoreFile(file)), ignoreFiles: read.filter(isIgnoreFile) }
}

export interface UnreadFile {
  readonly path: string
  readonly reason: string
}

export function isWithin(inner: LineSpan, outer: LineSpan): boolean {
  return outer.first <= inner.first && inner.last <= outer.last
}

export function touch(a: LineSpan, b: LineSpan): boolean {
  return a.first <= b.last && b.first <= a.last
}
