/** One element of a pattern: a literal character, `?` or `*`. */
type Token = { readonly kind: 'character'; readonly value: string } | { readonly kind: 'any' | 'many' }

/** A pattern of `*`, `?` and literal characters. BuildKit has no bracket patterns here. */
export type ShellPattern = readonly Token[]

/**
 * Reads the pattern of `${x#…}`, `${x%…}` and `${x/…/}`. Only `*`, `?` and the backslash may be escaped; the escape before
 * `}` and `/` belongs to the braces, not to the pattern.
 * @returns undefined for any other escape, which BuildKit refuses
 */
export function readShellPattern(text: string): ShellPattern | undefined {
  const tokens: Token[] = []
  const characters = Array.from(text)
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? ''
    if (character === '*') tokens.push({ kind: 'many' })
    else if (character === '?') tokens.push({ kind: 'any' })
    else if (character !== '\\') tokens.push({ kind: 'character', value: character })
    else {
      const escaped = characters[i + 1] ?? ''
      if (escaped === '}' || escaped === '/') continue
      if (escaped === '' || !'*?\\'.includes(escaped)) return undefined
      tokens.push({ kind: 'character', value: escaped })
      i++
    }
  }
  return tokens
}

/**
 * Where a match that begins at `start` ends: the nearest end, or with `greedy` the farthest one.
 * Walks a set of states, never back, so that no pattern can make it slow: time is characters times tokens.
 */
export function matchEnd(
  pattern: ShellPattern,
  characters: readonly string[],
  start: number,
  greedy: boolean,
): number | undefined {
  let states = closure(pattern, new Set([0]))
  let end: number | undefined
  for (let at = start; ; at++) {
    if (states.has(pattern.length)) {
      end = at
      if (!greedy) return end
    }
    const character = characters[at]
    if (character === undefined || states.size === 0) return end
    const following = new Set<number>()
    for (const state of states) {
      const token = pattern[state]
      if (token?.kind === 'character' && token.value === character) following.add(state + 1)
      // A wildcard stands for no line end.
      else if (token?.kind === 'any' && character !== '\n') following.add(state + 1)
      else if (token?.kind === 'many' && character !== '\n') following.add(state)
    }
    states = closure(pattern, following)
  }
}

/** A `*` may match nothing: whoever stands before it also stands behind it. */
function closure(pattern: ShellPattern, states: Set<number>): Set<number> {
  for (const state of states) if (pattern[state]?.kind === 'many') states.add(state + 1)
  return states
}
