import { isSpace } from '../text.js'
import { LexerError, type Reader, readSubstitution } from './substitution.js'

export { LexerError } from './substitution.js'

/** Looks a variable up; undefined means that it is not set. */
export type Lookup = (name: string) => string | undefined

export interface LexerOptions {
  readonly escape: '\\' | '`'
  /** Keep the quotes in the result. */
  readonly rawQuotes?: boolean
  /** Keep the escape characters in the result. */
  readonly rawEscapes?: boolean
  /** Leave `$x` as it is written when x is not set. */
  readonly keepUnset?: boolean
}

export interface LexerResult {
  readonly text: string
  /** The text split at blanks outside quotes. */
  readonly words: readonly string[]
  /** Variables that were asked for and not set. */
  readonly unset: ReadonlySet<string>
}

/** `ENV A=$A$A` doubles a value; BuildKit has no bound, but nobody means it to grow by more than this (UTF-16 units). */
const GROWTH_LIMIT = 65_536

/** `${a:-${b:-…}}` nests; deeper than this is an attack on the stack, not a Dockerfile. */
const DEPTH_LIMIT = 100

/**
 * Expands variables and removes quotes as BuildKit does for the arguments of FROM, ENV, COPY and the like. It is no
 * shell: it knows `${x:-…}`, `+`, `?`, `#`, `%`, `/` and nothing else. Behaviour follows moby/buildkit
 * `frontend/dockerfile/shell/lex.go`, its oddities included.
 * @throws LexerError
 */
export function lex(source: string, lookup: Lookup, options: LexerOptions): LexerResult {
  const unset = new Set<string>()
  const characters = Array.from(source)
  const lengthLimit = source.length + GROWTH_LIMIT
  let at = 0
  let depth = 0
  let rawEscapes = options.rawEscapes ?? false
  // One buffer for all nesting levels, as in BuildKit: an operand inside ${…} empties what the outer word has so far.
  let buffer = ''

  const reader: Reader = {
    keepUnset: options.keepUnset ?? false,
    peek: () => characters[at],
    next: () => characters[at++],
    valueOf(name) {
      const value = lookup(name)
      if (value === undefined) unset.add(name)
      return value
    },
    operand(stop, raw, missing) {
      try {
        return readUntil(stop, raw).text
      } catch (error) {
        if (error instanceof LexerError && at >= characters.length)
          throw new LexerError(`syntax error: missing ${missing}`)
        throw error
      }
    },
  }

  function readUntil(stop: string | undefined, raw: boolean): { text: string; words: string[] } {
    if (++depth > DEPTH_LIMIT) throw new LexerError('substitutions nest too deep')
    const outerRaw = rawEscapes
    rawEscapes = raw
    const words: string[] = []
    let text = ''
    let inWord = false
    let stopped = false
    buffer = ''
    const addRaw = (piece: string) => {
      buffer += piece
      inWord = true
    }
    const add = (character: string) => {
      if (!isSpace(character)) return addRaw(character)
      if (!inWord || buffer === '') return
      words.push(buffer)
      buffer = ''
      inWord = false
    }
    while (at < characters.length && !stopped) {
      const character = characters[at] ?? ''
      if (text.length > lengthLimit) throw new LexerError('the value grows too long')
      if (character === stop) {
        at++
        stopped = true
      } else if (character === '$') {
        const value = readSubstitution(reader)
        text += value
        for (const piece of value) add(piece)
      } else if (character === "'" || character === '"' || character === '<') {
        const piece =
          character === "'" ? readSingleQuoted() : character === '"' ? readDoubleQuoted() : readHeredocMark()
        text += piece
        addRaw(piece)
      } else if (character !== options.escape) {
        at++
        text += character
        add(character)
      } else {
        at++
        const kept = (rawEscapes ? character : '') + (characters[at++] ?? '')
        text += kept
        if (kept !== '') addRaw(kept)
      }
    }
    if (stop !== undefined && !stopped)
      throw new LexerError(`unexpected end of statement while looking for matching ${stop}`)
    if (buffer !== '') words.push(buffer)
    buffer = ''
    rawEscapes = outerRaw
    depth--
    return { text, words }
  }

  function readSingleQuoted(): string {
    const quote = options.rawQuotes ? "'" : ''
    const end = characters.indexOf("'", at + 1)
    const text = characters.slice(at + 1, end).join('')
    at = end === -1 ? characters.length : end + 1
    if (end === -1) throw new LexerError('unexpected end of statement while looking for matching single-quote')
    return quote + text + quote
  }

  function readDoubleQuoted(): string {
    at++
    const quote = options.rawQuotes ? '"' : ''
    let text = ''
    for (;;) {
      const character = characters[at]
      if (character === undefined)
        throw new LexerError('unexpected end of statement while looking for matching double-quote')
      if (text.length > lengthLimit) throw new LexerError('the value grows too long')
      if (character === '$') {
        text += readSubstitution(reader)
        continue
      }
      at++
      if (character === '"') return quote + text + quote
      if (character !== options.escape) {
        text += character
        continue
      }
      if (rawEscapes) text += character
      const escaped = characters[at]
      if (escaped === undefined) continue
      const escapable = escaped === '"' || escaped === '$' || escaped === options.escape
      if (escapable) at++
      text += escapable ? escaped : character
    }
  }

  /** `<<` takes the blanks behind it into the word, so that `cat << EOF` is one word with its delimiter. */
  function readHeredocMark(): string {
    at++
    if (characters[at] !== '<') return '<'
    at++
    let text = '<<'
    for (let blank = characters[at]; blank === ' ' || blank === '\t' || blank === '\r'; blank = characters[at]) {
      text += blank
      at++
    }
    return text
  }

  const { text, words } = readUntil(undefined, rawEscapes)
  return { text, words, unset }
}
