import { lastWord, parseDockerignore } from '../../documents/dockerignore/document.js'
import type { Proposal } from '../../fixes/edits.js'
import type { Build } from '../build.js'
import { contextUnder } from '../context-at.js'

/** Characters that mean something in a pattern, or at its ends. */
const SPECIAL = /[*?[\]\\]|^[#!\s]|\s$/

/**
 * The ignore file that lets in some files of git's besides those that it lets in now, and no others.
 * @param sources in the context
 * @returns undefined when no line more or less does just that
 */
export function letIn({ context, repository }: Build, sources: readonly string[]): Omit<Proposal, 'title'> | undefined {
  const path = context?.ignorePath
  const before = path === undefined ? undefined : repository.texts.get(path)
  if (context === undefined || path === undefined || before === undefined) return undefined
  if (sources.some(source => SPECIAL.test(source))) return undefined
  const all = contextUnder(context.root, undefined, repository)
  const wanted = new Set([...context.filesIn(''), ...sources])
  const holds = (text: string) => {
    const after = contextUnder(context.root, parseDockerignore(path, text), repository)
    const found = after?.filesIn('') ?? []
    return (
      found.length === wanted.size &&
      found.every(file => wanted.has(file)) &&
      sources.every(source => after?.sizeOf(source) === all?.sizeOf(source))
    )
  }
  const after = [without, excepting].map(edit => edited(path, before, sources, edit)).find(holds)
  return after === undefined ? undefined : { path, before, after }
}

type Edit = (lines: readonly string[], at: number, source: string) => readonly string[]

/** Without the line, where it names the file and nothing else. */
const without: Edit = (lines, at, source) =>
  lines[at]?.trim().replace(/^\.?\//, '') === source ? lines.toSpliced(at, 1) : excepting(lines, at, source)

const excepting: Edit = (lines, at, source) => {
  const end = lines[at]?.endsWith('\r') ? '\r' : ''
  return lines.toSpliced(at + 1, 0, `!${source}${end}`)
}

/** Edits the line that decides of each source. */
function edited(path: string, before: string, sources: readonly string[], edit: Edit): string {
  return sources.reduce((text, source) => {
    const decides = lastWord(parseDockerignore(path, text), source)
    if (decides === undefined || decides.keeps) return text
    const lines = text.split('\n')
    const at = text.slice(0, decides.range.start).split('\n').length - 1
    // The last line may have no end.
    return [...edit(lines, at, source)].join('\n') + (at === lines.length - 1 ? '\n' : '')
  }, before)
}
