import type { Instruction } from '../documents/dockerfile/instruction.js'
import { LexerError, lex } from '../documents/dockerfile/lexer.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'

/** A variable that ENV or ARG declares. `value` is undefined when it cannot be known before the build. */
interface Variable {
  readonly kind: 'ENV' | 'ARG'
  readonly value: string | undefined
  /** The ENV that an ARG stands over: it is what the image keeps. */
  readonly kept?: Variable | undefined
}

/** Build arguments that a build is given, undefined for one whose value is not known; `'unknown'` when it is not known which. */
export type Given = ReadonlyMap<string, string | undefined> | 'unknown'
export const NOTHING_GIVEN: Given = new Map()

/** The variables in force at one place. Each ENV and ARG makes a new value of this type, linked to the one before. */
export interface Variables {
  readonly declared: ReadonlyMap<string, Variable>
  /** Declared before, and more than `declared` holds: a chain of thousands of ENVs has a few links. */
  readonly outer: Variables | undefined
  /** True when every variable of the base image is known, so that an undeclared name is unset. */
  readonly closed: boolean
}

/** @param known variables of the base image, undefined when there may be others, too */
export function baseVariables(known: Readonly<Record<string, string>>, closed: boolean): Variables {
  const declared = new Map(Object.entries(known).map(([name, value]) => [name, { kind: 'ENV', value } as const]))
  return { declared, outer: undefined, closed }
}

/** The later declaration wins, be it ENV or ARG: measured with Engine 28.5. */
function find(variables: Variables, name: string): Variable | undefined {
  for (let frame: Variables | undefined = variables; frame; frame = frame.outer) {
    const found = frame.declared.get(name)
    if (found) return found
  }
  return undefined
}

/** The value of a variable if it is set and known. ARG counts with its default, which a build may override. */
export function valueOf(variables: Variables, name: string): string | undefined {
  return find(variables, name)?.value
}

/** Every name that ENV or ARG declares, those of the base image that are known included. */
export function declaredNames(variables: Variables): readonly string[] {
  return [...new Set(framesOf(variables).flatMap(({ declared }) => [...declared.keys()]))]
}

/** True when ENV or ARG declares the name, with whatever value. */
export function isDeclared(variables: Variables, name: string): boolean {
  return find(variables, name) !== undefined
}

/**
 * Expands variables and removes quotes as BuildKit does.
 * @returns undefined when the result depends on something that is not known here
 */
export function expand(variables: Variables, text: string, escape: '\\' | '`'): string | undefined {
  if (!/[$'"\\`]/.test(text)) return text
  let isKnown = true
  const lookup = (name: string) => {
    const variable = find(variables, name)
    if (variable ? variable.value === undefined : !variables.closed) isKnown = false
    return variable?.value
  }
  try {
    const value = lex(text, lookup, { escape }).text
    return isKnown ? value : undefined
  } catch (error) {
    if (error instanceof LexerError) return undefined
    throw error
  }
}

/**
 * The variables behind an ENV or ARG.
 * @param given build arguments, which count more than what an ARG has for its default
 * @param globals what ARG without a value takes its default from: the ARGs before the first FROM
 */
export function declare(
  variables: Variables,
  instruction: Instruction,
  escape: '\\' | '`',
  given: Given,
  globals?: Variables,
): Variables {
  const kind = instruction.keyword === 'ENV' ? 'ENV' : 'ARG'
  const declared = new Map<string, Variable>()
  for (const { name: written, value } of pairsOf(instruction, escape)) {
    const name = expand(variables, written, escape) ?? written
    const usual = value === undefined ? globals && valueOf(globals, name) : expand(variables, value, escape)
    const isGiven = kind === 'ARG' && (given === 'unknown' || given.has(name))
    const known = !isGiven ? usual : given === 'unknown' ? undefined : given.get(name)
    const before = find(variables, name)
    // `ARG name` alone changes nothing of what is set already.
    if (!isGiven && value === undefined && known === undefined && before !== undefined) continue
    const kept = before?.kind === 'ENV' ? before : before?.kept
    declared.set(name, { kind, value: known, kept: kind === 'ARG' ? kept : undefined })
  }
  return declared.size === 0 ? variables : add(variables, declared)
}

/** What a stage hands on to one that is built on it: the image has its ENVs, whatever ARG stood over them. */
export function handedOn(variables: Variables): Variables {
  const kept = new Map<string, Variable>()
  for (const name of declaredNames(variables)) {
    const variable = find(variables, name)
    if (variable?.kept) kept.set(name, variable.kept)
  }
  return kept.size === 0 ? variables : add(variables, kept)
}

/** Takes in frames that are no larger, so that each is larger than all behind it and lookups pass few. */
function add(outer: Variables, declared: ReadonlyMap<string, Variable>): Variables {
  const merged: ReadonlyMap<string, Variable>[] = [declared]
  let size = declared.size
  let next: Variables | undefined = outer
  for (; next && next.declared.size <= size; next = next.outer) {
    merged.unshift(next.declared)
    size += next.declared.size
  }
  return { declared: new Map(merged.flatMap(one => [...one])), outer: next, closed: outer.closed }
}

/** Outermost first. */
function framesOf(variables: Variables): readonly Variables[] {
  const frames: Variables[] = []
  for (let frame: Variables | undefined = variables; frame; frame = frame.outer) frames.unshift(frame)
  return frames
}
