import { lastIndexWhere, type Range } from './text.js'

interface Segment {
  /** Where the segment begins in the joined text. */
  readonly at: number
  /** Where the same character stands in the source. */
  readonly source: number
  readonly length: number
}

/**
 * Text that a reader sees joined (continuation marks, line ends and comment lines gone) although it is spread over a
 * source. Every offset of the joined text leads back to an offset of the source.
 */
export interface LogicalText {
  readonly text: string
  readonly segments: readonly Segment[]
}

/** Joins pieces of `source`, in order. Empty pieces are kept out. */
export function joinPieces(source: string, pieces: readonly Range[]): LogicalText {
  const segments: Segment[] = []
  const texts: string[] = []
  let at = 0
  for (const { start, end } of pieces) {
    if (end <= start) continue
    segments.push({ at, source: start, length: end - start })
    texts.push(source.slice(start, end))
    at += end - start
  }
  return { text: texts.join(''), segments }
}

/** The part of `whole` inside `range`, which is in offsets of the joined text. */
export function sliceLogical(whole: LogicalText, range: Range): LogicalText {
  const segments: Segment[] = []
  for (const segment of whole.segments) {
    const start = Math.max(segment.at, range.start)
    const end = Math.min(segment.at + segment.length, range.end)
    if (start < end)
      segments.push({ at: start - range.start, source: segment.source + start - segment.at, length: end - start })
  }
  return { text: whole.text.slice(range.start, range.end), segments }
}

function segmentAt(text: LogicalText, index: number): Segment | undefined {
  return text.segments[lastIndexWhere(text.segments.length, i => (text.segments[i]?.at ?? 0) <= index)]
}

/** The source range from the first character of `range` to its last one; what lies between may include line ends. */
export function toSource(text: LogicalText, range: Range): Range {
  const start = offsetOf(text, range.start)
  if (range.end <= range.start) return { start, end: start }
  return { start, end: offsetOf(text, range.end - 1) + 1 }
}

function offsetOf(text: LogicalText, index: number): number {
  const segment = segmentAt(text, index)
  return segment ? segment.source + index - segment.at : 0
}

/** True when `range` stands in one piece in the source, so that its text can be replaced as a whole. */
export function isContiguous(text: LogicalText, range: Range): boolean {
  const { start, end } = toSource(text, range)
  return end - start === range.end - range.start
}
