import type { Repository } from '../build/repository.js'

/** Lines of a file, 1-based, both ends included. */
export interface LineSpan {
  readonly first: number
  readonly last: number
}

/** A Dockerfile that a change touches, as it is after the change. */
export interface ChangedFile {
  readonly path: string
  readonly text: string
  /** The parts of the file that the diff shows; a comment has to lie inside one of them. */
  readonly hunks: readonly LineSpan[]
  /** The lines that the change added or changed, or that stand where it took some away. */
  readonly changed: readonly LineSpan[]
}

/** What is under review: a pull request, or a checkout against its base. */
export interface Change {
  readonly files: readonly ChangedFile[]
  readonly repository: Repository
  /** Files that should have been reviewed and could not be read, each with the reason. */
  readonly unread: readonly UnreadFile[]
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
