import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { UnreadFile } from '../change.js'
import { textFrom } from '../text-file.js'
import { entries, git } from './git.js'

/** Folders that hold no source of anybody's, where git does not say so. */
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules'])

/** The files of a checkout. */
interface Listed {
  /** With sizes in bytes. Links are among them, whether or not they lead to a file. */
  readonly files: ReadonlyMap<string, number>
  readonly links: ReadonlySet<string>
}

/** Every file of a checkout: what git tracks or would track; outside git whatever lies there. */
export async function listFiles(root: string, isGit: boolean): Promise<Listed> {
  const paths = isGit
    ? entries(await git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'))
    : await walk(root, '')
  const sizes = await Promise.all(paths.map(path => sizeOf(join(root, path))))
  const found = paths.flatMap((path, i) => (sizes[i] === undefined ? [] : [{ path, ...sizes[i] }]))
  return {
    files: new Map(found.map(({ path, size }) => [path, size])),
    links: new Set(found.flatMap(({ path, isLink }) => (isLink ? path : []))),
  }
}

async function walk(root: string, folder: string): Promise<readonly string[]> {
  const items = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    items.map(item => {
      const path = folder === '' ? item.name : `${folder}/${item.name}`
      if (item.isDirectory()) return SKIPPED_FOLDERS.has(item.name) ? [] : walk(root, path)
      return [path]
    }),
  )
  return found.flat()
}

/** Undefined for what git lists and is gone, and for submodules. */
async function sizeOf(path: string): Promise<{ readonly size: number; readonly isLink: boolean } | undefined> {
  const status = await lstat(path).catch(() => undefined)
  if (status?.isFile()) return { size: status.size, isLink: false }
  if (!status?.isSymbolicLink()) return undefined
  const target = await stat(path).catch(() => undefined)
  return { size: target?.isFile() ? target.size : status.size, isLink: true }
}

/** The text of a file, or why it cannot be reviewed. */
export async function readText(root: string, path: string): Promise<string | UnreadFile> {
  try {
    const text = textFrom(await readFile(join(root, path)))
    return typeof text === 'string' ? text : { path, ...text }
  } catch (error) {
    return { path, reason: error instanceof Error ? error.message : String(error) }
  }
}
