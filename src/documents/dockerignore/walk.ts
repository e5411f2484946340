import type { Dockerignore, IgnorePattern } from './document.js'
import { matchesGlob } from './glob.js'

/** What the walk knows of a folder that it comes through. */
interface Passed {
  /** It is kept out, and so is all below it. */
  readonly isClosed: boolean
  /** The patterns that may say something of what is below it, in their order. */
  readonly open: readonly OpenPattern[]
}

interface OpenPattern {
  readonly pattern: IgnorePattern
  /** The folder matched it, and with it all that is below. */
  readonly isMatched: boolean
}

/**
 * Tells which files and folders of a context BuildKit's walk keeps out of it. The walk asks for a path with what its folder matched,
 * and a pattern that could change nothing for a folder is not held against it. So `z/b` stays out with `z/b` and `!z`, and `z/b/c`
 * comes in with `z`, `!z/b/c` and `z/b`: both are otherwise when the path is asked for alone (`isIgnored`).
 * @returns asks for a path from the context's root, with `/`; what it knows of folders is kept
 */
export function walk({ patterns }: Dockerignore): (path: string) => boolean {
  const open = patterns.map(pattern => ({ pattern, isMatched: false }))
  const known = new Map<string, Passed>([['', { isClosed: false, open }]])
  const folder = (path: string): Passed => {
    const found = known.get(path)
    if (found) return found
    const passed = pass(path, folder(parentOf(path)))
    known.set(path, passed)
    return passed
  }
  let last = ''
  let above = folder(last)
  return path => {
    // Files are mostly asked for in the order of their folders.
    if (path.lastIndexOf('/') !== last.length || !path.startsWith(last)) {
      last = parentOf(path)
      above = folder(last)
    }
    return above.isClosed || isKeptOut(path, above)
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

function pass(path: string, above: Passed): Passed {
  if (above.isClosed) return above
  const matched: boolean[] = []
  const isOut = isKeptOut(path, above, matched)
  const start = `${path}/`
  const open: OpenPattern[] = []
  for (const [i, one] of above.open.entries()) {
    const isMatched = matched[i] === true
    const { start: wanted } = one.pattern.glob
    if (!isMatched && !wanted.startsWith(start) && !start.startsWith(wanted)) continue
    open.push(isMatched === one.isMatched ? one : { pattern: one.pattern, isMatched })
  }
  const isSame = !isOut && open.length === above.open.length && open.every((one, i) => one === above.open[i])
  return isSame ? above : { isClosed: isOut && !open.some(({ pattern }) => pattern.keeps), open }
}

/** @param matched is filled with what the path matches */
function isKeptOut(path: string, { open }: Passed, matched?: boolean[]): boolean {
  let ignored = false
  for (let i = 0; i < open.length; i++) {
    const { pattern, isMatched } = open[i] as OpenPattern
    // Only what is kept can be ignored, and the other way round.
    const matches = isMatched || (pattern.keeps === ignored && matchesGlob(pattern.glob, path))
    if (matches) ignored = !pattern.keeps
    if (matched) matched[i] = matches
  }
  return ignored
}
