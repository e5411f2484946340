import { posix } from 'node:path'
import { joinPath } from '../repository.js'

/** True for what only a variable or a server knows. */
export function isUnknown(text: string): boolean {
  return /[$]|:\/\/|^[\w.-]+@[\w.-]+:/.test(text)
}

/** A path of the repository; undefined for one that leads out of it, or that is not known. */
export function pathIn(folder: string, text: string): string | undefined {
  if (isUnknown(text) || posix.isAbsolute(text)) return undefined
  const path = posix.normalize(joinPath(folder, text)).replace(/\/$/, '')
  if (path === '..' || path.startsWith('../')) return undefined
  return path === '.' ? '' : path
}
