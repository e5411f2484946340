import type { Build } from '../build.js'
import { contextSharers } from '../builds/context-sharers.js'
import { joinPath, nameOf } from '../repository.js'
import { gitIgnores } from '../untracked.js'
import { clutteredCopies } from './clutter.js'
import { holdsName } from './held-names.js'
import { mayBeNamed } from './named-paths.js'

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
export function ignoreFileFor(build: Build): IgnoreFile | undefined {
  const { context, repository } = build
  if (context === undefined) return undefined
  const path = context.ignorePath ?? joinPath(context.root, '.dockerignore')
  const before = context.ignorePath === undefined ? undefined : repository.texts.get(path)
  if (context.ignorePath !== undefined && before === undefined) return undefined
  const newline = before?.includes('\r\n') ? '\r\n' : '\n'
  const isSafe = (pattern: string) => {
    const name = nameOf(pattern)
    return !holdsName(context, name, repository) && !mayBeNamed(repository, context.root, name)
  }
  // One file for all that share the context, whichever of them it is offered for.
  const sharers = (contextSharers(repository, context.root) ?? []).filter(one => one.context === context)
  const clutter = [build, ...sharers].flatMap(one => clutteredCopies(one).flatMap(({ clutter: own }) => own))
  const patterns = clutter.map(one => (one.kind === 'git' ? '.git' : `**/${nameOf(one.path)}`))
  const wanted = [...new Set(patterns)].sort((a, b) => Number(b === '.git') - Number(a === '.git') || (a < b ? -1 : 1))
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
  const start = before === undefined || before === '' ? '' : before.replace(/(?:\r?\n)?$/, newline)
  return { path, before, after: `${start}${lines.join(newline)}${newline}`, added: lines.length }
}
