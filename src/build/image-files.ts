import type { Context } from './context.js'
import { type ContextCopy, sourceOf } from './context-copies.js'

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
      const source = find(folder, 'folder')
      if (source === undefined) return []
      return context.filesIn(source).map(file => (source === '' ? file : file.slice(source.length + 1)))
    },
  }
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
