import type { Dockerignore, IgnorePattern } from './document.js'
import { matchesGlob } from './glob.js'

/** What the walk knows of a folder that it comes through. */
interface Passed {
  /** For each pattern, whether the folder matched it. */
  readonly matched: readonly boolean[]
  readonly isKeptOut: boolean
}

/**
 * Tells which files and folders of a context BuildKit's walk keeps out of it. The walk asks for a path with what its folder matched,
 * and a pattern that could change nothing for a folder is not held against it. So `z/b` stays out with `z/b` and `!z`, and `z/b/c`
 * comes in with `z`, `!z/b/c` and `z/b`: both are otherwise when the path is asked for alone (`isIgnored`).
 * @returns asks for a path from the context's root, with `/`; what it knows of folders is kept
 */
export function walk({ patterns }: Dockerignore): (path: string) => boolean {
  const root: Passed = { matched: patterns.map(() => false), isKeptOut: false }
  const hasExceptions = patterns.some(({ keeps }) => keeps)
  const known = new Map<string, Passed>()
  const folder = (path: string): Passed => {
    if (path === '') return root
    const found = known.get(path)
    if (found) return found
    const above = folder(path.slice(0, Math.max(path.lastIndexOf('/'), 0)))
    const passed = above.isKeptOut && !hasExceptions ? above : pass(patterns, path, above)
    known.set(path, passed)
    return passed
  }
  return path => {
    const above = folder(path.slice(0, Math.max(path.lastIndexOf('/'), 0)))
    return above.isKeptOut && !hasExceptions ? true : isKeptOut(patterns, path, above)
  }
}

function pass(patterns: readonly IgnorePattern[], path: string, above: Passed): Passed {
  const matched: boolean[] = []
  const end = isKeptOut(patterns, path, above, matched)
  return { matched, isKeptOut: end }
}

/** @param matched is filled with what the path matches */
function isKeptOut(patterns: readonly IgnorePattern[], path: string, above: Passed, matched?: boolean[]): boolean {
  let ignored = false
  for (const [i, { glob, keeps }] of patterns.entries()) {
    // Only what is kept can be ignored, and the other way round.
    const matches = above.matched[i] === true || (keeps === ignored && matchesGlob(glob, path))
    if (matches) ignored = !keeps
    matched?.push(matches)
  }
  return ignored
}
