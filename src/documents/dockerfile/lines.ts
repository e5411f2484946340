import { isSpace, leadingSpace, type Range } from '../text.js'

/** BuildKit's scanner refuses a longer line, in bytes, line end included. */
const LINE_LIMIT_BYTES = 65_535

/** One physical line of a Dockerfile. */
export interface Line {
  /** 1-based. */
  readonly number: number
  /** From the first character (behind a byte order mark) to before the line end. */
  readonly range: Range
  /** Offset behind the line end. */
  readonly next: number
  /** The text of `range`. */
  readonly text: string
}

/** Splits at LF only; every CR before it belongs to the line end. */
export function splitLines(source: string): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0; start < source.length; ) {
    const newline = source.indexOf('\n', start)
    const next = newline === -1 ? source.length : newline + 1
    let end = newline === -1 ? next : newline
    while (end > start && (source[end - 1] === '\r' || source[end - 1] === '\n')) end--
    const first = start === 0 && source.startsWith('\ufeff') ? 1 : start
    lines.push({
      number: lines.length + 1,
      range: { start: Math.min(first, end), end },
      next,
      text: source.slice(Math.min(first, end), end),
    })
    start = next
  }
  return lines
}

export function isTooLong(line: Line, source: string): boolean {
  const length = line.next - line.range.start
  if (length * 3 <= LINE_LIMIT_BYTES) return false
  return Buffer.byteLength(source.slice(line.range.start, line.next)) > LINE_LIMIT_BYTES
}

/** A comment line: its first character that is no blank is `#`. Inside a continuation, too. */
export function isCommentLine(line: Line): boolean {
  return line.text.charAt(leadingSpace(line.text)) === '#'
}

export function isBlankLine(line: Line): boolean {
  return leadingSpace(line.text) === line.text.length
}

/**
 * Where the text of a line ends and its continuation mark begins: the escape character, perhaps blanks, the line's end.
 * An escape character before the mark makes it text.
 * @returns undefined when the line does not go on
 */
export function continuationAt(text: string, escape: string): number | undefined {
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  if (text[end - 1] !== escape || text[end - 2] === escape) return undefined
  return end - 1
}

/** First offset of `line` that is no blank. */
export function contentStart(line: Line): number {
  let at = line.range.start
  while (at < line.range.end && isSpace(line.text.charAt(at - line.range.start))) at++
  return at
}
