import { isDockerfileName } from '../../documents/dockerfile/names.js'
import { remembered, rememberedFor } from '../../remembered.js'
import type { Build } from '../build.js'
import type { Context } from '../context.js'
import { copiesOf } from '../copies.js'
import { parsedDockerfile } from '../dockerfiles-around.js'
import { grouped } from '../grouped.js'
import { folderOf, foldersOf, joinPath, nameOf, type Repository } from '../repository.js'
import { gitIgnores } from '../untracked.js'
import type { Clutter } from './clutter.js'

/** A file that keeps more out of a context, as it is and as it could be. */
export interface IgnoreFile {
  /** From the repository's root. */
  readonly path: string
  /** Undefined for a file that is not there. */
  readonly before: string | undefined
  readonly after: string
  /** How many lines come in addition. */
  readonly added: number
}

/** Names of what tools and systems leave behind; no build asks for any of it. */
const LEFT_BEHIND = [
  ...['**/.DS_Store', '**/.idea', '**/.vscode', '**/__pycache__', '**/*.py[cod]', '**/.pytest_cache', '**/.mypy_cache'],
  ...['**/.ruff_cache', '**/.tox', '**/.nyc_output', '**/npm-debug.log*', '**/yarn-error.log', '**/.terraform'],
]

/**
 * The ignore file that keeps clutter out and every file that git tracks in.
 * @returns undefined when that cannot be told: another Dockerfile of the same context may name what would be kept out, or
 *   was not read
 */
export function ignoreFileFor(build: Build, clutter: readonly Clutter[]): IgnoreFile | undefined {
  const { context, repository } = build
  if (context === undefined) return undefined
  const path = context.ignorePath ?? joinPath(context.root, '.dockerignore')
  const before = context.ignorePath === undefined ? undefined : repository.texts.get(path)
  if (context.ignorePath !== undefined && before === undefined) return undefined
  if (before?.includes('\r')) return undefined
  const named = namedByCopies(repository, context.root)
  if (named === undefined) return undefined
  const isSafe = (pattern: string) => {
    const name = nameOf(pattern)
    return !named.has(name) && !holdsName(context, name, repository)
  }
  const wanted = [...new Set(clutter.map(one => (one.kind === 'git' ? '.git' : `**/${nameOf(one.path)}`)))]
  if (!wanted.every(isSafe)) return undefined
  const more =
    before !== undefined
      ? []
      : LEFT_BEHIND.filter(pattern => {
          const sample = nameOf(pattern).replace('[cod]', 'c').replaceAll('*', 'a')
          return (
            !context.isIgnored(`a/${sample}`) &&
            isSafe(sample) &&
            gitIgnores(joinPath(context.root, sample), repository)
          )
        })
  const lines = [...wanted, ...more]
  const start = before === undefined || before === '' ? '' : before.replace(/\n?$/, '\n')
  return { path, before, after: `${start}${lines.join('\n')}\n`, added: lines.length }
}

const foldersByName = remembered(
  (repository: Repository): ReadonlyMap<string, readonly string[]> => grouped([...foldersOf(repository)], nameOf),
)

/** True when a context takes in a file or a folder of that name. */
function holdsName(context: Context, name: string, repository: Repository): boolean {
  if (context.filesNamed(name).length > 0) return true
  const prefix = context.root === '' ? '' : `${context.root}/`
  const folders = foldersByName(repository).get(name) ?? []
  return folders.some(path => path.startsWith(prefix) && context.filesIn(path.slice(prefix.length)).length > 0)
}

const dockerfilesOf = remembered(({ files }: Repository): readonly string[] =>
  [...files.keys()].filter(isDockerfileName),
)

/**
 * The names on the ways to what copies of a context take, in every Dockerfile that may be built with it.
 * @returns undefined when one of them was not read
 */
const namedByCopies = rememberedFor((repository: Repository, root: string): ReadonlySet<string> | undefined => {
  const names = new Set<string>()
  const all = dockerfilesOf(repository).filter(path => mayUse(folderOf(path), root))
  for (const path of all) {
    if (!repository.texts.has(path)) return undefined
    for (const copy of parsedDockerfile(repository, path).instructions.flatMap(copiesOf))
      if (copy.from === undefined)
        for (const { text } of copy.sources) for (const part of text.split('/')) names.add(part)
  }
  return names
})

/** A Dockerfile below the context, or beside it: the context is seldom elsewhere. */
function mayUse(folder: string, root: string): boolean {
  return root === '' || folder === root || folder.startsWith(`${root}/`) || root.startsWith(folder)
}
