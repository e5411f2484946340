import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Instruction, Word } from '../documents/dockerfile/instruction.js'
import { remembered } from '../remembered.js'

/** What a COPY or ADD names. Quotes around a whole word are not part of its text, and part of its range, as in the JSON form. */
export interface Copy {
  readonly instruction: Instruction
  /** Heredocs are not among them. */
  readonly sources: readonly Word[]
  readonly destination: Word
  /** The stage or image of `--from`; undefined when files come from the build context. */
  readonly from: string | undefined
}

/** The COPY or ADD that an instruction is, ONBUILD's included; empty for any other and for one that BuildKit refuses. */
export const copiesOf = remembered((whole: Instruction): readonly Copy[] => {
  const instruction = whole.trigger ?? whole
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return []
  const written = instruction.json ?? plainWords(instruction.arguments)
  const words = written.filter(({ text }) => !isHeredoc(text, instruction)).map(withoutQuotes)
  const destination = words.at(-1)
  if (destination === undefined) return []
  const from = instruction.flags.find(({ name }) => name === 'from')?.value
  return [{ instruction, sources: words.slice(0, -1), destination, from }]
})

/** BuildKit takes quotes off; escapes, and variables in single quotes, are left to `expand`. */
function withoutQuotes(word: Word): Word {
  const inner = /^(?:"([^"'\\`]+)"|'([^"'\\`$]+)')$/.exec(word.text)
  return inner ? { ...word, text: inner[1] ?? inner[2] ?? '' } : word
}

function isHeredoc(text: string, { heredocs }: Instruction): boolean {
  return heredocs.length > 0 && /^\d*<<-?\s*\S/.test(text)
}
