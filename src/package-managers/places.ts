import { posix } from 'node:path'

/** The folders of an image that hold one, from the next to `/`. */
export function foldersAbove(folder: string): readonly string[] {
  const above: string[] = []
  for (let at = folder; at !== '/'; at = posix.dirname(at)) above.push(posix.dirname(at))
  return above
}
