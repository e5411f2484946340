import { quotedWords, splitKeyword, wordFrom } from './arguments.js'
import type { Instruction, Word } from './instruction.js'

/** `name=value` of ENV, LABEL or ARG. */
export interface Pair {
  readonly name: string
  /** As written, quotes and escapes included; undefined for `ARG name`. */
  readonly value: string | undefined
  /** Name and value together. */
  readonly word: Word
}

/** The pairs of ENV, LABEL and ARG. `ENV name some words` is one pair. */
export function pairsOf({ keyword, arguments: args }: Instruction, escape: string): readonly Pair[] {
  const words = quotedWords(args, escape)
  const [first] = words
  if (first === undefined) return []
  if (keyword !== 'ARG' && !first.text.includes('=')) {
    const { keyword: name, rest } = splitKeyword(args.text)
    const word = wordFrom(args, { start: 0, end: args.text.length })
    return [{ name: args.text.slice(name.start, name.end), value: args.text.slice(rest.start, rest.end), word }]
  }
  return words.map(word => {
    const equals = word.text.indexOf('=')
    if (equals === -1) return { name: word.text, value: undefined, word }
    return { name: word.text.slice(0, equals), value: word.text.slice(equals + 1), word }
  })
}
