import { posix } from 'node:path'
import type { Word } from '../documents/dockerfile/instruction.js'
import { mountsOf } from '../documents/dockerfile/mounts.js'
import { type Build, type Step, stepsOfStage } from './build.js'
import type { KnownBuild, NamedFolder } from './builds/known-build.js'
import { knownBuildsOf, knownRootsOf } from './builds/known-builds.js'
import { viewsBy } from './builds/views.js'
import { copiesOf } from './copies.js'
import { grouped } from './grouped.js'
import { neededStages, stepsIn, surelyBelow, targetStage } from './layers/stage-names.js'
import { folderOf, hasPath, joinPath, normalPath, type Repository } from './repository.js'
import { mayBeUntracked } from './untracked.js'
import { expand } from './variables.js'

/** A word that takes a path from a build context: of a COPY or ADD, or the flag of a bind mount. */
export interface Source {
  readonly step: Step
  readonly word: Word
  /** From the context's root, with the values of the build's arguments; empty for all of it. */
  readonly path: string
  /** The name of the context; undefined for the one that every build has. */
  readonly context: string | undefined
}

/** What builds with one context do not find in it. */
export interface MissingSources {
  /** The builds, all with the same context; empty where none is known, and the change under review takes away what is missing. */
  readonly builds: readonly KnownBuild[]
  /** Where the context lies. */
  readonly root: string
  /** Its name, if it is not the one that every build has. */
  readonly context: string | undefined
  readonly missing: readonly [Source, ...Source[]]
  /** All that these builds take from this context, what is missing included. */
  readonly sources: readonly Source[]
  /** Another folder that holds all of it, but for what is nowhere. */
  readonly fitting: string | undefined
}

/** For each context that the repository's own files build a Dockerfile with, what it lacks. */
export function missingSources(build: Build): readonly MissingSources[] {
  const { repository, dockerfile } = build
  if (!repository.isComplete) return []
  const known = knownBuildsOf(dockerfile.path, repository)
  if (known.length === 0) return takenAway(build)
  const plain = plainBuilds(known)
  return viewsBy(build, plain).flatMap(view =>
    [...grouped(view.builds, ({ contexts }) => JSON.stringify(contexts)).values()].flatMap(builds =>
      lackedBy(view.build, builds),
    ),
  )
}

/** Where nobody says how it is built, a folder that had all that is copied until now is its context. */
function takenAway(build: Build): readonly MissingSources[] {
  const { repository, dockerfile } = build
  const { gone } = repository
  if (gone === undefined || gone.size === 0) return []
  const sources = sourcesFor(build, [undefined], []).filter(({ path }) => path !== '')
  const roots = [...new Set([folderOf(dockerfile.path), ''])]
  const lackedIn = (root: string) => sources.filter(({ path }) => !hasPath(repository, joinPath(root, path)))
  if (roots.some(root => lackedIn(root).length === 0)) return []
  const root = roots.find(one => lackedIn(one).every(({ path }) => gone.has(joinPath(one, path))))
  const [first, ...others] =
    root === undefined ? [] : lackedIn(root).filter(({ path }) => isMissing(joinPath(root, path), repository))
  if (root === undefined || first === undefined) return []
  return [{ builds: [], root, context: undefined, missing: [first, ...others], sources, fitting: undefined }]
}

function lackedBy(build: Build, builds: readonly [KnownBuild, ...KnownBuild[]]): readonly MissingSources[] {
  const { repository, dockerfile } = build
  const [{ root: main, contexts = [] }] = builds
  const targets = builds.map(({ target }) => target)
  const all = sourcesFor(build, targets, contexts)
  return [...grouped(all, ({ context }) => context)].flatMap(([context, sources]) => {
    const root = context === undefined ? main : contexts.find(({ name }) => name === context)?.folder
    if (root === undefined) return []
    const missing = sources.filter(({ path }) => isMissing(joinPath(root, path), repository))
    const [first, ...others] = missing
    if (first === undefined) return []
    const folders = [...new Set([...foldersAround(dockerfile.path), ...knownRootsOf(repository, dockerfile.path)])]
    const fitting = context === undefined ? fittingFolder(sources, missing, folders, repository) : undefined
    return [{ builds, root, context, missing: [first, ...others] as const, sources, fitting }]
  })
}

