import type { Dockerfile } from '../documents/dockerfile/document.js'
import { rememberedFor } from '../remembered.js'
import { knownRootsOf } from './builds/known-builds.js'
import { contextAt } from './context-at.js'
import { copiesOf } from './copies.js'
import { isPattern, matchesOf } from './copy-patterns.js'
import { folderOf, hasPath, joinPath, normalPath, type Repository } from './repository.js'

/** The folder that a build sends to BuildKit. Paths are from its root. */
export interface Context {
  /** From the repository's root; empty when it is that. */
  readonly root: string
  /** The file that keeps others out, from the repository's root; undefined where there is none. */
  readonly ignorePath: string | undefined
  /** What stands there and is not kept out by the ignore file. Of a link, and of what lies behind one, no more is known. */
  kindOf(path: string): 'file' | 'folder' | 'link' | undefined
  /** The files and links below a folder that are not kept out. */
  filesIn(folder: string): readonly string[]
  /** The files of one of these names, at any depth, that are not kept out. */
  filesNamed(...names: readonly string[]): readonly string[]
  /** What the pattern of a COPY takes, in BuildKit's order; undefined when a link, or BuildKit's refusal, leaves that open. */
  matching(pattern: string): readonly string[] | undefined
  /** The bytes of a file that is there. None are of one whose ignore file lets its name through and not what is in it. */
  sizeOf(path: string): number | undefined
  /** The text of a file, if it was read and is sent whole. */
  textOf(path: string): string | undefined
  /** True when the ignore file keeps `path` itself out, whether or not it exists. */
  isIgnored(path: string): boolean
}

/**
 * The context that a Dockerfile is most likely built with: one that the repository's own builds have, else its own folder, or the
 * repository's root when its COPY sources exist only there.
 * @param root the one to take instead
 * @returns undefined when the repository is not known well enough, its files fit neither, or BuildKit refuses the ignore file
 */
export function contextOf(dockerfile: Dockerfile, repository: Repository, root?: string): Context | undefined {
  if (!repository.isComplete) return undefined
  if (root !== undefined) return contextAt(root, dockerfile.path, repository)
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
  const known = knownRootsOf(repository, path)
  const [first] = known
  const roots = first === undefined ? [...new Set([folderOf(path), ''])] : known
  const fitting = roots.find(one => sources.every(source => holds(repository, `${one}\0${source}`)))
  const root = fitting ?? first
  return root === undefined ? undefined : contextAt(root, path, repository)
})

/** The folder in which a Dockerfile stands, whether or not it is the context; undefined when its files are not known. */
export function ownFolder({ path }: Dockerfile, repository: Repository): Context | undefined {
  return repository.isComplete ? contextAt(folderOf(path), path, repository) : undefined
}

/** Variables, URLs and leading `..` say nothing about which folder is meant. */
function isPlainPath(text: string): boolean {
  return !/[$"'\\]|:\/\/|^git@|^\.\.\//.test(text) && !text.startsWith('<<')
}

/** Whether a folder holds what a source names; between the two stands a NUL. A pattern has to match something. */
const holds = rememberedFor((repository: Repository, asked: string): boolean => {
  const [root = '', source = ''] = asked.split('\0')
  const path = normalPath(source)
  if (!isPattern(path)) return hasPath(repository, joinPath(root, path))
  return matchesOf(path, root, repository)?.some(match => hasPath(repository, joinPath(root, match))) ?? false
})
