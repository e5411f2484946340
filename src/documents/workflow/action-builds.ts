import { type NamedContext, namedContext } from '../named-contexts.js'
import { inRepository, type Workspace } from './checkouts.js'
import { type Known, resolved } from './expressions.js'
import type { WorkflowBake, WorkflowBuild } from './images.js'
import type { Settings, WorkflowStep } from './workflow.js'

const BUILD_ACTION = /^(?:docker|useblacksmith|depot)\/build-push-action@/
const BAKE_ACTION = /^docker\/bake-action@(?:v(\d+))?/

/** True for Docker's action that builds an image, and for others that take the same inputs. */
export function isBuildAction(uses: string): boolean {
  return BUILD_ACTION.test(uses)
}

export function isBakeAction(uses: string): boolean {
  return BAKE_ACTION.test(uses)
}

/** Inputs by name, resolved; undefined when one of those asked for is not known. */
function inputs<K extends string>(
  settings: Settings,
  known: Known,
  ...names: readonly K[]
): Record<K, string> | undefined {
  const values = names.map(name => [name, resolved(settings[name] ?? '', known)?.trim()] as const)
  return values.every(([, value]) => value !== undefined)
    ? (Object.fromEntries(values) as Record<K, string>)
    : undefined
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap(line => line.trim() || [])
}

/** `{{defaultContext}}` stands for the repository itself, which the builder fetches: what earlier steps made is not in it. */
const FETCHED = /^\{\{\s*defaultContext\s*\}\}:?/
const AS_FETCHED: Workspace = { at: '', isBare: true }

/** What a step that builds an image does; undefined when that is not known. */
export function actionBuild(
  step: WorkflowStep,
  known: Known,
  workspace: Workspace,
): Omit<WorkflowBuild, 'job'> | undefined {
  const given = inputs(step.with, known, 'context', 'file', 'target')
  // Only Docker's own action is known to fetch by itself.
  if (given === undefined || (given.context === '' && !step.uses.startsWith('docker/'))) return undefined
  const { context, file, target } = given
  const isFetched = context === '' || FETCHED.test(context)
  const place = isFetched ? AS_FETCHED : workspace
  const root = inRepository('', context.replace(FETCHED, ''), place)
  // The builder looks for it in what it fetches, the action in the workspace.
  const folder = isFetched ? context.replace(FETCHED, '') : ''
  const dockerfile =
    file === '' ? inRepository(context.replace(FETCHED, ''), 'Dockerfile', place) : inRepository(folder, file, place)
  if (root === undefined || dockerfile === undefined) return undefined
  return {
    context: root,
    dockerfiles: [dockerfile],
    target: target || undefined,
    args: linesOf(step.with['build-args'] ?? '').map(line => resolved(line, known) ?? line),
    contexts: contextsFrom(
      linesOf(step.with['build-contexts'] ?? '').map(line => resolved(line, known) ?? line),
      '',
      workspace,
    ),
    isBare: place.isBare,
    ...(isFetched && !/^BUILDKIT_CONTEXT_KEEP_GIT_DIR=/m.test(step.with['build-args'] ?? '') ? WITHOUT_GIT : {}),
  }
}

/**
 * What takes the place of stages and images, with folders as paths of the repository.
 * @param lines `NAME=value`; with `$` where only a run knows
 * @returns undefined when not all names are known
 */
export function contextsFrom(
  lines: readonly string[],
  folder: string,
  workspace: Workspace,
): readonly NamedContext[] | undefined {
  const named = lines.flatMap(line => namedContext(line) ?? [])
  if (named.length < lines.length || named.some(({ name }) => name.includes('$'))) return undefined
  return named.map(({ name, value }) => ({ name, value: value && inRepository(folder, value, workspace) }))
}

const WITHOUT_GIT = { isWithoutGit: true } as const

/** From this version on the action has the builder fetch the repository, if it is not told otherwise. */
const FETCHING_VERSION = 6

/** What a step that builds targets of Bake files does; undefined when that is not known. */
export function actionBake(
  step: WorkflowStep,
  known: Known,
  workspace: Workspace,
): Omit<WorkflowBake, 'job'> | undefined {
  const given = inputs(step.with, known, 'source', 'workdir')
  const written = linesOf((step.with.files ?? '').replaceAll(',', '\n')).filter(file => !METADATA_FILE.test(file))
  const files = written.map(file => resolved(file, known))
  if (given === undefined) return undefined
  const isNew = Number(BAKE_ACTION.exec(step.uses)?.[1] ?? 0) >= FETCHING_VERSION
  const isFetched = FETCHED.test(given.source) || (given.source === '' && isNew)
  const place = isFetched ? AS_FETCHED : workspace
  const folder = isFetched ? given.source.replace(FETCHED, '') : given.source || given.workdir
  return bakeIn(folder, files, place)
}

/** The file that `docker/metadata-action` writes: tags and labels. */
const METADATA_FILE = /steps\.[\w-]+\.outputs\.bake-file/

/** @param files undefined for one of which a part is not known */
export function bakeIn(
  folder: string,
  files: readonly (string | undefined)[],
  place: Workspace,
): Omit<WorkflowBake, 'job'> | undefined {
  const at = inRepository('', folder, place)
  const paths = files.map(file => (file === undefined ? undefined : inRepository(folder, file, place)))
  const whole = paths.flatMap(path => path ?? [])
  if (at === undefined || whole.length < files.length) return undefined
  return { folder: at, files: whole, isBare: place.isBare }
}
