/** One side of a diff: before (`LEFT`) or after (`RIGHT`). */
export type Side = 'LEFT' | 'RIGHT'

/** Where a comment wants to stand, in the terms of GitHub's API. */
export interface Anchor {
  readonly line?: number
  readonly side?: Side
  readonly start_line?: number
  readonly start_side?: Side
}

/** A place that GitHub takes: `position` counts the diff's lines below its first `@@`; the hunk's text ends at the line. */
export interface AnchorPlace {
  readonly position: number
  readonly diffHunk: string
}

interface DiffLine {
  readonly text: string
  readonly position: number
  readonly LEFT?: number
  readonly RIGHT?: number
}
interface Hunk {
  readonly header: string
  readonly lines: readonly DiffLine[]
}

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/

/**
 * The place of `anchor` in `patch`, or GitHub's words for why there is none. A line has a place only inside a hunk, and a
 * range only inside one: both ends, the first above the last.
 */
export function placeOf(anchor: Anchor, patch: string | undefined): AnchorPlace | string {
  const { line, side = 'RIGHT', start_line, start_side = side } = anchor
  for (const hunk of hunksOf(patch ?? '')) {
    const last = hunk.lines.findIndex(one => one[side] === line)
    const end = hunk.lines[last]
    if (!end) continue
    const first = start_line === undefined ? -1 : hunk.lines.findIndex(one => one[start_side] === start_line)
    // GitHub's words for a bad start are not on record in their form of 2026; these follow those for a line.
    if (start_line !== undefined && (first === -1 || first >= last)) return 'Start line could not be resolved'
    const shown = hunk.lines.slice(0, last + 1).map(({ text }) => text)
    return { position: end.position, diffHunk: [hunk.header, ...shown].join('\n') }
  }
  return 'Line could not be resolved'
}

function hunksOf(patch: string): readonly Hunk[] {
  const hunks: { header: string; lines: DiffLine[] }[] = []
  let next = { LEFT: 0, RIGHT: 0 }
  for (const [position, text] of patch.split('\n').entries()) {
    const header = HEADER.exec(text)
    if (header) {
      next = { LEFT: Number(header[1]), RIGHT: Number(header[2]) }
      hunks.push({ header: text, lines: [] })
      continue
    }
    const lines = hunks.at(-1)?.lines
    if (text.startsWith('-')) lines?.push({ text, position, LEFT: next.LEFT++ })
    else if (text.startsWith('+')) lines?.push({ text, position, RIGHT: next.RIGHT++ })
    else if (text.startsWith(' ')) lines?.push({ text, position, LEFT: next.LEFT++, RIGHT: next.RIGHT++ })
  }
  return hunks
}

/** Joins problems as GitHub does, into one sentence: `a`, `a and b`, `a, b, and c`. */
export function toSentence(problems: readonly string[]): string {
  if (problems.length < 3) return problems.join(' and ')
  return `${problems.slice(0, -1).join(', ')}, and ${problems.at(-1)}`
}
