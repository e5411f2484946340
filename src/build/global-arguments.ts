import type { Dockerfile } from '../documents/dockerfile/document.js'
import { LexerError, lex } from '../documents/dockerfile/lexer.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import { PLATFORM_ARGUMENTS } from './platform-arguments.js'

/** The ARGs before the first FROM with their defaults expanded; undefined for one that has none. */
export function globalArguments({ globals, escape }: Dockerfile): ReadonlyMap<string, string | undefined> {
  const known = new Map<string, string | undefined>()
  for (const { keyword, ...instruction } of globals)
    if (keyword === 'ARG')
      for (const { name, value } of pairsOf({ ...instruction, keyword }, escape))
        known.set(name, value === undefined ? known.get(name) : expandDefault(known, value, escape))
  return known
}

/**
 * A text of FROM when the build gets no arguments: what has no default is empty.
 * @returns undefined when BuildKit refuses the text, `${A:?}` for one
 */
export function expandDefault(
  known: ReadonlyMap<string, string | undefined>,
  text: string,
  escape: '\\' | '`',
): string | undefined {
  try {
    return lex(text, name => known.get(name) ?? PLATFORM_ARGUMENTS[name], { escape }).text
  } catch (error) {
    if (error instanceof LexerError) return undefined
    throw error
  }
}
