import { DockerfileError } from './error.js'
import type { Heredoc } from './instruction.js'
import { LexerError, lex } from './lexer.js'
import type { Line } from './lines.js'

const nothingSet = () => undefined

/** The heredocs that a joined line announces, without their bodies. `<<EOF;` announces one named `EOF;`. */
export function announcedHeredocs(logical: string): readonly Pick<Heredoc, 'name' | 'expands' | 'chomps'>[] {
  if (!logical.includes('<<')) return []
  return shellWords(logical, { rawEscapes: true, rawQuotes: true }).flatMap(word => {
    const match = /^\d*<<(-?)[\t\n\f\r ]*([^<]*)$/.exec(word)
    const written = match?.[2]
    if (!written) return []
    const [name, ...more] = shellWords(written, {})
    const [raw] = shellWords(written, { rawQuotes: true })
    if (name === undefined || raw === undefined || more.length > 0) return []
    return [{ name, chomps: match?.[1] === '-', expands: quotesIn(name) === quotesIn(raw) }]
  })
}

/** A line that the lexer refuses announces nothing: the shell will say what is wrong with it. */
function shellWords(text: string, options: { rawEscapes?: boolean; rawQuotes?: boolean }): readonly string[] {
  try {
    return lex(text, nothingSet, { escape: '\\', keepUnset: true, ...options }).words
  } catch (error) {
    if (error instanceof LexerError) return []
    throw error
  }
}

function quotesIn(text: string): number {
  return text.split(/['"]/).length - 1
}

/**
 * Reads the bodies of announced heredocs.
 * @param lines all lines of the file
 * @param next index of the first line below the instruction's own
 * @returns the heredocs, and the index of the line behind the last delimiter
 * @throws DockerfileError when a delimiter is missing
 */
export function readHeredocs(
  announced: readonly Pick<Heredoc, 'name' | 'expands' | 'chomps'>[],
  source: string,
  lines: readonly Line[],
  next: number,
  startLine: number,
): { heredocs: readonly Heredoc[]; next: number } {
  const heredocs: Heredoc[] = []
  let at = next
  for (const heredoc of announced) {
    const first = lines[at]?.range.start ?? source.length
    const isDelimiter = ({ text }: Line) => (heredoc.chomps ? text.replace(/^\t+/, '') : text) === heredoc.name
    let line = lines[at]
    while (line !== undefined && !isDelimiter(line)) line = lines[++at]
    if (line === undefined) throw new DockerfileError('unterminated heredoc', startLine)
    const body = { start: first, end: line.range.start }
    heredocs.push({ ...heredoc, body, content: source.slice(body.start, body.end) })
    at++
  }
  return { heredocs, next: at }
}
