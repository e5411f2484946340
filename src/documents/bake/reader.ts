import type { Token } from './tokens.js'

/** Stops the reading of a text that is no HCL, or none that Bake files have. */
export class NoHcl extends Error {}

/** Tokens, and how many of them were read. */
export interface Reader {
  readonly tokens: readonly Token[]
  at: number
}

const OPENING = '([{'
const CLOSING = ')]}'

/** Goes to where the expression ends, over all that stands between brackets. */
export function skipRest(reader: Reader, inBrackets: boolean): void {
  for (let depth = 0; reader.at < reader.tokens.length; reader.at++) {
    const token = reader.tokens[reader.at]
    const text = token?.kind === 'mark' ? token.text : ''
    if (depth === 0 && (text === ',' || (token?.kind === 'line' && !inBrackets))) return
    if (text !== '' && CLOSING.includes(text) && depth-- === 0) return
    if (text !== '' && OPENING.includes(text)) depth++
  }
}

export function isEnd(reader: Reader): boolean {
  const token = reader.tokens[reader.at]
  return token === undefined || token.kind === 'line' || (token.kind === 'mark' && /[,\]})]/.test(token.text))
}

export function literal(token: Token | undefined): string | undefined {
  if (token?.kind !== 'text' || !token.template.every(part => typeof part === 'string')) return undefined
  return token.template.join('')
}

export function take(reader: Reader): Token | undefined {
  return reader.tokens[reader.at++]
}

export function isMark({ tokens, at }: Reader, text: string): boolean {
  const token = tokens[at]
  return token?.kind === 'mark' && token.text === text
}

export function isName({ tokens, at }: Reader, text: string): boolean {
  const token = tokens[at]
  return token?.kind === 'name' && token.text === text
}

export function expectMark(reader: Reader, text: string): void {
  if (!isMark(reader, text)) throw new NoHcl()
  reader.at++
}

export function skipLines(reader: Reader): void {
  while (reader.tokens[reader.at]?.kind === 'line') reader.at++
}

/** Goes behind the bracket that closes what is open. */
export function skipTo(reader: Reader, bracket: string): void {
  for (;;) {
    skipRest(reader, true)
    if (!isMark(reader, ',')) break
    reader.at++
  }
  expectMark(reader, bracket)
}
