import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { continuationAt } from '../documents/dockerfile/lines.js'
import type { Range } from '../documents/text.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

const KEYWORD =
  /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)[ \t]/

export const emptyContinuation = defineRule({
  id: 'empty-continuation',
  aliases: ['NoEmptyContinuation'],
  title: 'Leave no empty line inside an instruction',
  category: 'correctness',
  severity: 'warning',
  why: `Behind a line that ends in the continuation mark an empty line does not end the instruction: what follows belongs to it, be it
the next command of a RUN or a whole instruction. BuildKit warns that a later version will refuse such files.`,
  fixable: 'sometimes',
  fixSafety: `Empty lines go and the instruction stays the same. Where it swallows another one, taking the mark away sets that one free.`,
  examples: [
    {
      before: 'FROM debian:12\nRUN echo a && \\\n\n    echo b\n',
      after: 'FROM debian:12\nRUN echo a && \\\n    echo b\n',
    },
    {
      before: 'FROM debian:12\nRUN echo a \\\n\nCMD ["b"]\n',
      after: 'FROM debian:12\nRUN echo a\n\nCMD ["b"]\n',
    },
  ],
  silent: [
    { why: 'a comment line may stand there', text: 'FROM debian:12\nRUN echo a && \\\n    # then\n    echo b\n' },
    { why: 'the empty line is the heredoc’s', text: 'FROM debian:12\nRUN <<EOF\necho a\n\necho b\nEOF\n' },
    { why: 'the instruction has ended', text: 'FROM debian:12\nRUN echo a\n\nRUN echo b\n' },
    { why: 'a mark alone on its line', text: 'FROM debian:12\nRUN echo a && \\\n    \\\n    echo b\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
  *check({ dockerfile }) {
    for (const instruction of dockerfile.instructions) {
      if (!instruction.hasBlankContinuation) continue
      const { blanks, swallowed, mark } = linesOf(dockerfile, instruction)
      const [first] = blanks
      if (first === undefined) continue
      yield {
        range: { start: first.start, end: first.end - 1 },
        message:
          swallowed === undefined
            ? 'An empty line does not end the instruction: a later version of BuildKit will refuse this.'
            : `The ${instruction.keyword} goes on behind the empty line, so \`${swallowed}\` is a part of it.`,
        fix: () => fix(dockerfile, blanks, mark),
      }
    }
  },
})

interface Lines {
  /** The blank lines with their line ends. */
  readonly blanks: readonly Range[]
  /** The instruction that is not meant to be a part of this one. */
  readonly swallowed: string | undefined
  /** The mark that has to go, when nothing that belongs here follows it, with the blanks around it. */
  readonly mark: Range | undefined
}

function linesOf({ text, lines, escape }: Dockerfile, { range, heredocs }: Instruction): Lines {
  const blanks: Range[] = []
  const end = heredocs[0]?.body.start ?? range.end
  let mark: Range | undefined
  let wasBlank = false
  for (let number = lines.lineAt(range.start); number <= lines.lineAt(end); number++) {
    const start = lines.starts[number] ?? 0
    const next = lines.starts[number + 1] ?? text.length
    const line = text.slice(start, next).replace(/[\r\n]+$/, '')
    if (start >= end && heredocs.length > 0) break
    if (line.trim() === '') {
      if (next > start) blanks.push({ start, end: next })
      wasBlank = true
      continue
    }
    if (line.trimStart().startsWith('#')) continue
    const [keyword] = KEYWORD.exec(line) ?? []
    if (wasBlank && keyword) return { blanks, swallowed: keyword.trim(), mark }
    const at = continuationAt(line, escape)
    mark =
      at === undefined ? undefined : { start: start + line.slice(0, at).trimEnd().length, end: start + line.length }
    wasBlank = false
  }
  return { blanks, swallowed: undefined, mark }
}

function fix({ text }: Dockerfile, blanks: readonly Range[], mark: Range | undefined): Fix | undefined {
  if (mark === undefined)
    return { title: 'Remove the empty lines', safe: true, edits: blanks.map(range => ({ ...range, text: '' })) }
  const isLast = text.slice(mark.end).trim() === ''
  const title = isLast ? 'Remove the mark' : 'End the instruction; the one below comes into force'
  return { title, safe: isLast, edits: [{ ...mark, text: '' }] }
}