/** The folder that holds all sources but those that no folder holds, if these are the smaller part. */
function fittingFolder(
  sources: readonly Source[],
  missing: readonly Source[],
  folders: readonly string[],
  repository: Repository,
): string | undefined {
  const holds = (folder: string, { path }: Source) => hasPath(repository, joinPath(folder, path))
  const somewhere = sources.filter(source => folders.some(folder => holds(folder, source)))
  const found = missing.filter(source => somewhere.includes(source))
  if (found.length === 0 || found.length < missing.length - found.length) return undefined
  return folders.find(folder => somewhere.every(source => holds(folder, source)))
}

/**
 * Those that can only copy what git holds. Where all workflows make files in the context first, somebody who builds with it by
 * hand will have made them, too.
 */
function plainBuilds(builds: readonly KnownBuild[]): readonly KnownBuild[] {
  const rootsOf = (isBare: boolean) =>
    new Set(builds.flatMap(one => (one.origin === 'workflow' && one.isBare === isBare ? one.root : [])))
  const [bare, made] = [rootsOf(true), rootsOf(false)]
  return builds.filter(
    ({ root, isBare, contexts }) => isBare && contexts !== undefined && (bare.has(root) || !made.has(root)),
  )
}

/** The Dockerfile's own folder and all that hold it. */
function foldersAround(path: string): readonly string[] {
  const folders = [folderOf(path)]
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folderOf(folder))
  return folders
}

function sourcesFor(
  build: Build,
  targets: readonly (string | undefined)[],
  contexts: readonly NamedFolder[],
): readonly Source[] {
  const names = new Set(contexts.map(({ name }) => name))
  const isReplaced = (name: string | undefined) => name !== undefined && names.has(name)
  const needed = new Set(
    targets.flatMap(target => {
      const last = targetStage(build, target)
      return last ? neededStages(build, last, one => (isReplaced(one.stage.name) ? [] : surelyBelow(build, one))) : []
    }),
  )
  return build.stages
    .filter(one => needed.has(one) && !isReplaced(one.stage.name))
    .flatMap(one => (isReplaced(one.parent?.stage.name) ? stepsOfStage(one).filter(isOwn) : stepsIn(one)))
    .flatMap(step => [...copied(step, build), ...mounted(step, build)])
    .filter(({ context }) => context === undefined || names.has(context))
}

function isOwn({ isTrigger }: Step): boolean {
  return !isTrigger
}

/** Backslashes are meant for another system, quotes for a shell. */
const QUOTED = /[\\"'`]/

function copied(step: Step, { dockerfile: { escape } }: Build): readonly Source[] {
  if (hasPatterns(step)) return []
  return copiesOf(step.instruction).flatMap(({ from, sources }) =>
    sources.flatMap(word => {
      const path = QUOTED.test(word.text) ? undefined : expand(step.state.variables, word.text, escape)
      return path !== undefined && isPlain(path) ? [{ step, word, path: normalPath(path), context: from }] : []
    }),
  )
}

function mounted(step: Step, { dockerfile: { escape } }: Build): readonly Source[] {
  return mountsOf(step.instruction).flatMap(({ type, options, flag }) => {
    const source = type === 'bind' ? expand(step.state.variables, options.get('source') ?? '', escape) : undefined
    if (source === undefined || !isPlain(source)) return []
    const word = { ...flag, text: options.get('source') ?? '', contiguous: false }
    return [{ step, word, path: normalPath(source), context: options.get('from') }]
  })
}

/** `COPY --exclude` and `--parents` read paths in ways of their own. */
function hasPatterns({ instruction: { flags } }: Step): boolean {
  return flags.some(({ name }) => name === 'parents' || name === 'exclude')
}

/** No pattern, which may match nothing, and no address. What leads out of the context another rule tells. */
function isPlain(text: string): boolean {
  return !/[*?[\]\\$"'`|<>&;]|:\/\/|^[\w.-]+@[\w.-]+:|^<</.test(text) && !/^\.\.(?:\/|$)/.test(posix.normalize(text))
}

function isMissing(path: string, repository: Repository): boolean {
  return !hasPath(repository, path) && !mayBeUntracked(path, repository)
}
