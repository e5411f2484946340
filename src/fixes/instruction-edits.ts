import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { inFileCase } from '../documents/dockerfile/keyword-case.js'
import type { Range } from '../documents/text.js'
import type { Edit } from './edits.js'

const DEFAULT_INDENTATION = '    '

/** The line end that new lines of the file get. */
export function newlineOf({ newline }: Dockerfile): string {
  return newline === '\r\n' ? '\r\n' : '\n'
}

/** The blanks that the line holding `offset` begins with. */
export function indentationAt({ text, lines }: Dockerfile, offset: number): string {
  const start = lines.starts[lines.lineAt(offset)] ?? 0
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? ''
}

/** True when nothing but blanks stands in front of it on its line. */
export function isFirstOnLine({ text, lines }: Dockerfile, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lines.starts[lines.lineAt(offset)] ?? 0, offset))
}

/** The indentation of the lines that continue an instruction; four spaces more than its own when it has one line. */
export function continuationIndentation(dockerfile: Dockerfile, { range, heredocs }: Instruction): string {
  const { text } = dockerfile
  const own = indentationAt(dockerfile, range.start)
  const end = heredocs[0]?.body.start ?? range.end
  const second = /\n([ \t]+)(?![#\s])/.exec(text.slice(range.start, end))
  return second?.[1] ?? own + DEFAULT_INDENTATION
}

/** A continuation mark, a line end and `indentation`. */
export function continuation(dockerfile: Dockerfile, indentation: string): string {
  return ` ${dockerfile.escape}${newlineOf(dockerfile)}${indentation}`
}

/** Removes an instruction with its lines. Comments above it stay. */
export function deleteInstruction(dockerfile: Dockerfile, { range }: Instruction): Edit {
  const { text, lines } = dockerfile
  const start = lines.starts[lines.lineAt(range.start)] ?? 0
  if (text.includes('\n', range.end)) return deleteLines(dockerfile, range)
  const before = text.slice(0, start).replace(/\r?\n$/, '').length
  return { start: before, end: text.length, text: '' }
}

/** Removes the whole lines of a range, with one of two blank lines that would meet. */
export function deleteLines({ text, lines }: Dockerfile, range: Range): Edit {
  const line = lines.lineAt(range.start)
  const start = lines.starts[line] ?? 0
  const newline = text.indexOf('\n', range.end)
  const end = newline === -1 ? text.length : newline + 1
  const isAfterBlank = line === 0 || (line > 1 && /^[ \t]*\r?\n$/.test(text.slice(lines.starts[line - 1], start)))
  const blank = isAfterBlank ? (/^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0) : 0
  return { start, end: end + blank, text: '' }
}

/** Adds an instruction below another one, with its indentation, in the case of the file's keywords. */
export function insertBelow(dockerfile: Dockerfile, above: Instruction, instruction: string): Edit {
  const at = above.range.end
  const indentation = indentationAt(dockerfile, above.range.start)
  return { start: at, end: at, text: `${newlineOf(dockerfile)}${indentation}${inFileCase(dockerfile, instruction)}` }
}

/** Adds an instruction above another one, with its indentation, in the case of the file's keywords. */
export function insertAbove(dockerfile: Dockerfile, below: Instruction, instruction: string): Edit {
  const at = below.range.start
  const indentation = indentationAt(dockerfile, at)
  return { start: at, end: at, text: `${inFileCase(dockerfile, instruction)}${newlineOf(dockerfile)}${indentation}` }
}

/**
 * Adds flags in front of the arguments, behind flags of the same name that are there: each on its own line, unless a
 * heredoc or flags on the first line ask for one line.
 * @param flags whole words such as `--mount=type=cache,target=/root/.npm`
 */
export function addFlags(dockerfile: Dockerfile, instruction: Instruction, flags: readonly string[]): Edit {
  const { text } = dockerfile
  const name = flags[0]?.split('=', 1)[0]
  const last = instruction.flags.findLast(flag => `--${flag.name}` === name)
  const at = last?.range.end ?? instruction.keywordRange.end
  const blanks = /^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0
  const breaksHere = /^[ \t]*[\\`][ \t]*\r?$/m.test(firstLine(text.slice(at)))
  const newLine = continuation(dockerfile, continuationIndentation(dockerfile, instruction))
  if (breaksHere) return { start: at, end: at, text: (last ? newLine : ' ') + flags.join(newLine) }
  if (last || instruction.heredocs.length > 0) return { start: at, end: at, text: ` ${flags.join(' ')}` }
  return { start: at, end: at + blanks, text: ` ${[...flags, ''].join(newLine)}` }
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'))
}
