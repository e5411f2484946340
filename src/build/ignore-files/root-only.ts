import { type IgnorePattern, isIgnored } from '../../documents/dockerignore/document.js'
import { SETTINGS_TEMPLATE } from '../clutter/clutter.js'
import { holdsName } from '../clutter/held-names.js'
import { mayBeNamed } from '../clutter/named-paths.js'
import { wholeCopies } from '../clutter/whole-copies.js'
import type { Context } from '../context.js'
import { folderOf, joinPath, nameOf } from '../repository.js'
import { gitIgnores } from '../untracked.js'
import type { IgnoreScope } from './ignore-scope.js'

/** What is made at any depth, with the tracked file that shows that a folder has it. */
const MADE: readonly (readonly [pattern: RegExp, name: string, beside: RegExp])[] = [
  [/^node_modules$/, 'node_modules', /^(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/],
  [/^__pycache__$/, '__pycache__', /\.py$/],
  [/^\*\.py(?:c|o|\[co\]|\[cod\]|\[ocd\])$/, 'a.pyc', /\.py$/],
  [/^\.env$/, '.env', SETTINGS_TEMPLATE],
  [/^target$/, 'target', /^(?:pom\.xml|Cargo\.lock)$/],
  [/^bin$/, 'bin', /\.(?:cs|fs|vb)proj$/],
  [/^obj$/, 'obj', /\.(?:cs|fs|vb)proj$/],
  [/^vendor$/, 'vendor', /^composer\.lock$/],
]

/** A folder below the root that has what a pattern means to keep out, and lets through. */
export interface LetThrough {
  /** In the context. */
  readonly path: string
  /** How many folders have it. */
  readonly count: number
  /** Some build may name it in a COPY or a mount. */
  readonly isNamed: boolean
}

/**
 * What a pattern of a name alone lets through in folders below the context's root.
 * @returns undefined where nothing shows that there is any, or where the same name is tracked
 */
export function letThrough(scope: IgnoreScope, { text, keeps }: IgnorePattern): LetThrough | undefined {
  const kind = keeps ? undefined : MADE.find(([pattern]) => pattern.test(text))
  if (kind === undefined) return undefined
  const [, name, beside] = kind
  const taken = new Set(
    scope.builds.flatMap(build =>
      wholeCopies(build).flatMap(({ folder }) => foldersWith(build.context as Context, folder, beside)),
    ),
  )
  const root = scope.builds[0]?.context?.root ?? ''
  const found = [...taken].filter(folder => {
    const path = joinPath(folder, name)
    return !isIgnored(scope.ignore, `${path}/a`) && gitIgnores(joinPath(root, path), scope.repository)
  })
  const [first] = found
  const isTracked = scope.builds.some(({ context }) => context && holdsName(context, name, scope.repository))
  return first === undefined || isTracked
    ? undefined
    : {
        path: joinPath(first, text.startsWith('*') ? text : name),
        count: found.length,
        isNamed: mayBeNamed(scope.repository, root, name),
      }
}

/** Folders below the root of the context, at or below one that is copied. */
function foldersWith(context: Context, folder: string, beside: RegExp): readonly string[] {
  return context
    .filesIn(folder)
    .filter(file => beside.test(nameOf(file)))
    .map(folderOf)
    .filter(found => found !== '')
}
