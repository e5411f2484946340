import type { Step } from '../build/build.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import type { Range } from '../documents/text.js'
import type { Edit } from './edits.js'
import { deleteLines, isFirstOnLine, newlineOf } from './instruction-edits.js'

/**
 * Edits that move whole instructions further down, each with the comments directly above it.
 * @param before what they come to stand above; undefined when they come to stand below `after`
 * @returns undefined when the lines of one hold something else, too
 */
export function moveDown(
  dockerfile: Dockerfile,
  moved: readonly Step[],
  before: Step | undefined,
  after: Step,
): readonly Edit[] | undefined {
  const { text } = dockerfile
  const instructions = moved.map(({ instruction }) => instruction)
  if (!instructions.every(({ range }) => isFirstOnLine(dockerfile, range.start))) return undefined
  const newline = newlineOf(dockerfile)
  const ranges = blocks(dockerfile, instructions)
  const lines = ranges.map(({ start, end }) => text.slice(start, end))
  const deletions = ranges.map(range => deleteLines(dockerfile, range))
  const first = ranges[0] as Range
  if (before !== undefined) {
    const start = lineStart(dockerfile, withComments(dockerfile, before.instruction).start)
    const gap = isSetApart(dockerfile, first.start) && isSetApart(dockerfile, start) ? newline : ''
    return [...deletions, { start, end: start, text: lines.map(line => line + newline).join('') + gap }]
  }
  const { range } = after.instruction
  const end = text.indexOf('\n', range.end)
  const gap = isSetApart(dockerfile, first.start) ? newline : ''
  if (end === -1)
    return [...deletions, { start: text.length, end: text.length, text: [newline, gap, lines.join(newline)].join('') }]
  return [...deletions, { start: end + 1, end: end + 1, text: gap + lines.map(line => line + newline).join('') }]
}

/** The lines of instructions with the comments above them; those that touch, or have blank lines between, are one. */
function blocks(dockerfile: Dockerfile, instructions: readonly Instruction[]): readonly Range[] {
  const ranges: Range[] = []
  for (const instruction of instructions) {
    const { start, end } = withComments(dockerfile, instruction)
    const range = { start: lineStart(dockerfile, start), end }
    const last = ranges.at(-1)
    if (last && dockerfile.text.slice(last.end, range.start).trim() === '') ranges[ranges.length - 1] = { ...last, end }
    else ranges.push(range)
  }
  return ranges
}

function withComments({ lines, comments }: Dockerfile, { range }: Instruction): Range {
  let { start } = range
  for (let line = lines.lineAt(range.start) - 1; line >= 0; line--) {
    const comment = comments.find(one => lines.lineAt(one.range.start) === line)
    if (comment === undefined) break
    start = comment.range.start
  }
  return { start, end: range.end }
}

function lineStart({ lines }: Dockerfile, offset: number): number {
  return lines.starts[lines.lineAt(offset)] ?? 0
}

/** True when a blank line stands above. */
function isSetApart({ text }: Dockerfile, start: number): boolean {
  return /\n[ \t]*\r?\n$/.test(text.slice(0, start))
}
