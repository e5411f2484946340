import ignore, { type Ignore } from 'ignore'
import { remembered } from '../remembered.js'
import { folderOf, joinPath, nameOf, type Repository } from './repository.js'

/** What only this checkout ignores; git has no such file in its list. */
export const OWN_EXCLUDES = '.git/info/exclude'

const rulesIn = remembered(({ texts }: Repository): ReadonlyMap<string, Ignore> => {
  const own = texts.get(OWN_EXCLUDES)
  const found = new Map<string, Ignore>(own === undefined ? [] : [['', ignore().add(own)]])
  for (const [path, text] of texts)
    if (nameOf(path) === '.gitignore') found.set(folderOf(path), (found.get(folderOf(path)) ?? ignore()).add(text))
  return found
})

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
  // A part of the way that is a file for git is a link, if nobody knows better.
  const links = repository.links ?? repository.files
  for (let at = folderOf(path); at !== ''; at = folderOf(at)) if (links.has(at)) return true
  return isGitIgnored(path, repository, { unread: true })
}

/** True for a path that git is known to ignore. */
export function gitIgnores(path: string, repository: Repository): boolean {
  return isGitIgnored(path, repository, { unread: false })
}

/** What people put into images and keep out of git by its ending alone. */
const DATA =
  'bin crt csv dat data db deb dmp dump env gz h5 jar json key model mp4 onnx parquet pdf pem pkl rpm sql sqlite tar war whl zip'
    .split(' ')
    .map(ending => `a.${ending}`)

/** True for what may be a folder that git has not, since it ignores the files in it one by one, as by `*.sql`. */
export function mayHoldUntracked(path: string, repository: Repository): boolean {
  const asked = { unread: true, ends: [''] }
  return !/[^.]\.\w+$/.test(nameOf(path)) && DATA.some(name => isGitIgnored(joinPath(path, name), repository, asked))
}

interface Asked {
  /** What holds where a file of git's was not read. */
  readonly unread: boolean
  /** Nobody knows whether a path would be a folder; one of which all is ignored is in no list. */
  readonly ends?: readonly string[]
}

function isGitIgnored(path: string, repository: Repository, { unread, ends = ['', '/', '/a'] }: Asked): boolean {
  const rules = rulesIn(repository)
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const own = rules.get(folder)
    const inside = folder === '' ? path : path.slice(folder.length + 1)
    if (own === undefined && repository.files.has(joinPath(folder, '.gitignore'))) return unread
    if (own && ends.some(end => own.ignores(inside + end))) return true
    if (folder === '') return false
  }
}
