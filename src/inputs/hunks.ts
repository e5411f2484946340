import { parsePatch } from 'diff'
import type { LineSpan } from './change.js'

/** What a diff says of the new side of one file. */
export interface DiffLines {
  readonly hunks: readonly LineSpan[]
  readonly changed: readonly LineSpan[]
}

/** A diff that shows nothing. */
export const NO_LINES: DiffLines = { hunks: [], changed: [] }

/**
 * Reads a unified diff of one file, with or without its header.
 * @param patch undefined when GitHub shows no diff: binary and very large files, pure renames
 */
export function readHunks(patch: string | undefined): DiffLines {
  if (patch === undefined || patch === '') return NO_LINES
  const files = tryParse(patch)
  const hunks = files.flatMap(file => file.hunks)
  return {
    hunks: hunks.flatMap(({ newStart, newLines }) =>
      newLines > 0 ? [{ first: newStart, last: newStart + newLines - 1 }] : [],
    ),
    changed: hunks.flatMap(hunk => changedLines(hunk)),
  }
}

/** A file with all lines shown and changed: new files, and everything that is reviewed without a base. */
export function wholeFile(text: string): DiffLines {
  const lines = text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0)
  const all = lines > 0 ? [{ first: 1, last: lines }] : []
  return { hunks: all, changed: all }
}

/**
 * The lines of a file that GitHub shows no diff of: from the first to the last that is not what it was.
 * @param before undefined for a new file
 */
export function hiddenLines(before: string | undefined, after: string): DiffLines {
  if (before === undefined) return { hunks: [], changed: wholeFile(after).changed }
  const [old, next] = [before.split('\n'), after.split('\n')]
  const limit = Math.min(old.length, next.length)
  let head = 0
  while (head < limit && old[head] === next[head]) head++
  let tail = 0
  while (tail < limit - head && old.at(-1 - tail) === next.at(-1 - tail)) tail++
  const span = { first: head + 1, last: next.length - tail }
  return { hunks: [], changed: span.first <= span.last ? [span] : [] }
}

/**
 * A text as it was before a diff, from the text after it: that spares reading it. Every line that the diff shows is compared.
 * @param after undefined for a file that the diff takes away
 * @returns undefined when the diff does not lead to this text
 */
export function textBefore(after: string | undefined, patch: string): string | undefined {
  const lines = after?.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const hunks = tryParse(patch).flatMap(file => file.hunks)
  if (hunks.length === 0) return undefined
  const before: string[] = []
  let at = 0
  for (const { newStart, lines: shown } of hunks) {
    const start = newStart - 1
    const [old, next] = [sideOf(shown, '-'), sideOf(shown, '+')]
    if (start < at || next.some((line, i) => line !== lines[start + i])) return undefined
    before.push(...lines.slice(at, start), ...old)
    at = start + next.length
  }
  return [...before, ...lines.slice(at)].join('')
}

/** The lines of one side of a hunk, each with its line end. */
function sideOf(shown: readonly string[], mark: '-' | '+'): readonly string[] {
  return shown.flatMap((line, i) => {
    if (!line.startsWith(mark) && !line.startsWith(' ')) return []
    return [`${line.slice(1)}${shown[i + 1]?.startsWith('\\') ? '' : '\n'}`]
  })
}

/** jsdiff throws when counts and lines of a hunk disagree: then nothing of the diff is to be trusted. */
function tryParse(patch: string): ReturnType<typeof parsePatch> {
  try {
    return parsePatch(patch)
  } catch {
    return []
  }
}

function changedLines({
  newStart,
  newLines,
  lines,
}: {
  newStart: number
  newLines: number
  lines: string[]
}): LineSpan[] {
  const changed: LineSpan[] = []
  const last = newStart + newLines - 1
  let line = newStart
  for (const [i, text] of lines.entries()) {
    if (text.startsWith('+')) changed.push({ first: line, last: line++ })
    else if (text.startsWith('-')) {
      // What was only taken away changed its two neighbours, as far as the hunk shows them.
      const next = lines.slice(i).find(other => !other.startsWith('-') && !other.startsWith('\\'))
      const isReplaced = next?.startsWith('+') || lines[i - 1]?.startsWith('+')
      if (!isReplaced) changed.push({ first: Math.max(line - 1, newStart), last: Math.min(line, last) })
    } else if (!text.startsWith('\\')) line++
  }
  return changed.filter(span => span.first <= span.last)
}
