import { posix } from 'node:path'
import type { Step } from './build.js'
import type { Context } from './context.js'
import { type Copy, copiesOf } from './copies.js'
import { isPattern } from './copy-patterns.js'
import { normalPath } from './repository.js'
import { expand } from './variables.js'

/** What one source of a COPY puts into the image. */
export interface Placement {
  /** In the context, empty for its root. */
  readonly source: string
  readonly kind: 'file' | 'folder'
  /** In the image, absolute: the file itself, or the folder that the source's contents come to lie in. */
  readonly target: string
}

/** A COPY or ADD of files and folders of the build context. */
export interface ContextCopy {
  readonly step: Step
  readonly copy: Copy
  /** In the image, absolute. */
  readonly destination: string
  readonly placements: readonly Placement[]
}

/** Flags that change neither which files are taken nor where they go. */
const PLAIN_FLAGS = new Set(['chmod', 'chown', 'link'])
const ARCHIVE = /\.(?:tar(?:\.\w+)?|t[bgx]z2?|gz|bz2|xz|zst)$/i

/**
 * Follows a COPY or ADD from the context into the image.
 * @param folders of the image that are known to exist, which a COPY without a trailing slash copies into
 * @returns undefined for copies from elsewhere, of archives and heredocs, and when a part of it cannot be known
 */
export function contextCopyOf(
  step: Step,
  escape: '\\' | '`',
  context: Context | undefined,
  folders: ReadonlySet<string>,
): ContextCopy | undefined {
  const [copy] = copiesOf(step.instruction)
  if (copy === undefined || copy.from !== undefined || step.instruction.heredocs.length > 0) return undefined
  if (step.instruction.flags.some(({ name }) => !PLAIN_FLAGS.has(name))) return undefined
  const { variables, workdir } = step.state
  const written = expand(variables, copy.destination.text, escape)
  if (!written || (workdir === undefined && !posix.isAbsolute(written))) return undefined
  const destination = withoutSlash(posix.resolve('/', workdir ?? '', written))
  let isFolder = /(?:^|\/)\.{0,2}$/.test(written) || folders.has(destination)
  const placements: Placement[] = []
  for (const word of copy.sources) {
    const source = expand(variables, word.text, escape)
    if (!source || /:\/\/|^git@/.test(source)) return undefined
    if (step.instruction.keyword === 'ADD' && ARCHIVE.test(source)) return undefined
    const found = entriesOf(source, context)
    if (found === undefined) return undefined
    for (const { path, kind } of found) {
      // Without a slash the first file becomes the destination, if that is not a folder already, and others overwrite it or fail.
      if (!isFolder && placements.length > 0) return undefined
      const target = kind === 'file' && isFolder ? posix.join(destination, posix.basename(path)) : destination
      placements.push({ source: path, kind, target })
      isFolder ||= kind === 'folder'
    }
  }
  return { step, copy, destination, placements }
}

interface Entry {
  readonly path: string
  readonly kind: 'file' | 'folder'
}

/** What a source word stands for, in BuildKit's order; undefined when that is not there or not known. */
function entriesOf(source: string, context: Context | undefined): readonly Entry[] | undefined {
  const path = normalPath(source)
  if (!isPattern(source)) {
    const kind = context ? context.kindOf(path) : kindByName(path, source)
    return kind && kind !== 'link' ? [{ path, kind }] : undefined
  }
  if (context === undefined || source.includes('\\')) return undefined
  const found: Entry[] = []
  for (const match of context.matching(source) ?? []) {
    const kind = context.kindOf(match)
    if (kind === 'link' || kind === undefined) return undefined
    found.push({ path: match, kind })
  }
  return found.length > 0 ? found : undefined
}

function kindByName(path: string, written: string): Entry['kind'] {
  return path !== '' && !written.endsWith('/') && /[^/]\.(?!d$)\w+$/.test(path) ? 'file' : 'folder'
}

/** Where a path of the image comes from when this placement puts it there. */
export function sourceOf({ source, kind, target }: Placement, path: string): string | undefined {
  if (kind === 'file') return path === target ? source : undefined
  if (path === target) return source
  const rest = pathWithin(path, target)
  return rest === undefined ? undefined : posix.join(source, rest)
}

/** `path` from `folder`, undefined when it does not lie below it. */
export function pathWithin(path: string, folder: string): string | undefined {
  const start = folder === '/' ? folder : `${folder}/`
  return path.startsWith(start) && path !== start ? path.slice(start.length) : undefined
}

/** True when one of the two is, or holds, the other. */
export function meet(a: string, b: string): boolean {
  return a === b || pathWithin(a, b) !== undefined || pathWithin(b, a) !== undefined
}

/** The files of the context that a copy takes, as far as the ignore file lets it. */
export function filesTaken({ placements }: ContextCopy, context: Context): readonly string[] {
  return placements.flatMap(({ source, kind }) => (kind === 'file' ? [source] : context.filesIn(source)))
}

/** A path of the image without slashes at its end. */
export function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path
}
