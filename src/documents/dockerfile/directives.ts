import { leadingSpace, type Range } from '../text.js'
import { DockerfileError } from './error.js'

/** The directives that BuildKit's parser knows; any other `# key=value` line is a comment and ends them. */
const NAMES = new Set(['syntax', 'escape', 'check'])

/** A parser directive: `# name=value` before anything else in the file. */
export interface Directive {
  readonly name: string
  readonly value: string
  readonly range: Range
}

/**
 * Reads one line as a directive.
 * @param line the line without its line end and without leading white space
 * @param start the offset of `line` in the file
 * @returns undefined when the line is none, which also means that no later line can be one
 * @throws DockerfileError for a directive given twice and for an escape other than \ and `
 */
export function readDirective(
  line: string,
  start: number,
  lineNumber: number,
  seen: readonly Directive[],
): Directive | undefined {
  if (!line.startsWith('#')) return undefined
  const content = line.slice(1)
  const match = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=(.+)$/s.exec(content.slice(leadingSpace(content)))
  const name = match?.[1]?.toLowerCase()
  if (name === undefined || !NAMES.has(name)) return undefined
  const value = trimBlanks(match?.[2] ?? '')
  if (seen.some(directive => directive.name === name))
    throw new DockerfileError(`only one ${name} parser directive can be used`, lineNumber)
  if (name === 'escape' && value !== '\\' && value !== '`')
    throw new DockerfileError(`the escape directive must be \\ or \`, not ${value}`, lineNumber)
  return { name, value, range: { start, end: start + line.length } }
}

/** BuildKit wants at least one character of value: of nothing but blanks, one blank is the value. */
function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (end > 1 && BLANK.has(text.charAt(end - 1))) end--
  while (start < end - 1 && BLANK.has(text.charAt(start))) start++
  return text.slice(start, end)
}

const BLANK = new Set(['\t', '\n', '\f', '\r', ' '])
