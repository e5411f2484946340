import { type Dockerignore, isIgnored, parseDockerignore } from '../../documents/dockerignore/document.js'
import { type Glob, GlobError, matchesGlob, parseGlob } from '../../documents/dockerignore/glob.js'
import { joinPath, nameOf, normalPath } from '../repository.js'

/** Which files one source of a COPY or of a mount stands for. Paths have no leading slash. */
export interface Selector {
  /** The file or folder itself; for a pattern the folder in which matching begins. Empty is the root. */
  readonly path: string
  readonly pattern: Pattern | undefined
  /** `--exclude`: from the copied folder. */
  readonly excluded: Dockerignore | undefined
}

interface Pattern {
  /** How many names a path has that it matches: no `*` reaches over a `/`. */
  readonly depth: number
  /** Names that are written as they are, by their place. */
  readonly names: readonly (readonly [number, string])[]
  /** Patterns of one name, by their place; place 0 and the whole path where a class may hold a `/`. */
  readonly globs: readonly (readonly [number, Glob])[]
  readonly isWhole: boolean
}

/** What a selected file is to the source. */
export interface Selected {
  /** The file or folder that the source names or its pattern matches. */
  readonly entry: string
  /** From that folder; empty when the entry is the file itself. */
  readonly rest: string
}

/**
 * Reads a source as Go's `filepath.Match` does: `**` is no more than `*`.
 * @param isPattern false for the source of a mount, in which `*` stands for itself
 * @returns undefined for a pattern that BuildKit refuses
 */
export function selectorOf(source: string, excludes: readonly string[] = [], isPattern = true): Selector | undefined {
  const path = normalPath(source)
  const excluded = excludes.length > 0 ? parseDockerignore('', excludes.join('\n')) : undefined
  if (excluded?.error !== undefined) return undefined
  const special = isPattern ? path.search(/[*?[\\]/) : -1
  if (special === -1) return { path, pattern: undefined, excluded }
  const folder = path.slice(0, path.lastIndexOf('/', special) + 1).replace(/\/$/, '')
  try {
    return { path: folder, pattern: patternOf(path.replace(/\*{2,}/g, '*')), excluded }
  } catch (error) {
    if (error instanceof GlobError) return undefined
    throw error
  }
}

/**
 * What a file is to a selector; undefined when it is not selected.
 * @param parts the names of its path
 */
export function selected(
  { path, pattern, excluded }: Selector,
  file: string,
  parts: readonly string[] = file.split('/'),
): Selected | undefined {
  const found = pattern ? matched(pattern, parts) : below(path, file)
  // BuildKit holds what lies in a copied folder against `--exclude`, and not what the source names itself: measured.
  return found && excluded && found.rest !== '' && isIgnored(excluded, found.rest) ? undefined : found
}

function below(path: string, file: string): Selected | undefined {
  if (path === '') return { entry: '', rest: file }
  if (file === path) return { entry: path, rest: '' }
  return file.startsWith(`${path}/`) ? { entry: path, rest: file.slice(path.length + 1) } : undefined
}

function patternOf(text: string): Pattern {
  const parts = text.split('/')
  const depth = parts.length
  if (/[[\\]/.test(text)) return { depth, names: [], globs: [[0, parseGlob(text)]], isWhole: true }
  const indexed = parts.map((part, i) => [i, part] as const)
  const names = indexed.filter(([, part]) => !/[*?]/.test(part))
  const globs = indexed.filter(([, part]) => /[*?]/.test(part) && part !== '*')
  return { depth, names, globs: globs.map(([i, part]) => [i, parseGlob(part)]), isWhole: false }
}

function matched({ depth, names, globs, isWhole }: Pattern, parts: readonly string[]): Selected | undefined {
  if (parts.length < depth || names.some(([i, name]) => parts[i] !== name)) return undefined
  const entry = parts.slice(0, depth).join('/')
  // A pattern's text is a stranger's: nothing here may be slower than the walk of `matchesGlob`.
  if (!globs.every(([i, glob]) => matchesGlob(glob, isWhole ? entry : (parts[i] ?? '')))) return undefined
  return { entry, rest: parts.slice(depth).join('/') }
}

/** True when something at or below `folder` may be selected, or the selected lies below it. */
export function mayMeet({ path }: Selector, folder: string): boolean {
  return (
    path === '' || folder === '' || path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`)
  )
}

/** True when everything below `folder` is selected. */
export function holdsAll({ path, pattern, excluded }: Selector, folder: string): boolean {
  if (pattern !== undefined || excluded !== undefined) return false
  return path === '' || folder === path || folder.startsWith(`${path}/`)
}

/** True when one of two paths is, or holds, the other. */
export function meet(one: string, other: string): boolean {
  return mayMeet({ path: one, pattern: undefined, excluded: undefined }, other)
}

/**
 * Where a file may come to lie that a COPY takes.
 * @param isFolder of the destination; else `COPY file /a` makes the file `/a`, or puts it into the folder `/a`
 */
export function targetsOf({ entry, rest }: Selected, destination: string, isFolder: boolean): readonly string[] {
  if (rest !== '') return [joinPath(destination, rest)]
  const inside = joinPath(destination, nameOf(entry))
  return isFolder ? [inside] : [destination, inside]
}
