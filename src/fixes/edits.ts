import type { Range } from '../documents/text.js'

/** A change of another file than the one that a finding is in, which no button of a comment can carry out. */
export interface Proposal {
  /** From the repository's root. */
  readonly path: string
  /** Imperative, begins with a capital. */
  readonly title: string
  /** Undefined for a file that is new. */
  readonly before: string | undefined
  readonly after: string
}

/** Replace what stands at `start`…`end` (UTF-16 offsets) by `text`. An empty range inserts, an empty text deletes. */
export interface Edit extends Range {
  readonly text: string
}

/** What pressing one button does. */
export interface Fix {
  /** Says what it does, in the imperative; for a fix that is not safe, also what changes for the image. */
  readonly title: string
  readonly edits: readonly Edit[]
  /** True when the image does the same afterwards. Only safe fixes are ever applied in bulk. */
  readonly safe: boolean
}

/** Edits in the order of the text; equal ones once. */
export function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
  return sorted.filter((edit, i) => i === 0 || !sameEdit(edit, sorted[i - 1] as Edit))
}

function sameEdit(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text
}

/** True when the two want the same text: their order would matter, or one would undo the other. */
export function conflicts(a: Edit, b: Edit): boolean {
  if (sameEdit(a, b)) return false
  if (a.start === b.start && (a.start === a.end || b.start === b.end)) return a.start === a.end && b.start === b.end
  return a.start < b.end && b.start < a.end
}

/** True when no two of `edits` conflict. */
export function areDisjoint(edits: readonly Edit[]): boolean {
  const sorted = sortEdits(edits)
  return sorted.every((edit, i) => i === 0 || !conflicts(sorted[i - 1] as Edit, edit))
}

/**
 * Applies edits that do not conflict; every other character stays as it is.
 * @throws RangeError when two edits conflict or one leaves the text
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = []
  let at = 0
  for (const edit of sortEdits(edits)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length)
      throw new RangeError(`edit ${edit.start}-${edit.end} conflicts or leaves the text of ${text.length}`)
    pieces.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  return pieces.join('') + text.slice(at)
}
