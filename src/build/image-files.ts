import type { Context } from './context.js'
import { type ContextCopy, type Placement, pathWithin, sourceOf } from './context-copies.js'

/** What copies from the build context have put into the image before some step. Paths are absolute. */
export interface ImageFiles {
  isFile(path: string): boolean
  isFolder(path: string): boolean
  /** Undefined when it is no file, or its text was not read. */
  textOf(path: string): string | undefined
  /** Every file below a folder, from that folder. */
  filesIn(folder: string): readonly string[]
}

/** Follows paths of the image back into the context; of several copies the last one counts. */
export function imageFiles(context: Context, copies: readonly ContextCopy[]): ImageFiles {
  const find = (path: string, kind: 'file' | 'folder') => origin(context, copies, path, kind)?.source
  return {
    isFile: path => find(path, 'file') !== undefined,
    isFolder: path => find(path, 'folder') !== undefined,
    textOf(path) {
      const source = find(path, 'file')
      return source === undefined ? undefined : context.textOf(source)
    },
    filesIn(folder) {
      const found = copies.flatMap(({ placements }) =>
        placements.flatMap(placement => filesBelow(context, placement, folder)),
      )
      return [...new Set(found)]
    },
  }
}

function filesBelow(context: Context, placement: Placement, folder: string): readonly string[] {
  const { source, kind, target } = placement
  const inside = pathWithin(target, folder)
  if (kind === 'file') return inside === undefined ? [] : [inside]
  const from = inside === undefined ? sourceOf(placement, folder) : source
  if (from === undefined) return []
  const files = context.filesIn(from).map(file => (from === '' ? file : file.slice(from.length + 1)))
  return inside === undefined ? files : files.map(file => `${inside}/${file}`)
}

/** The copy that put a path into the image, and where it took it from. */
export function origin(
  context: Context,
  copies: readonly ContextCopy[],
  path: string,
  kind: 'file' | 'folder' = 'file',
): { readonly copy: ContextCopy; readonly source: string } | undefined {
  for (const copy of copies.toReversed())
    for (const placement of copy.placements.toReversed()) {
      const source = sourceOf(placement, path)
      if (source !== undefined && context.kindOf(source) === kind) return { copy, source }
    }
  return undefined
}
