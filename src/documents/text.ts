/** A half-open range of UTF-16 offsets into one text. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A place in a text, both parts 0-based; `column` counts UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Turns offsets into lines. Lines end at LF only, as BuildKit and git see them. */
export interface LineIndex {
  /** Offset of the first character of each line; a final newline opens one more, empty line. */
  readonly starts: readonly number[]
  /** The 0-based line that holds `offset`. */
  lineAt(offset: number): number
  positionAt(offset: number): Position
}

/** @returns the line index of `text`; lookups are a binary search. */
export function indexLines(text: string): LineIndex {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineAt = (offset: number) => lastIndexWhere(starts.length, line => (starts[line] ?? 0) <= offset)
  return {
    starts,
    lineAt,
    positionAt(offset) {
      const line = lineAt(offset)
      return { line, column: offset - (starts[line] ?? 0) }
    },
  }
}

/** The last index of 0…length-1 for which `holds` is true, given that it is true up to some index and false after it. */
export function lastIndexWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** True when the two ranges share a character, or one of them is empty and lies strictly inside the other. */
export function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end
}

/** White space as Go's `unicode.IsSpace` has it, which BuildKit trims by; JavaScript's `\s` differs (U+0085, U+FEFF). */
const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const LEADING_SPACE = new RegExp(`^[${SPACE}]+`)
const SPACE_CHARACTER = new RegExp(`[${SPACE}]`)

export function isSpace(character: string): boolean {
  // Nearly every character lies in here: it spares the pattern.
  if (character > ' ' && character < '\u0085') return false
  return SPACE_CHARACTER.test(character)
}

/** Length of the white space that `text` begins with. */
export function leadingSpace(text: string): number {
  return LEADING_SPACE.exec(text)?.[0].length ?? 0
}

/** `range` of `text` without the white space at its two ends. Walks inward, so that long blanks cost linear time. */
export function trimRange(text: string, range: Range): Range {
  let { start, end } = range
  while (start < end && isSpace(text.charAt(start))) start++
  while (end > start && isSpace(text.charAt(end - 1))) end--
  return { start, end }
}
