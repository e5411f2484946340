import type { LineSpan } from '../inputs/change.js'

/** Lines to be replaced and what comes in their place; no lines at all deletes them. */
export interface Suggestion extends LineSpan {
  readonly lines: readonly string[]
}

/**
 * The smallest block of whole lines that turns one text into the other. What is only inserted takes in the line above it,
 * or the one below at the file's top, since a suggestion must replace something.
 * @returns undefined when the texts are equal, or differ in a way that a suggestion cannot express
 */
export function suggestionFrom(before: string, after: string): Suggestion | undefined {
  if (before === after) return undefined
  const [old, next] = [linesOf(before), linesOf(after)]
  // The tail first: among equal lines an insertion would else land behind the final newline.
  let tail = 0
  while (tail < Math.min(old.length, next.length) && old.at(-1 - tail) === next.at(-1 - tail)) tail++
  let head = 0
  while (head < Math.min(old.length, next.length) - tail && old[head] === next[head]) head++
  if (head + tail === old.length) {
    if (head > 0) head--
    else if (tail > 0) tail--
    else return undefined
  }
  const lines = next.slice(head, next.length - tail)
  // Lines carry their line ends here; only the last line of a file may lack one.
  const lostNewline = lines.length > 0 && !lines.at(-1)?.endsWith('\n') && old.at(-1)?.endsWith('\n')
  if (lostNewline && tail === 0) return undefined
  const gainsNewline = tail === 0 && !before.endsWith('\n') && after.endsWith('\n')
  const texts = lines.map(line => line.replace(/\n$/, ''))
  // GitHub keeps the file's missing final newline; one more, empty line at the end of the block brings it.
  return { first: head + 1, last: old.length - tail, lines: gainsNewline ? [...texts, ''] : texts }
}

/** Lines with their line ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** The block that GitHub turns into a button. */
export function suggestionBlock({ lines }: Suggestion): string {
  const fence = fenceFor(lines.join('\n'))
  return [`${fence}suggestion`, ...lines, fence].join('\n')
}

/** A fence that nothing in `text` can close. */
export function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  return '`'.repeat(longest + 1)
}
