import picomatch from 'picomatch'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import { isIgnored, parseDockerignore } from '../documents/dockerignore/document.js'
import { rememberedFor } from '../remembered.js'
import { knownRootOf } from './builds/known-builds.js'
import { copiesOf } from './copies.js'
import { filesBelow, folderOf, foldersOf, hasPath, joinPath, normalPath, type Repository } from './repository.js'

/** The folder that a build sends to BuildKit. Paths are from its root. */
export interface Context {
  /** From the repository's root; empty when it is that. */
  readonly root: string
  /** The file that keeps others out, from the repository's root; undefined where there is none. */
  readonly ignorePath: string | undefined
  /** What stands there and is not kept out by the ignore file. */
  kindOf(path: string): 'file' | 'folder' | undefined
  /** The files below a folder that are not kept out. */
  filesIn(folder: string): readonly string[]
  /** The bytes of a file that is there. */
  sizeOf(path: string): number | undefined
  /** The text of a file, if it was read. */
  textOf(path: string): string | undefined
  /** True when the ignore file keeps `path` out, whether or not it exists. */
  isIgnored(path: string): boolean
}

/**
 * The context that a Dockerfile is most likely built with: the one that the repository's own builds have, else its own folder, or the
 * repository's root when its COPY sources exist only there.
 * @returns undefined when the repository is not known well enough, or its files fit neither
 */
export function contextOf(dockerfile: Dockerfile, repository: Repository): Context | undefined {
  if (!repository.isComplete) return undefined
  const sources = dockerfile.instructions.flatMap(instruction =>
    copiesOf(instruction).flatMap(({ from, sources: words }) =>
      from === undefined ? words.map(({ text }) => text).filter(isPlainPath) : [],
    ),
  )
  return contextWith(repository, [dockerfile.path, ...sources].join('\0'))
}

/** Each proof asks with the same sources again; in front of them stands the Dockerfile's path. */
const contextWith = rememberedFor((repository: Repository, asked: string): Context | undefined => {
  const [path = '', ...sources] = asked.split('\0')
  const known = knownRootOf(repository, path)
  if (known !== undefined) return contextAt(known, path, repository)
  const roots = [...new Set([folderOf(path), ''])]
  const contexts = roots.map(root => contextAt(root, path, repository))
  return contexts.find(context => sources.every(source => exists(context, source, repository)))
})

/** The folder in which a Dockerfile stands, whether or not it is the context; undefined when its files are not known. */
export function ownFolder({ path }: Dockerfile, repository: Repository): Context | undefined {
  return repository.isComplete ? contextAt(folderOf(path), path, repository) : undefined
}

/** Variables, URLs and leading `..` say nothing about which folder is meant. */
function isPlainPath(text: string): boolean {
  return !/[$"'\\]|:\/\/|^git@|^\.\.\//.test(text) && !text.startsWith('<<')
}

/** Patterns are held against every file of the repository. */
const matched = new WeakMap<Context, Map<string, boolean>>()

function exists(context: Context, source: string, repository: Repository): boolean {
  const known = matched.get(context) ?? new Map<string, boolean>()
  matched.set(context, known)
  const answer = known.get(source) ?? holdsSource(context, source, repository)
  known.set(source, answer)
  return answer
}

function holdsSource({ root }: Context, source: string, repository: Repository): boolean {
  const path = normalPath(source)
  if (path === '') return true
  if (!/[*?[]/.test(path)) {
    return hasPath(repository, joinPath(root, path))
  }
  // A pattern may match nothing but must start in a folder that exists.
  const folder = path
    .slice(0, path.search(/[*?[]/))
    .replace(/[^/]*$/, '')
    .replace(/\/$/, '')
  if (folder !== '' && !foldersOf(repository).has(joinPath(root, folder))) return false
  const isMatch = picomatch(path, { dot: true })
  const prefix = root === '' ? '' : `${root}/`
  for (const file of repository.files.keys())
    if (file.startsWith(prefix) && isMatch(file.slice(prefix.length))) return true
  return [...foldersOf(repository)].some(one => one.startsWith(prefix) && isMatch(one.slice(prefix.length)))
}

/** A context is asked again for each rule and each proof; what it answers depends on the repository alone. */
const contexts = new WeakMap<Repository, Map<string, Context>>()

function contextAt(root: string, dockerfilePath: string, repository: Repository): Context {
  const ignorePath = [`${dockerfilePath}.dockerignore`, joinPath(root, '.dockerignore')].find(path =>
    repository.files.has(path),
  )
  const known = contexts.get(repository) ?? new Map<string, Context>()
  contexts.set(repository, known)
  const key = `${root}\n${ignorePath ?? ''}`
  const context = known.get(key) ?? makeContext(root, ignorePath, repository)
  known.set(key, context)
  return context
}

function makeContext(root: string, ignorePath: string | undefined, repository: Repository): Context {
  const ignoreText = ignorePath === undefined ? undefined : repository.texts.get(ignorePath)
  const ignore =
    ignorePath !== undefined && ignoreText !== undefined ? parseDockerignore(ignorePath, ignoreText) : undefined
  const isKeptOut = (path: string) => ignore !== undefined && isIgnored(ignore, normalPath(path))
  const listed = new Map<string, readonly string[]>()
  const cut = root === '' ? 0 : root.length + 1
  return {
    root,
    ignorePath,
    isIgnored: isKeptOut,
    kindOf(path) {
      const cleaned = normalPath(path)
      if (cleaned === '') return 'folder'
      const whole = joinPath(root, cleaned)
      if (repository.files.has(whole)) return isKeptOut(cleaned) ? undefined : 'file'
      return foldersOf(repository).has(whole) ? 'folder' : undefined
    },
    filesIn(folder) {
      const whole = joinPath(root, normalPath(folder))
      const files =
        listed.get(whole) ??
        filesBelow(repository, whole)
          .map(file => file.slice(cut))
          .filter(file => !isKeptOut(file))
      listed.set(whole, files)
      return files
    },
    sizeOf(path) {
      return repository.files.get(joinPath(root, normalPath(path)))
    },
    textOf(path) {
      return repository.texts.get(joinPath(root, normalPath(path)))
    },
  }
}
