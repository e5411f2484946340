import { type Dockerignore, isIgnored, parseDockerignore } from '../../documents/dockerignore/document.js'
import { type Glob, GlobError, matchesGlob, parseGlob } from '../../documents/dockerignore/glob.js'
import { joinPath, nameOf, normalPath } from '../repository.js'

/** Which files one source of a COPY or of a mount stands for. Paths have no leading slash. */
export interface Selector {
  /** The file or folder itself; for a pattern the folder in which matching begins. Empty is the root. */
  readonly path: string
  readonly pattern: { readonly glob: Glob; readonly depth: number } | undefined
  /** `--exclude`: from the copied folder. */
  readonly excluded: Dockerignore | undefined
}

/** What a selected file is to the source. */
export interface Selected {
  /** The file or folder that the source names or its pattern matches. */
  readonly entry: string
  /** From that folder; empty when the entry is the file itself. */
  readonly rest: string
}

/**
 * Reads a source as Go's `filepath.Match` does: no `*` reaches over a `/`, so that a pattern has one depth.
 * @param isPattern false for the source of a mount, in which `*` is a character as any other
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
    const glob = parseGlob(path.replace(/\*{2,}/g, '*'))
    return { path: folder, pattern: { glob, depth: path.split('/').length }, excluded }
  } catch (error) {
    if (error instanceof GlobError) return undefined
    throw error
  }
}

/** What a file is to a selector; undefined when it is not selected. */
export function selected({ path, pattern, excluded }: Selector, file: string): Selected | undefined {
  const found = pattern ? matched(pattern, file) : below(path, file)
  // BuildKit holds what lies in a copied folder against `--exclude`, and not what the source names itself: measured.
  return found && excluded && found.rest !== '' && isIgnored(excluded, found.rest) ? undefined : found
}

function below(path: string, file: string): Selected | undefined {
  if (path === '') return { entry: '', rest: file }
  if (file === path) return { entry: path, rest: '' }
  return file.startsWith(`${path}/`) ? { entry: path, rest: file.slice(path.length + 1) } : undefined
}

function matched({ glob, depth }: { glob: Glob; depth: number }, file: string): Selected | undefined {
  const parts = file.split('/')
  const entry = parts.slice(0, depth).join('/')
  if (parts.length < depth || !matchesGlob(glob, entry)) return undefined
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
