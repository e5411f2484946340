import { remembered } from '../../remembered.js'
import type { Context } from '../context.js'
import { grouped } from '../grouped.js'
import { foldersOf, nameOf, type Repository } from '../repository.js'

const foldersByName = remembered(
  (repository: Repository): ReadonlyMap<string, readonly string[]> => grouped([...foldersOf(repository)], nameOf),
)

/** True when a context takes in a file or a folder of that name. */
export function holdsName(context: Context, name: string, repository: Repository): boolean {
  if (context.filesNamed(name).length > 0) return true
  const prefix = context.root === '' ? '' : `${context.root}/`
  const folders = foldersByName(repository).get(name) ?? []
  return folders.some(path => path.startsWith(prefix) && context.filesIn(path.slice(prefix.length)).length > 0)
}
