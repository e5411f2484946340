import { type Dockerignore, type IgnorePattern, isIgnored, lastWord } from '../../documents/dockerignore/document.js'
import { matchesGlob } from '../../documents/dockerignore/glob.js'
import type { Context } from '../context.js'
import { contextUnder } from '../context-at.js'
import { grouped } from '../grouped.js'
import type { IgnoreScope } from './ignore-scope.js'

/** Exceptions of which nothing comes, since a line behind them matches the same files. */
export interface LostExceptions {
  /** From top to bottom. */
  readonly patterns: readonly [IgnorePattern, ...IgnorePattern[]]
  readonly by: IgnorePattern
  /** Files of git's that they were to let in; in the context. */
  readonly files: readonly string[]
  /** Those of which BuildKit's walk takes the names in, and nothing of what is in them. */
  readonly emptied: readonly string[]
}

/** The exceptions of an ignore file that let none of the files in that they are for, by what is in their way. */
export function lostExceptions({ ignore, builds, repository }: IgnoreScope): readonly LostExceptions[] {
  if (!ignore.patterns.some(({ keeps }) => keeps)) return []
  const views = viewsOf(ignore, builds, repository)
  if (views === undefined) return []
  const lost = ignore.patterns.flatMap((pattern, at) => lostException(views, ignore, pattern, at) ?? [])
  return [...grouped(lost, ({ by }) => by)].map(([by, [first, ...others]]) => ({
    by,
    patterns: [first.pattern, ...others.map(({ pattern }) => pattern)],
    files: [...new Set([first, ...others].flatMap(({ files }) => files))],
    emptied: [...new Set([first, ...others].flatMap(({ emptied }) => emptied))],
  }))
}

/** The context as it is without the ignore file, and with it. */
interface Views {
  readonly whole: Context
  readonly sent: Context
}

/** @returns undefined when the file is for no known context, or for several */
function viewsOf(
  ignore: Dockerignore,
  builds: IgnoreScope['builds'],
  repository: IgnoreScope['repository'],
): Views | undefined {
  const [root, ...others] = new Set(builds.flatMap(({ context }) => context?.root ?? []))
  if (root === undefined || others.length > 0) return undefined
  const [whole, sent] = [contextUnder(root, undefined, repository), contextUnder(root, ignore, repository)]
  return whole && sent ? { whole, sent } : undefined
}

function lostException({ whole, sent }: Views, ignore: Dockerignore, pattern: IgnorePattern, at: number) {
  if (!pattern.keeps) return undefined
  const files = whole.filesIn('').filter(file => isFor(pattern, file))
  const [first] = files
  const by = first === undefined ? undefined : lastWord(ignore, first)
  if (by === undefined || by.keeps || ignore.patterns.indexOf(by) < at) return undefined
  const isLost = files.every(file => isIgnored(ignore, file) && lastWord(ignore, file) === by)
  return isLost ? { pattern, by, files, emptied: files.filter(file => sent.kindOf(file) !== undefined) } : undefined
}

function isFor({ glob }: IgnorePattern, file: string): boolean {
  const parts = file.split('/')
  return parts.some((_, i) => matchesGlob(glob, parts.slice(0, i + 1).join('/')))
}

/**
 * True when a context gets all that it got before and some files besides, whole.
 * @param changed the ignore file as it is to be
 */
export function letsInOnly(
  { ignore, builds, repository }: IgnoreScope,
  changed: Dockerignore,
  files: readonly string[],
): boolean {
  const [before, after] = [viewsOf(ignore, builds, repository), viewsOf(changed, builds, repository)]
  if (before === undefined || after === undefined) return false
  const wanted = new Set([...before.sent.filesIn(''), ...files])
  const found = after.sent.filesIn('')
  return (
    found.length === wanted.size &&
    found.every(file => wanted.has(file)) &&
    files.every(file => after.sent.sizeOf(file) === after.whole.sizeOf(file))
  )
}
