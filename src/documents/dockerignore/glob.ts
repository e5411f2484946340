/** One element of a pattern, which the paths' characters are matched against. */
type Token =
  /** One character: `?`, a class, or a literal, which is told. */
  | { readonly kind: 'one'; readonly accepts: (character: string) => boolean; readonly literal?: string }
  /** `*`: any characters but `/`. */
  | { readonly kind: 'segment' }
  /** `**` with more behind it: nothing, or anything up to a `/`. */
  | { readonly kind: 'folders' }
  /** `**` at the end, or before plain text as in `**.md`: anything. */
  | { readonly kind: 'rest' }

export interface Glob {
  readonly tokens: readonly Token[]
  /** It matches one text only, which is `start`. */
  readonly isText: boolean
  /** What every match begins with. */
  readonly start: string
  /** What every match ends with. */
  readonly end: string
  /** The code of its last character, which is asked first: not a number when there is none. */
  readonly last: number
  /** The longest text that every match holds. */
  readonly inside: string
  /** No match is shorter (UTF-16 units). */
  readonly least: number
}

/** Go's filepath.Match calls a pattern malformed for this; moby then refuses the whole .dockerignore. */
export class GlobError extends Error {
  override readonly name = 'GlobError'
}

/**
 * Reads a pattern as moby/patternmatcher does.
 * @throws GlobError
 */
export function parseGlob(pattern: string): Glob {
  const characters = Array.from(pattern)
  const tokens: Token[] = []
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? ''
    if (character === '*' && characters[i + 1] === '*') {
      i += characters[i + 2] === '/' ? 2 : 1
      tokens.push({ kind: i + 1 === characters.length || isPlainSuffix(pattern) ? 'rest' : 'folders' })
    } else if (character === '*') tokens.push({ kind: 'segment' })
    else if (character === '?') tokens.push({ kind: 'one', accepts: other => other !== '/' })
    else if (character === '[') {
      const end = classEnd(characters, i)
      tokens.push({ kind: 'one', accepts: classOf(characters.slice(i + 1, end)) })
      i = end
    } else {
      const literal = character === '\\' ? characters[++i] : character
      if (literal === undefined) throw new GlobError('syntax error in pattern')
      tokens.push({ kind: 'one', accepts: other => other === literal, literal })
    }
  }
  return globOf(tokens)
}

function globOf(tokens: readonly Token[]): Glob {
  const texts = ['']
  let least = 0
  for (const token of tokens) {
    const literal = token.kind === 'one' ? token.literal : undefined
    if (literal === undefined) texts.push('')
    else texts.push((texts.pop() ?? '') + literal)
    if (token.kind === 'one') least += literal?.length ?? 1
  }
  const [start = '', ...others] = texts
  const inside = texts.reduce((longest, text) => (text.length > longest.length ? text : longest))
  const end = texts.at(-1) ?? ''
  return { tokens, isText: others.length === 0, start, end, last: end.charCodeAt(end.length - 1), inside, least }
}

/** `**` and then nothing but plain text is compared with the path's end, and need not begin behind a `/`. */
function isPlainSuffix(pattern: string): boolean {
  return /^\*\*[^/*?[\]\\][^*?[\]\\]*$/.test(pattern)
}

/** Index of the `]` that closes the class begun at `start`. */
function classEnd(characters: readonly string[], start: number): number {
  let at = start + 1
  if (characters[at] === '^') at++
  const first = at
  while (characters[at] !== ']' || at === first) {
    if (characters[at] === '\\') at++
    if (at >= characters.length || characters[at] === '-' || characters[at] === ']')
      throw new GlobError('syntax error in pattern')
    at++
    if (characters[at] !== '-') continue
    at++
    if (characters[at] === '\\') at++
    if (at >= characters.length || characters[at] === '-' || characters[at] === ']')
      throw new GlobError('syntax error in pattern')
    at++
  }
  return at
}

function classOf(inside: readonly string[]): (character: string) => boolean {
  const isNegated = inside[0] === '^'
  const members = isNegated ? inside.slice(1) : inside
  const ranges: (readonly [string, string])[] = []
  for (let i = 0; i < members.length; i++) {
    const low = members[i] === '\\' ? members[++i] : members[i]
    if (members[i + 1] !== '-') {
      ranges.push([low ?? '', low ?? ''])
      continue
    }
    i += 2
    const high = members[i] === '\\' ? members[++i] : members[i]
    ranges.push([low ?? '', high ?? ''])
  }
  return character => ranges.some(([low, high]) => low <= character && character <= high) !== isNegated
}

/**
 * True when the whole of `path` matches. Walks a set of states and never back: a pattern from a stranger's pull request
 * cannot make it slow.
 */
export function matchesGlob({ tokens, isText, start, end, last, inside, least }: Glob, path: string): boolean {
  if (isText) return path === start
  // Nearly every pattern has text that nearly no path has.
  if (
    path.length < least ||
    (end !== '' && path.charCodeAt(path.length - 1) !== last) ||
    !path.endsWith(end) ||
    !path.startsWith(start) ||
    !path.includes(inside)
  )
    return false
  let states = new Set<number>()
  enter(tokens, 0, states)
  for (const character of path) {
    if (states.size === 0) return false
    const following = new Set<number>()
    for (const state of states) {
      const token = tokens[state]
      if (token === undefined) continue
      if (token.kind === 'one') {
        if (token.accepts(character)) enter(tokens, state + 1, following)
      } else if (token.kind === 'segment') {
        if (character !== '/') enter(tokens, state, following)
      } else {
        // Inside `**`: it goes on, and behind each `/` the next token may begin.
        following.add(state)
        if (token.kind === 'folders' && character === '/') enter(tokens, state + 1, following)
        if (token.kind === 'rest') enter(tokens, state + 1, following)
      }
    }
    states = following
  }
  return states.has(tokens.length)
}

/** Adds `state` and the states that can be reached from it without a character. */
function enter(tokens: readonly Token[], state: number, states: Set<number>): void {
  for (let at = state; ; at++) {
    states.add(at)
    const kind = tokens[at]?.kind
    if (kind !== 'segment' && kind !== 'folders' && kind !== 'rest') return
  }
}
