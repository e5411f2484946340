import { type Dockerignore, isIgnored, parseDockerignore } from '../documents/dockerignore/document.js'
import { walk } from '../documents/dockerignore/walk.js'
import { remembered, rememberedFor } from '../remembered.js'
import type { Context } from './context.js'
import { matchesOf } from './copy-patterns.js'
import { filesBelow, filesByName, folderOf, foldersOf, joinPath, normalPath, type Repository } from './repository.js'

/**
 * The context of a build that sends the folder `root`.
 * @returns undefined when its ignore file was not read, or is one that BuildKit refuses
 */
export function contextAt(root: string, dockerfilePath: string, repository: Repository): Context | undefined {
  const ignorePath = [`${dockerfilePath}.dockerignore`, joinPath(root, '.dockerignore')].find(path =>
    repository.files.has(path),
  )
  return contextBy(repository, `${root}\0${ignorePath ?? ''}`)
}

/** A context is asked again for each rule and each proof; what it answers depends on the repository alone. */
const contextBy = rememberedFor((repository: Repository, asked: string): Context | undefined => {
  const [root = '', ignorePath = ''] = asked.split('\0')
  if (ignorePath === '') return makeContext(root, undefined, repository)
  const text = repository.links?.has(ignorePath) ? undefined : repository.texts.get(ignorePath)
  return text === undefined ? undefined : contextUnder(root, parseDockerignore(ignorePath, text), repository)
})

/**
 * The folder `root` as an ignore file lets it through, whether or not that is the one that lies there.
 * @param ignore undefined for all that the folder holds
 * @returns undefined for one that BuildKit refuses
 */
export function contextUnder(
  root: string,
  ignore: Dockerignore | undefined,
  repository: Repository,
): Context | undefined {
  if (ignore === undefined) return contextBy(repository, `${root}\0`)
  if (ignore.error !== undefined || ignore.patterns.some(({ text }) => MISREAD.test(text))) return undefined
  return makeContext(root, ignore, repository)
}

/** A letter behind a backslash comes to mean for BuildKit what it means in a regular expression: `\\d` is a digit. */
const MISREAD = /\\[^\x00-/:-@[-`{-\x7f]/

function makeContext(root: string, ignore: Dockerignore | undefined, repository: Repository): Context {
  const { files, links, texts } = repository
  const isKeptOut = ignore === undefined ? () => false : walk(ignore)
  const shadowed = ignore && hasShadow(ignore) ? ignore : undefined
  // BuildKit lists by its walk and then asks once more for each path alone, when it sends what is in the file.
  const isEmptied = (path: string) => shadowed !== undefined && isIgnored(shadowed, path) && !isKeptOut(path)
  const cut = root === '' ? 0 : root.length + 1
  const isFolderSent = (path: string) => {
    if (!isKeptOut(path) || filesIn(path).length > 0) return true
    // One that is empty may come in below it.
    return foldersBelow(repository, joinPath(root, path)).some(folder => !isKeptOut(folder.slice(cut)))
  }
  const listed = new Map<string, readonly string[]>()
  const filesIn = (folder: string): readonly string[] => {
    const known = listed.get(folder)
    if (known) return known
    const found: string[] = []
    for (const file of filesBelow(repository, joinPath(root, folder))) {
      const path = file.slice(cut)
      if (!isKeptOut(path)) found.push(path)
    }
    listed.set(folder, found)
    return found
  }
  const kindOf: Context['kindOf'] = written => {
    const path = normalPath(written)
    if (path === '') return 'folder'
    const whole = joinPath(root, path)
    if (files.has(whole)) {
      if (isKeptOut(path)) return undefined
      return links?.has(whole) ? 'link' : 'file'
    }
    if (foldersOf(repository).has(whole)) return isFolderSent(path) ? 'folder' : undefined
    const link = linkAbove(path, root, repository)
    return link === undefined || isKeptOut(link) ? undefined : 'link'
  }
  return {
    root,
    ignorePath: ignore?.path,
    kindOf,
    isIgnored: path => isKeptOut(normalPath(path)),
    filesIn: folder => filesIn(normalPath(folder)),
    filesNamed: (...names) =>
      names
        .flatMap(name => filesByName(repository).get(name) ?? [])
        .filter(path => root === '' || path.startsWith(`${root}/`))
        .map(path => path.slice(cut))
        .filter(path => !isKeptOut(path)),
    matching: pattern => matchesOf(normalPath(pattern), root, repository)?.filter(path => kindOf(path) !== undefined),
    sizeOf(written) {
      const path = normalPath(written)
      const size = files.get(joinPath(root, path))
      return size === undefined || !isEmptied(path) ? size : 0
    },
    textOf(written) {
      const path = normalPath(written)
      const whole = joinPath(root, path)
      return links?.has(whole) || isEmptied(path) ? undefined : texts.get(whole)
    },
  }
}

/** True where a line that ignores stands behind an exception. */
function hasShadow({ patterns }: Dockerignore): boolean {
  const first = patterns.findIndex(({ keeps }) => keeps)
  return first !== -1 && patterns.slice(first).some(({ keeps }) => !keeps)
}

const allFolders = remembered((repository: Repository): readonly string[] => [...foldersOf(repository)])

function foldersBelow(repository: Repository, folder: string): readonly string[] {
  return allFolders(repository).filter(one => one.startsWith(`${folder}/`))
}

/** The link through which a path of the context leads. */
function linkAbove(path: string, root: string, { links }: Repository): string | undefined {
  if (links === undefined || links.size === 0) return undefined
  for (let at = folderOf(path); at !== ''; at = folderOf(at)) if (links.has(joinPath(root, at))) return at
  return undefined
}
