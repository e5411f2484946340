import { rememberedFor } from '../../remembered.js'
import type { Build } from '../build.js'
import type { Context } from '../context.js'
import type { WholeCopy } from './whole-copies.js'

/** Tracked files below folders of one name that an image seldom needs. Measured: sizes are those of git's tree. */
export interface Bulk {
  /** In the context. */
  readonly folder: string
  readonly files: number
  readonly bytes: number
}

/** Tests with their data, documentation and what goes with it. */
const SELDOM_NEEDED =
  /^(?:__tests__|benchmarks?|cypress|docs?|documentation|e2e|examples?|fixtures?|notebooks?|samples?|screenshots?|spec|test-?data|tests?|testing)$/i

/** What a copy takes in of such folders, the largest first; those that the Dockerfile speaks of are left out. */
export function bulkIn(build: Build, { folder }: WholeCopy): readonly Bulk[] {
  const { context, dockerfile } = build
  if (context === undefined) return []
  return bulkBelow(context, folder).filter(({ folder: path }) => !mentions(dockerfile.text, path))
}

const bulkBelow = rememberedFor((context: Context, folder: string): readonly Bulk[] => {
  const found = new Map<string, { files: number; bytes: number }>()
  const start = folder === '' ? 0 : folder.length + 1
  for (const file of context.filesIn(folder)) {
    const parts = file.slice(start).split('/')
    const depth = parts.findIndex((part, i) => i < parts.length - 1 && SELDOM_NEEDED.test(part))
    if (depth === -1) continue
    const path = file.slice(0, start) + parts.slice(0, depth + 1).join('/')
    const sum = found.get(path) ?? { files: 0, bytes: 0 }
    found.set(path, { files: sum.files + 1, bytes: sum.bytes + (context.sizeOf(file) ?? 0) })
  }
  return [...found].map(([path, sum]) => ({ folder: path, ...sum })).sort((a, b) => b.bytes - a.bytes)
})

function mentions(text: string, folder: string): boolean {
  const name = folder.slice(folder.lastIndexOf('/') + 1)
  return new RegExp(`(?<![\\w-])${name.replace(/[^\w]/g, '\\$&')}(?![\\w-])`, 'i').test(text)
}
