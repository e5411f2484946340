import { matchEnd, readShellPattern, type ShellPattern } from './shell-pattern.js'

/** A word that BuildKit's lexer refuses: an open quote, an unknown `${x…}` operator, a failed `${x:?}`. */
export class LexerError extends Error {
  override readonly name = 'LexerError'
}

/** What a substitution needs of the lexer around it. */
export interface Reader {
  peek(): string | undefined
  next(): string | undefined
  /** Reads up to `stop`, expanding what stands before it; `raw` keeps escape characters. */
  operand(stop: string, raw: boolean, missing: string): string
  /** The value of a variable, undefined when it is not set. */
  valueOf(name: string): string | undefined
  /** Leave what names an unset variable as it is written. */
  readonly keepUnset: boolean
}

/** What Go prints for the character behind the last one; it shows in BuildKit's messages. */
const END = '\ufffd'

/** Reads `$x` or `${x…}`, the `$` being the next character, and returns what stands for it. */
export function readSubstitution(reader: Reader): string {
  reader.next()
  if (reader.peek() !== '{') {
    const name = readName(reader)
    if (name === '') return '$'
    return reader.valueOf(name) ?? (reader.keepUnset ? `$${name}` : '')
  }
  reader.next()
  const first = reader.peek()
  if (first === undefined) throw new LexerError("syntax error: missing '}'")
  if (first === '{' || first === '}' || first === ':') throw new LexerError('syntax error: bad substitution')
  const name = readName(reader)
  const operator = reader.next() ?? END
  if (operator === '}') return reader.valueOf(name) ?? (reader.keepUnset ? `\${${name}}` : '')
  if (operator === '/') return replaced(reader, name)
  if (operator === ':') return modified(reader, name, reader.next() ?? END, true)
  return modified(reader, name, operator, false)
}

function readName(reader: Reader): string {
  const first = reader.peek() ?? ''
  if (/\p{Nd}/u.test(first)) return readWhile(reader, /\p{Nd}/u)
  if (first !== '' && '@*#?-$!'.includes(first)) return reader.next() ?? ''
  return readWhile(reader, /[\p{L}\p{Nd}_]/u)
}

function readWhile(reader: Reader, pattern: RegExp): string {
  let text = ''
  for (let character = reader.peek(); character !== undefined && pattern.test(character); character = reader.peek()) {
    text += character
    reader.next()
  }
  return text
}

function modified(reader: Reader, name: string, modifier: string, emptyIsUnset: boolean): string {
  const written = (emptyIsUnset ? ':' : '') + modifier
  const trims = modifier === '#' || modifier === '%'
  const supported = '-+?'.includes(modifier) || (trims && !emptyIsUnset)
  const refuse = () => new LexerError(`unsupported modifier (${written}) in substitution`)
  // BuildKit reads the operand behind `:` before it looks at the operator.
  if (!supported && (!emptyIsUnset || trims)) throw refuse()
  const word = reader.operand('}', trims, "'}'")
  const value = reader.valueOf(name)
  if (value === undefined && reader.keepUnset) return `\${${name}${written}${word}}`
  if (!supported) throw refuse()
  const missing = value === undefined || (emptyIsUnset && value === '')
  if (modifier === '-') return missing ? word : value
  if (modifier === '+') return missing ? '' : word
  if (modifier === '?') {
    if (!missing) return value
    throw new LexerError(`${name}: ${word || `is not allowed to be ${value === undefined ? 'unset' : 'empty'}`}`)
  }
  const greedy = word.startsWith(modifier)
  const trim = modifier === '#' ? trimStart : trimEnd
  return trim(patternOf(greedy ? word.slice(1) : word), Array.from(value ?? ''), greedy).join('')
}

function replaced(reader: Reader, name: string): string {
  const all = reader.peek() === '/'
  if (all) reader.next()
  const pattern = reader.operand('/', true, "'/' in ${}")
  const replacement = reader.operand('}', true, "'}'")
  const value = reader.valueOf(name)
  if (value === undefined && reader.keepUnset) return `\${${name}/${pattern}/${replacement}}`
  return replaceMatches(patternOf(pattern), Array.from(value ?? ''), replacement, all)
}

function patternOf(text: string): ShellPattern {
  const pattern = readShellPattern(text)
  if (pattern === undefined) throw new LexerError(`invalid pattern (${text}) in substitution`)
  return pattern
}

function trimStart(pattern: ShellPattern, characters: readonly string[], greedy: boolean): readonly string[] {
  const end = matchEnd(pattern, characters, 0, greedy)
  return end === undefined ? characters : characters.slice(end)
}

function trimEnd(pattern: ShellPattern, characters: readonly string[], greedy: boolean): readonly string[] {
  return trimStart(pattern.toReversed(), characters.toReversed(), greedy).toReversed()
}

/** Trying every start is quadratic: longer values (characters) are not worth it, and count as not known. */
const REPLACE_LIMIT = 4096

function replaceMatches(
  pattern: ShellPattern,
  characters: readonly string[],
  replacement: string,
  all: boolean,
): string {
  if (characters.length > REPLACE_LIMIT) throw new LexerError('value too long for a substitution')
  let text = ''
  for (let at = 0; at <= characters.length; ) {
    const end = matchEnd(pattern, characters, at, true)
    if (end !== undefined) text += replacement
    if (end !== undefined && !all) return text + characters.slice(end).join('')
    if (end !== undefined && end > at) at = end
    else text += characters[at++] ?? ''
  }
  return text
}
