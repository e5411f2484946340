import { rememberedFor } from '../remembered.js'
import { isClose } from './close-names.js'
import { entriesByFolder, folderOf, hasPath, joinPath, nameOf, type Repository } from './repository.js'

/**
 * The path in a context that is meant by one that is not there: where the change under review has moved it, what stands beside the
 * Dockerfile, whose folder may have moved or be left out, or a slip of the pen.
 * @param root the context, from the repository's root
 * @param path from the context's root
 * @returns from the context's root; undefined when nothing is near
 */
export function meantPath(dockerfile: string, root: string, path: string, repository: Repository): string | undefined {
  return meantIn(repository, [folderOf(dockerfile), root, path].join('\0'))
}

/** Each proof asks again; the Dockerfile's folder, the context and the path have a NUL between them. */
const meantIn = rememberedFor((repository: Repository, asked: string): string | undefined => {
  const [own = '', root = '', path = ''] = asked.split('\0')
  const prefix = root === '' ? '' : `${root}/`
  const place = placeNow(joinPath(root, path), repository)
  if (place?.startsWith(prefix)) return place.slice(prefix.length)
  const parts = path.split('/')
  const moved = parts.indexOf(nameOf(own))
  const beside = [path, ...(moved === -1 ? [] : [parts.slice(moved + 1).join('/')])].map(rest => joinPath(own, rest))
  const found = beside.find(whole => whole.startsWith(prefix) && hasPath(repository, whole))
  if (found !== undefined) return found.slice(prefix.length)
  const around = entriesByFolder(repository).get(folderOf(joinPath(root, path))) ?? []
  const close = around.filter(whole => isClose(nameOf(whole), nameOf(path)))
  return close.length === 1 ? close[0]?.slice(prefix.length) : undefined
})

/** Where a file stands now, or all files of a folder that went together. */
function placeNow(path: string, { moved = new Map(), files }: Repository): string | undefined {
  const file = moved.get(path)
  if (file !== undefined) return files.has(file) ? file : undefined
  const folders = new Set<string | undefined>()
  for (const [from, to] of moved) {
    if (!from.startsWith(`${path}/`)) continue
    const rest = from.slice(path.length)
    folders.add(to.endsWith(rest) ? to.slice(0, -rest.length) : undefined)
  }
  const [folder] = folders
  return folders.size === 1 ? folder : undefined
}
