import { posix } from 'node:path'
import type { Range } from '../text.js'
import { type Glob, GlobError, matchesGlob, parseGlob } from './glob.js'

/** One line of a .dockerignore that means something. */
export interface IgnorePattern {
  /** Cleaned, without `!`. */
  readonly text: string
  /** `!pattern`: what it matches is kept. */
  readonly keeps: boolean
  readonly range: Range
  readonly glob: Glob
}

export interface Dockerignore {
  readonly path: string
  readonly text: string
  readonly patterns: readonly IgnorePattern[]
  /** Why Docker refuses the file, and the line. */
  readonly error: { readonly message: string; readonly range: Range } | undefined
}

/** Reads a .dockerignore; patterns are anchored at the context's root, unlike those of a .gitignore. */
export function parseDockerignore(path: string, text: string): Dockerignore {
  const patterns: IgnorePattern[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const range = { start, end: start + line.length }
    start = range.end + 1
    try {
      const pattern = readPattern(range.start === 0 ? line.replace(/^\ufeff/, '') : line, range)
      if (pattern) patterns.push(pattern)
    } catch (error) {
      if (!(error instanceof GlobError)) throw error
      return { path, text, patterns, error: { message: error.message, range } }
    }
  }
  return { path, text, patterns, error: undefined }
}

function readPattern(line: string, range: Range): IgnorePattern | undefined {
  if (line.startsWith('#')) return undefined
  const trimmed = line.trim()
  if (trimmed === '') return undefined
  const keeps = trimmed.startsWith('!')
  const written = keeps ? trimmed.slice(1).trim() : trimmed
  if (written === '') throw new GlobError('illegal exclusion pattern: "!"')
  const cleaned = clean(written)
  const text = cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned
  return { text, keeps, range, glob: parseGlob(text) }
}

/** Go's filepath.Clean. */
function clean(path: string): string {
  const normal = posix.normalize(path)
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal
}

/**
 * True when a file or folder of the context is kept out of it if it is asked for alone, as moby/patternmatcher does it. What is in a
 * build follows from `walk`. `path` is from the context's root, with `/`.
 */
export function isIgnored(ignore: Dockerignore, path: string): boolean {
  return lastWord(ignore, path)?.keeps === false
}

/** The pattern that decides of a path that is asked for alone; undefined where none says anything that counts. */
export function lastWord({ patterns }: Dockerignore, path: string): IgnorePattern | undefined {
  const parts = path.split('/')
  const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join('/'))
  let last: IgnorePattern | undefined
  for (const pattern of patterns) {
    // Only what is kept can be ignored, and the other way round.
    if (pattern.keeps === (last?.keeps ?? true)) continue
    if (prefixes.some(prefix => matchesGlob(pattern.glob, prefix))) last = pattern
  }
  return last
}
