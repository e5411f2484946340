import { plainWords } from '../../documents/dockerfile/arguments.js'
import type { Dockerfile } from '../../documents/dockerfile/document.js'
import type { Instruction } from '../../documents/dockerfile/instruction.js'
import { LexerError, lex } from '../../documents/dockerfile/lexer.js'
import { pairsOf } from '../../documents/dockerfile/pairs.js'
import { heredocUses } from '../variable-uses.js'

/** Names of build arguments. */
export type Names = ReadonlySet<string>
const NONE: Names = new Set()

/** Which build arguments what is in force at an instruction depends on. */
export interface Influence {
  readonly variables: ReadonlyMap<string, Behind>
  readonly user: Names
  readonly workdir: Names
}

interface Behind {
  readonly names: Names
  /** Those behind the ENV of that name, which the image keeps; undefined where there is only an ARG. */
  readonly kept: Names | undefined
}

export const NO_INFLUENCE: Influence = { variables: new Map(), user: NONE, workdir: NONE }

/** All names of several sets. */
export function union(...sets: readonly Names[]): Names {
  return new Set(sets.flatMap(names => [...names]))
}

/** The build arguments behind the variables that BuildKit looks up in a text. */
export function namesIn(text: string, { variables }: Influence, escape: '\\' | '`'): Names {
  if (!text.includes('$')) return NONE
  const found = new Set<string>()
  const lookup = (name: string) => {
    for (const argument of variables.get(name)?.names ?? []) found.add(argument)
    return 'x'
  }
  try {
    lex(text, lookup, { escape })
  } catch (error) {
    if (!(error instanceof LexerError)) throw error
  }
  return found
}

/** The build arguments that a RUN finds in its environment, used or not. */
export function allNames({ variables, user }: Influence): Names {
  return union(user, ...[...variables.values()].map(({ names }) => names))
}

/** The build arguments in what a COPY, ADD or WORKDIR says, and in the heredocs of a COPY. */
export function ownNames(instruction: Instruction, influence: Influence, { text, escape }: Dockerfile): Names {
  const words = [...instruction.flags, ...(instruction.json ?? plainWords(instruction.arguments))]
  const heredocs = instruction.heredocs.flatMap(one => heredocUses(text, one).map(({ name }) => name))
  return union(
    ...words.map(word => namesIn(word.text, influence, escape)),
    ...heredocs.map(name => influence.variables.get(name)?.names ?? NONE),
  )
}

/**
 * What is in force behind an instruction.
 * @param globals the ARGs before the first FROM, which an ARG without a value takes its default from
 */
export function behind(
  before: Influence,
  instruction: Instruction,
  escape: '\\' | '`',
  globals: Influence = NO_INFLUENCE,
): Influence {
  const { keyword, arguments: args } = instruction
  if (keyword === 'USER') return { ...before, user: namesIn(args.text, before, escape) }
  if (keyword === 'WORKDIR') {
    const own = namesIn(args.text, before, escape)
    return { ...before, workdir: args.text.startsWith('/') ? own : union(before.workdir, own) }
  }
  if (keyword !== 'ARG' && keyword !== 'ENV') return before
  const variables = new Map(before.variables)
  for (const { name, value } of pairsOf(instruction, escape)) {
    const known = before.variables.get(name)
    const own = value === undefined ? NONE : namesIn(value, before, escape)
    if (keyword === 'ENV') variables.set(name, { names: own, kept: own })
    else {
      const others = value === undefined ? union(known?.names ?? NONE, globals.variables.get(name)?.names ?? NONE) : own
      variables.set(name, { names: union(new Set([name]), others), kept: known?.kept })
    }
  }
  return { ...before, variables }
}

/** In a stage that is built on one: the image has its ENVs, whatever ARG stood over them. */
export function inheritedBy(end: Influence): Influence {
  const variables = [...end.variables].map(([name, { names, kept }]) => [name, { names: kept ?? names, kept }] as const)
  return { ...end, variables: new Map(variables) }
}

/** Before the first FROM. */
export function globalInfluence({ globals, escape }: Dockerfile): Influence {
  return globals.reduce((before, instruction) => behind(before, instruction, escape), NO_INFLUENCE)
}
