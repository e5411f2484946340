import ignore, { type Ignore } from 'ignore'
import { remembered } from '../remembered.js'
import { folderOf, joinPath, nameOf, type Repository } from './repository.js'

const rulesIn = remembered(
  ({ texts }: Repository): ReadonlyMap<string, Ignore> =>
    new Map(
      [...texts].flatMap(([path, text]) =>
        nameOf(path) === '.gitignore' ? [[folderOf(path), ignore().add(text)] as const] : [],
      ),
    ),
)

/** Where the submodules of a repository lie, whose files are in no list; undefined when that cannot be told. */
const submodules = remembered(({ files, texts }: Repository): readonly string[] | undefined => {
  if (!files.has('.gitmodules')) return []
  const paths = texts.get('.gitmodules')?.matchAll(/^\s*path\s*=\s*"?(.+?)\/?"?\s*(?:[#;].*)?$/gim)
  return paths && Array.from(paths, ([, path = '']) => path)
})

/** What builds and package managers make, and what is never given to git. */
const MADE =
  /(?:^|\/)(?:\.git|\.?venv|\.next|\.nuxt|\.output|\.env[^/]*|_build|bin|build|certs?|coverage|dist|node_modules|obj|out|publish|release|secrets?|target|vendor)(?:\/|$)|\.(?:crt|deb|dll|ear|exe|gz|jar|jks|key|p12|pem|pfx|rpm|so|tar|tgz|war|whl|zip)$/i

/**
 * True for a path that may exist where a build is started though the repository's list does not have it: git ignores it, a
 * submodule holds it, a link leads there, or its name is one of what builds make.
 */
export function mayBeUntracked(path: string, repository: Repository): boolean {
  if (MADE.test(path)) return true
  const modules = submodules(repository)
  if (modules === undefined || modules.some(module => path === module || path.startsWith(`${module}/`))) return true
  // A part of the way that is a file for git is a link.
  for (let at = folderOf(path); at !== ''; at = folderOf(at)) if (repository.files.has(at)) return true
  return isGitIgnored(path, repository, true)
}

/** True for a path that git is known to ignore. */
export function gitIgnores(path: string, repository: Repository): boolean {
  return isGitIgnored(path, repository, false)
}

/** @param unread what holds where a file of git's was not read */
function isGitIgnored(path: string, repository: Repository, unread: boolean): boolean {
  const rules = rulesIn(repository)
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const own = rules.get(folder)
    const inside = folder === '' ? path : path.slice(folder.length + 1)
    if (own === undefined && repository.files.has(joinPath(folder, '.gitignore'))) return unread
    // Nobody knows whether it would be a folder; one of which all is ignored is in no list.
    if (own && [inside, `${inside}/`, `${inside}/a`].some(asked => own.ignores(asked))) return true
    if (folder === '') return false
  }
}
