/** `${…}` of a text: what stands between the braces, as it is written. */
export interface Interpolation {
  readonly code: string
}

/** A text as written: what it says itself, and what is put in. */
export type Template = readonly (string | Interpolation)[]

export type Token =
  | { readonly kind: 'name' | 'number' | 'mark'; readonly text: string }
  | { readonly kind: 'text'; readonly template: Template }
  | { readonly kind: 'line' }

const BLANK = /[^\S\n]+|#[^\n]*|\/\/[^\n]*/y
const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const HEREDOC = /<<-?([\p{L}_][\p{L}\p{N}_-]*)[^\S\n]*\n/uy

/** The tokens of an HCL text, without comments; undefined for a text that ends too early. */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  const taken = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at)
    const blank = taken(BLANK, at)
    const word = blank ? null : (taken(NAME, at) ?? taken(NUMBER, at))
    const heredoc = character === '<' ? taken(HEREDOC, at) : null
    if (blank) at += blank[0].length
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2)
      if (end === -1) return undefined
      at = end + 2
    } else if (word) {
      tokens.push({ kind: /\d/.test(character) ? 'number' : 'name', text: word[0] })
      at += word[0].length
    } else if (character === '"') {
      const end = textEnd(text, at)
      if (end === undefined) return undefined
      tokens.push({ kind: 'text', template: templateOf(text.slice(at + 1, end - 1), true) })
      at = end
    } else if (heredoc) {
      const start = at + heredoc[0].length
      const end = heredocEnd(text, start, heredoc[1] ?? '')
      if (end === undefined) return undefined
      tokens.push({ kind: 'text', template: templateOf(text.slice(start, end.body), false) })
      at = end.whole
    } else {
      tokens.push(character === '\n' ? { kind: 'line' } : { kind: 'mark', text: character })
      at++
    }
  }
  return tokens
}

/** Behind the quotation mark that ends a text; `${…}` inside may hold texts of its own. */
function textEnd(text: string, start: number): number | undefined {
  // What is open, the innermost last: texts, and code between braces.
  const open: ('text' | 'code')[] = []
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at)
    if (open.at(-1) !== 'text') {
      if (character === '"') open.push('text')
      else if (character === '{') open.push('code')
      else if (character === '}') open.pop()
    } else if (character === '\\') at++
    else if (character === '\n') return undefined
    else if (character === '"') open.pop()
    else if (isOpening(text, at)) {
      open.push('code')
      at++
    }
    if (open.length === 0) return at + 1
  }
  return undefined
}

/** `${` and `%{` put something in; `$${` is written for the characters themselves. */
function isOpening(text: string, at: number): boolean {
  const character = text.charAt(at)
  return (character === '$' || character === '%') && text.charAt(at + 1) === '{' && text.charAt(at - 1) !== character
}

function heredocEnd(text: string, start: number, name: string): { body: number; whole: number } | undefined {
  for (let at = start; at < text.length; ) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next
    if (text.slice(at, end).trim() === name) return { body: at, whole: end }
    at = end + 1
  }
  return undefined
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** @param isQuoted between quotation marks, where `\` changes what comes behind it */
export function templateOf(text: string, isQuoted: boolean): Template {
  const parts: (string | Interpolation)[] = []
  let literal = ''
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (isOpening(text, at)) {
      const end = codeEnd(text, at + 2)
      parts.push(literal, { code: text.charAt(at) === '$' ? text.slice(at + 2, end) : '' })
      literal = ''
      at = end
    } else if (isQuoted && character === '\\') {
      at++
      literal += ESCAPES[text.charAt(at)] ?? text.charAt(at)
    } else literal += character
  }
  return [...parts, literal].filter(part => part !== '')
}

/** Where the brace stands that ends what is put in. */
function codeEnd(text: string, start: number): number {
  let depth = 1
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') at = (textEnd(text, at) ?? text.length) - 1
    else if (character === '{') depth++
    else if (character === '}') depth--
    if (depth === 0) return at
  }
  return text.length
}
