import { posix } from 'node:path'
import type { Word } from '../documents/dockerfile/instruction.js'
import { type Build, type Step, stepsOfStage } from './build.js'
import type { KnownBuild } from './builds/known-build.js'
import { knownBuildsOf } from './builds/known-builds.js'
import { copiesOf } from './copies.js'
import { folderOf, hasPath, joinPath, normalPath, type Repository } from './repository.js'
import { referencesTo } from './stage-references.js'
import type { StageBuild } from './state.js'
import { mayBeUntracked } from './untracked.js'

/** A word of a COPY or ADD that takes a path from the build context. */
export interface Source {
  readonly step: Step
  readonly word: Word
  /** From the context's root; empty for all of it. */
  readonly path: string
}

/** What builds with one context do not find in it. */
export interface MissingSources {
  /** The builds, all with the same context. */
  readonly builds: readonly [KnownBuild, ...KnownBuild[]]
  readonly root: string
  readonly missing: readonly [Source, ...Source[]]
  /** All that these builds take from their context, what is missing included. */
  readonly sources: readonly Source[]
  /** Another folder that holds all of it. */
  readonly fitting: string | undefined
}

/** For each context that the repository's own files build a Dockerfile with, what it lacks. */
export function missingSources(build: Build): readonly MissingSources[] {
  const { repository, dockerfile } = build
  if (!repository.isComplete) return []
  const builds = plainBuilds(knownBuildsOf(dockerfile.path, repository))
  return [...new Set(builds.map(({ root }) => root))].flatMap(root => {
    const [first, ...others] = builds.filter(one => one.root === root)
    if (first === undefined) return []
    const own = [first, ...others] as const
    const sources = sourcesFor(build, own)
    const [miss, ...more] = sources.filter(({ path }) => isMissing(joinPath(root, path), repository))
    if (miss === undefined) return []
    const isThere = (folder: string) => sources.every(({ path }) => hasPath(repository, joinPath(folder, path)))
    const fitting = foldersAround(dockerfile.path).find(folder => folder !== root && isThere(folder))
    return [{ builds: own, root, missing: [miss, ...more] as const, sources, fitting }]
  })
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
    ({ root, isBare, hasNamedContexts }) => isBare && !hasNamedContexts && (bare.has(root) || !made.has(root)),
  )
}

/** The Dockerfile's own folder and all that hold it. */
function foldersAround(path: string): readonly string[] {
  const folders = [folderOf(path)]
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folderOf(folder))
  return folders
}

function sourcesFor(build: Build, builds: readonly KnownBuild[]): readonly Source[] {
  const needed = new Set(builds.flatMap(({ target }) => [...stagesFor(build, target)]))
  return build.stages
    .filter(stage => needed.has(stage))
    .flatMap(stepsOfStage)
    .flatMap(step =>
      (step.isTrigger ? [] : copiesOf(step.instruction)).flatMap(({ from, sources }) =>
        from !== undefined || hasPatterns(step)
          ? []
          : sources.flatMap(word => (isPlain(word.text) ? [{ step, word, path: normalPath(word.text) }] : [])),
      ),
    )
}

/** `COPY --exclude` and `--parents` read paths in ways of their own. */
function hasPatterns({ instruction: { flags } }: Step): boolean {
  return flags.some(({ name }) => name === 'parents' || name === 'exclude')
}

/** The stages that a build of one of them runs through. */
function stagesFor(build: Build, target: string | undefined): ReadonlySet<StageBuild> {
  const named = (stage: StageBuild) =>
    stage.stage.name === target?.toLowerCase() || String(stage.stage.index) === target
  const last = target === undefined ? build.stages.at(-1) : build.stages.findLast(named)
  const needed = new Set<StageBuild>()
  for (const stage of build.stages.toReversed())
    if (stage === last || referencesTo(build, stage).some(({ from }) => needed.has(from))) needed.add(stage)
  return needed
}

/** No pattern, which may match nothing, no variable and no address. What leads out of the context another rule tells. */
function isPlain(text: string): boolean {
  return !/[*?[\]\\$"'|<>&;]|:\/\/|^[\w.-]+@[\w.-]+:|^<</.test(text) && !/^\.\.(?:\/|$)/.test(posix.normalize(text))
}

function isMissing(path: string, repository: Repository): boolean {
  return !hasPath(repository, path) && !mayBeUntracked(path, repository)
}
