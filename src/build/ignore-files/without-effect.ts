import type { Dockerignore, IgnorePattern } from '../../documents/dockerignore/document.js'

/** A line of an ignore file that changes nothing. */
export interface Idle {
  readonly pattern: IgnorePattern
  readonly reason: 'outside' | 'nothing to except' | 'said before' | 'taken back' | 'comment'
  /** The line that makes it so. */
  readonly other?: IgnorePattern
}

/** Each is held against all others; nobody writes more by hand. */
const PATTERN_LIMIT = 1000

/** The lines that change nothing whatever the context holds, from top to bottom. */
export function idlePatterns({ patterns }: Dockerignore): readonly Idle[] {
  if (patterns.length > PATTERN_LIMIT) return []
  return patterns.flatMap((pattern, i) => idle(patterns, pattern, i) ?? [])
}

function idle(patterns: readonly IgnorePattern[], pattern: IgnorePattern, at: number): Idle | undefined {
  const { text, keeps } = pattern
  if (text === '..' || text.startsWith('../')) return { pattern, reason: 'outside' }
  // An escaped blank is a part of the name.
  if (/(?<!\\)\s#/.test(text)) return { pattern, reason: 'comment' }
  const [before, behind] = [patterns.slice(0, at), patterns.slice(at + 1)]
  const takenBack = behind.find(other => other.keeps !== keeps && covers(other, text))
  const rest = takenBack ? { other: takenBack } : {}
  if (keeps && before.every(other => other.keeps)) return { pattern, reason: 'nothing to except', ...rest }
  if (takenBack) return { pattern, reason: 'taken back', other: takenBack }
  const same = before.findLastIndex(other => other.keeps === keeps && other.text === text)
  const isUndone = before.slice(same + 1).some(other => other.keeps !== keeps)
  return same === -1 || isUndone ? undefined : { pattern, reason: 'said before', other: before[same] as IgnorePattern }
}

/** True when a pattern matches all that another one does: it is the same, a folder above it, or matches everything. */
function covers({ text }: IgnorePattern, other: string): boolean {
  if (text === other || text === '**' || text === '*') return true
  return !/[*?[\\]/.test(text) && other.startsWith(`${text}/`)
}
