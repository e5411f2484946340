/** What pressing a button needs of a review comment. GitHub gives an outdated comment no line. */
export interface SuggestionComment {
  readonly body: string
  readonly line?: number | null
  readonly side?: string | null
  readonly start_line?: number | null
  readonly start_side?: string | null
}

interface Suggestion {
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$/

/**
 * The file after "Commit suggestions" with every suggestion of `comments` in one batch. Throws where GitHub shows no button
 * or refuses, in GitHub's words where they are known.
 *
 * A block's lines stand in for the lines of its range, and all are joined by line ends: a last line without one stays so,
 * unless the block ends in an extra blank line (reviewdog/reviewdog#1975). Files of mixed line ends are refused here: what
 * GitHub does with them is not known. That a deleted last line takes the line end above it along is inferred.
 */
export function pressSuggestions(text: string, comments: readonly SuggestionComment[]): string {
  const [newline, ...others] = new Set(text.match(/\r?\n/g) ?? ['\n'])
  if (newline === undefined || others.length > 0) throw new Error('the file mixes LF and CRLF')
  const lines = text.split(newline)
  const count = text === '' || text.endsWith(newline) ? lines.length - 1 : lines.length
  const suggestions = comments.flatMap(suggestionsOf).sort((a, b) => a.start - b.start)
  for (const [index, { start, end, lines: block }] of suggestions.entries()) {
    const before = suggestions[index - 1]
    if (start < 1 || start > end || end > count)
      throw new Error(`lines ${start}-${end} of ${count} are outside the file`)
    if (before && before.end >= start) throw new Error('Only one suggestion per line can be applied in a batch.')
    if (lines.slice(start - 1, end).join('\n') === block.join('\n') && block.length > 0) {
      throw new Error('This suggestion is invalid because no changes were made to the code.')
    }
  }
  for (const { start, end, lines: block } of suggestions.toReversed())
    lines.splice(start - 1, end - start + 1, ...block)
  return lines.join(newline)
}

function suggestionsOf(comment: SuggestionComment): readonly Suggestion[] {
  const blocks = suggestionBlocks(comment.body)
  if (blocks.length === 0) return []
  const { line, start_line } = comment
  if (line === undefined || line === null) throw new Error('Outdated suggestions cannot be applied.')
  if (comment.side === 'LEFT' || comment.start_side === 'LEFT') {
    throw new Error('Applying suggestions on deleted lines is not supported.')
  }
  return blocks.map(lines => ({ start: start_line ?? line, end: line, lines }))
}

/** The lines of each suggestion block; none for a block that deletes. A fence inside another is text. */
export function suggestionBlocks(body: string): readonly (readonly string[])[] {
  const blocks: string[][] = []
  let open: { readonly fence: string; readonly block: string[] | undefined } | undefined
  for (const line of body.split(/\r?\n/)) {
    const [, fence, info = ''] = FENCE.exec(line) ?? []
    if (open) {
      const closes = fence?.startsWith(open.fence) && info.trim() === ''
      if (!closes) open.block?.push(line)
      else open = undefined
    } else if (fence !== undefined) {
      const block = /^\s*suggestion(\s|$)/.test(info) && fence.startsWith('`') ? [] : undefined
      if (block) blocks.push(block)
      open = { fence, block }
    }
  }
  if (open?.block) throw new Error('a suggestion block has no closing fence')
  return blocks
}
