import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Heredoc, Instruction, Word } from '../documents/dockerfile/instruction.js'
import { LexerError, lex } from '../documents/dockerfile/lexer.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import type { Range } from '../documents/text.js'

/** A variable that BuildKit itself puts its value for; what a shell expands is not among them. */
export interface VariableUse {
  readonly name: string
  /** `$NAME`, `${NAME…}`, in offsets of the file. */
  readonly range: Range
  /** The word that it stands in: for ENV, ARG and LABEL the whole pair. */
  readonly word: Word
  /** `${NAME:-a}` and its like say what to do when it is not set. */
  readonly hasOperator: boolean
}

/** Flags whose values BuildKit expands. */
const FLAGS: Readonly<Record<string, RegExp>> = {
  ADD: /^(?:chown|chmod|checksum)$/,
  COPY: /^(?:chown|chmod)$/,
  FROM: /^platform$/,
  RUN: /^mount$/,
}
/** More names than this in one word are no Dockerfile that somebody wrote. */
const NAMES_LIMIT = 20
const HAS_WORDS = new Set(['ADD', 'ARG', 'COPY', 'ENV', 'FROM', 'LABEL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'])

/** The words of an instruction that BuildKit expands. */
function expandedWords(instruction: Instruction, escape: string): readonly Word[] {
  const { keyword, arguments: args, json, heredocs } = instruction
  const flags = instruction.flags.filter(({ name }) => FLAGS[keyword]?.test(name))
  // Of all others only flags count; and the words of a long RUN are many.
  if (!HAS_WORDS.has(keyword)) return flags
  const words = json ?? plainWords(args)
  if (keyword === 'FROM') return [...flags, ...words.slice(0, 1)]
  if (keyword === 'ADD' || keyword === 'COPY')
    return [...flags, ...words.filter(({ text }) => heredocs.length === 0 || !text.includes('<<'))]
  if (keyword === 'VOLUME') return words
  if (keyword === 'ENV' || keyword === 'LABEL' || keyword === 'ARG')
    return pairsOf(instruction, escape).map(({ word }) => word)
  const [first, last] = [words[0], words.at(-1)]
  if (first === undefined || last === undefined) return flags
  const range = { start: first.range.start, end: last.range.end }
  return [{ text: args.text, range, contiguous: range.end - range.start === args.text.length }]
}

/**
 * The variables that BuildKit expands in an instruction and that `isSet` does not know, each where a word first has it,
 * without an operator if there is such a place.
 * @param source the file
 */
export function unsetUses(
  instruction: Instruction,
  escape: '\\' | '`',
  source: string,
  isSet: (name: string, word: Word) => boolean,
): readonly VariableUse[] {
  if (!instruction.logical.text.includes('$')) return []
  return expandedWords(instruction, escape).flatMap(word => {
    const names = unsetIn(word.text, escape, name => isSet(name, word))
    const places = names.length === 0 ? new Map<string, Place>() : placesIn(source, word.range, escape)
    return names.flatMap(name => {
      const place = places.get(name)
      return place ? [{ name, word, ...place }] : []
    })
  })
}

function unsetIn(text: string, escape: '\\' | '`', isSet: (name: string) => boolean): readonly string[] {
  if (!text.includes('$')) return []
  try {
    const { unset } = lex(text, name => (isSet(name) ? 'x' : undefined), { escape })
    return [...unset].filter(name => /^[A-Za-z_]\w*$/.test(name)).slice(0, NAMES_LIMIT)
  } catch (error) {
    if (error instanceof LexerError) return []
    throw error
  }
}

type Place = Pick<VariableUse, 'range' | 'hasOperator'>

/** Where each variable is first written without an operator, else where it is first written. */
function placesIn(source: string, within: Range, escape: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  for (const match of source.slice(within.start, within.end).matchAll(/\$(?:(\w+)|\{(\w+)([^}]*)\})/g)) {
    const start = within.start + match.index
    const name = match[1] ?? match[2] ?? ''
    if (source[start - 1] === escape || places.get(name)?.hasOperator === false) continue
    const hasOperator = /^:?[-+?]/.test(match[3] ?? '')
    if (!hasOperator || !places.has(name))
      places.set(name, { range: { start, end: start + match[0].length }, hasOperator })
  }
  return places
}

/** The variables in a COPY's heredoc, which BuildKit expands unless its delimiter is quoted. Quotes mean nothing there. */
export function heredocUses(source: string, { expands, body }: Heredoc): readonly { name: string; range: Range }[] {
  if (!expands) return []
  const text = source.slice(body.start, body.end)
  return [...text.matchAll(/(?<!\\)\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g)].map(match => ({
    name: match[1] ?? match[2] ?? '',
    range: { start: body.start + match.index, end: body.start + match.index + match[0].length },
  }))
}
