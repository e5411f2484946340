import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { continuationAt } from '../documents/dockerfile/lines.js'
import { leadingSpace, type Range } from '../documents/text.js'
import type { Edit } from './edits.js'

/** One line of an instruction that holds code, as who deletes from it sees it. All offsets are of the file. */
interface CodeLine {
  readonly start: number
  /** Before and behind the line end. */
  readonly end: number
  readonly next: number
  /** The code on the line, without indentation, trailing blanks and continuation mark. Empty for a mark alone. */
  readonly content: Range
  readonly goesOn: boolean
}

/**
 * Edits that take `ranges` (of the file) out of an instruction, and the lines that nothing is left of. A line that was
 * continued by a deleted one loses its mark when no code follows; comment lines stay where they are.
 */
export function deleteFrom(
  dockerfile: Dockerfile,
  instruction: Instruction,
  ranges: readonly Range[],
): readonly Edit[] {
  const { text } = dockerfile
  const lines = codeLines(dockerfile, instruction)
  const byLine = rangesByLine(dockerfile, ranges)
  const deletions = lines.map(line => deletionsIn(text, line, byLine.get(line.start) ?? []))
  const gone = lines.map((line, i) => (deletions[i]?.length ?? 0) > 0 && isEmptied(text, line, deletions[i] ?? []))
  const marks: Edit[] = []
  for (let i = lines.length - 1; i > 0; i--) if (gone[i] && separates(lines, gone, i)) gone[i] = false
  for (const [i, line] of lines.entries()) {
    if (!gone[i] || line.goesOn) continue
    let before = i - 1
    while (before >= 0 && (gone[before] || isBareMark(lines[before]))) gone[before--] = true
    const previous = lines[before]
    if (previous?.goesOn) marks.push({ start: blanksBefore(text, previous.content.end), end: previous.end, text: '' })
  }
  const whole = lines.flatMap((line, i) => (gone[i] ? [{ start: line.start, end: line.next, text: '' }] : []))
  const partial = deletions.flatMap((edits, i) => (gone[i] ? [] : edits))
  return mergeTouching([...whole, ...partial, ...marks])
}

/** By the beginning of each line what of `ranges` reaches into it. */
function rangesByLine({ lines }: Dockerfile, ranges: readonly Range[]): ReadonlyMap<number, readonly Range[]> {
  const byLine = new Map<number, Range[]>()
  for (const range of ranges)
    for (let number = lines.lineAt(range.start); number <= lines.lineAt(range.end); number++) {
      const start = lines.starts[number] ?? 0
      const own = byLine.get(start)
      if (own) own.push(range)
      else byLine.set(start, [range])
    }
  return byLine
}

/** The lines that hold code of the instruction: no comment lines, no blank lines. */
function codeLines({ text, lines, escape }: Dockerfile, { range, heredocs }: Instruction): readonly CodeLine[] {
  const firstBody = heredocs[0]?.body.start ?? range.end
  const code: CodeLine[] = []
  for (let number = lines.lineAt(range.start); number <= lines.lineAt(range.end); number++) {
    const start = lines.starts[number] ?? 0
    const next = lines.starts[number + 1] ?? text.length
    const line = text.slice(start, next).replace(/[\r\n]+$/, '')
    if (/^(?:#|$)/.test(line.slice(leadingSpace(line)))) continue
    // Inside a heredoc the shell joins lines, and its escape character is always the backslash.
    const mark = continuationAt(line, start >= firstBody ? '\\' : escape)
    const { start: first, end: last } = withoutBlanks(line.slice(0, mark))
    code.push({
      start,
      end: start + line.length,
      next,
      content: { start: start + first, end: start + last },
      goesOn: mark !== undefined,
    })
  }
  return code
}

/** True when the blanks of a line are all that keeps the lines around it from becoming one word. */
function separates(lines: readonly CodeLine[], gone: readonly boolean[], index: number): boolean {
  const [line, before] = [lines[index], lines[index - 1]]
  if (!line?.goesOn || !before?.goesOn) return false
  const next = gone.indexOf(false, index + 1)
  const after = lines[next]
  if (after === undefined) return false
  return before.end - before.content.end === 1 && after.content.start === after.start
}

function isBareMark(line: CodeLine | undefined): boolean {
  return line?.goesOn === true && line.content.start === line.content.end
}

/** What of `ranges` lies on one line, with the blanks in front of it, or behind it at the line's beginning. */
function deletionsIn(text: string, { content }: CodeLine, ranges: readonly Range[]): readonly Edit[] {
  const edits = ranges.flatMap(range => {
    const start = Math.max(range.start, content.start)
    let end = Math.min(range.end, content.end)
    if (start >= end) return []
    if (start > content.start)
      return [{ start: touchesNext(text, end) ? start : blanksBefore(text, start), end, text: '' }]
    while (end < content.end && isBlank(text[end])) end++
    return [{ start, end, text: '' }]
  })
  return mergeTouching(edits)
}

/** True when a word or mark follows with no blank between, which would become one with what stands before. */
function touchesNext(text: string, end: number): boolean {
  return !/^[\s;&|)]/.test(text.slice(end, end + 1) || '\n')
}

function isEmptied(text: string, { content }: CodeLine, edits: readonly Edit[]): boolean {
  let at = content.start
  for (const edit of edits) {
    if (!isAllBlank(text.slice(at, edit.start))) return false
    at = edit.end
  }
  return isAllBlank(text.slice(at, content.end))
}

/** Where the blanks begin that stand in front of an offset. */
export function blanksBefore(text: string, end: number): number {
  let start = end
  while (start > 0 && isBlank(text[start - 1])) start--
  return start
}

/** What a shell does not take for blanks, a no-break space or byte order mark, is a part of its words. */
function withoutBlanks(line: string): Range {
  const start = /^[ \t]*/.exec(line)?.[0].length ?? 0
  return { start, end: Math.max(blanksBefore(line, line.length), start) }
}

function isAllBlank(text: string): boolean {
  return blanksBefore(text, text.length) === 0
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

/** Deletions that overlap or meet become one. */
function mergeTouching(edits: readonly Edit[]): readonly Edit[] {
  const merged: Edit[] = []
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && edit.start <= last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, edit.end) }
    else merged.push(edit)
  }
  return merged
}
