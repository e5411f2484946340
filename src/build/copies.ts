import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Instruction, Word } from '../documents/dockerfile/instruction.js'

/** What a COPY or ADD names. */
export interface Copy {
  readonly instruction: Instruction
  /** Heredocs are not among them. */
  readonly sources: readonly Word[]
  readonly destination: Word
  /** The stage or image of `--from`; undefined when files come from the build context. */
  readonly from: string | undefined
}

/** The COPY or ADD that an instruction is, ONBUILD's included; empty for any other and for one that BuildKit refuses. */
export function copiesOf(written: Instruction): readonly Copy[] {
  const instruction = written.trigger ?? written
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return []
  const words = (instruction.json ?? plainWords(instruction.arguments)).filter(
    ({ text }) => !isHeredoc(text, instruction),
  )
  const destination = words.at(-1)
  if (destination === undefined) return []
  const from = instruction.flags.find(({ name }) => name === 'from')?.value
  return [{ instruction, sources: words.slice(0, -1), destination, from }]
}

function isHeredoc(text: string, { heredocs }: Instruction): boolean {
  return heredocs.length > 0 && /^\d*<<-?\s*\S/.test(text)
}
