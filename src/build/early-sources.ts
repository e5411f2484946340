import { type Install, isInstaller, type Needs } from '../package-managers/installs.js'
import { rememberedFor } from '../remembered.js'
import { type Build, runsOfStage } from './build.js'
import type { Context } from './context.js'
import { type ContextCopy, meet, pathWithin, sourceOf } from './context-copies.js'
import { copiesOf } from './copies.js'
import { origin } from './image-files.js'
import type { InstallRun } from './install-runs.js'
import { namedInstall } from './named-installs.js'
import { sourceTest } from './source-kinds.js'
import { type Entry, entriesOf, managersIn } from './stage-entries.js'
import type { StageBuild } from './state.js'

/** Source that a stage copies ahead of installs that do without it. */
export interface EarlySource {
  /** The copies of source, from top to bottom; all stand before the last install. */
  readonly copies: readonly ContextCopy[]
  readonly runs: readonly [InstallRun, ...InstallRun[]]
  /** The files that the installs read; undefined when they read some and the repository is not known. */
  readonly manifests: readonly Manifest[] | undefined
  /** A path of the context that could land on what is installed if the source came later. */
  readonly overwrites: string | undefined
}

/** A file that an install reads. */
export interface Manifest {
  /** In the context. */
  readonly source: string
  /** In the image. */
  readonly path: string
  /** The copy of source that brings it; undefined when another copy does. */
  readonly broughtBy: ContextCopy | undefined
}

/** Where a build has its source too early. What ONBUILD keeps for later works on files of another repository. */
export function earlySources(build: Build): readonly EarlySource[] {
  return build.stages.flatMap(stage => inStage(build, stage))
}

function inStage(build: Build, stage: StageBuild): readonly EarlySource[] {
  if (!mayCopyEarly(build, stage) || isBehindAll(stage)) return []
  const needs = new Map<Install, Needs>()
  const entries = entriesOf(build, stage, needs)
  const copies = entries.flatMap(entry => (entry.kind === 'copy' ? entry.copy : []))
  const isSource = sourceTest(build.context, copies, needs)
  const found: EarlySource[] = []
  const done = managersOfParents(build, stage)
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] as Entry
    if (entry.kind === 'run') for (const manager of entry.managers) done.add(manager)
    if (entry.kind !== 'copy' || !isSource(entry.copy)) continue
    const block = blockAt(entries, at, done)
    const before = entries.slice(0, at).flatMap(entry => (entry.kind === 'copy' ? entry.copy : []))
    const early = earlySource(block, before, build.context, needs, isSource)
    if (early) found.push(early)
    at += Math.max(block.length - 1, 0)
    for (const passed of block) if (passed.kind === 'run') for (const manager of passed.managers) done.add(manager)
  }
  return found
}

/** True when all of the project is copied in a stage below: every change to it builds this one anew. */
function isBehindAll({ parent }: StageBuild): boolean {
  if (parent === undefined) return false
  const copies = parent.stage.instructions.flatMap(copiesOf).filter(({ from }) => from === undefined)
  return copies.some(({ sources }) => sources.some(({ text }) => /^\.?\/?$/.test(text))) || isBehindAll(parent)
}

/** Most stages have nothing to look into: something has to be installed behind a copy. */
function mayCopyEarly(build: Build, stage: StageBuild): boolean {
  const first = stage.stage.instructions.findIndex(one => copiesOf(one).some(({ from }) => from === undefined))
  if (first === -1) return false
  const behind = runsOfStage(build, stage).filter(({ index }) => index > first)
  return behind.some(({ calls }) => calls.some(call => isInstaller(call.program) || namedInstall(call) !== undefined))
}

/** They build from what they have downloaded where it lies: a cache mount serves both halves of such a RUN, two RUNs need two. */
const STORES = new Set(['dotnet', 'go', 'gradle', 'maven'])

/** The entries from a copy of source to the last install that nothing in between keeps from doing without it. */
function blockAt(entries: readonly Entry[], start: number, done: ReadonlySet<string>): readonly Entry[] {
  let end = start
  const targets: string[] = []
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at] as Entry
    if (entry.kind === 'barrier') break
    if (entry.kind === 'foreign' && targets.some(target => meet(target, entry.target))) break
    if (entry.kind === 'copy') targets.push(...entry.copy.placements.map(({ target }) => target))
    if (entry.kind !== 'run') continue
    const { installs, named, rest } = entry.run
    // What was installed before from the same manifests makes a second time cheap.
    if (installs.some(({ manager }) => done.has(manager))) break
    if (rest.length > 0 && installs.some(({ manager }) => STORES.has(manager))) break
    if (installs.length > 0 || (named.length > 0 && rest.length === 0)) end = at + 1
    if (rest.length > 0) break
  }
  return entries.slice(start, end)
}

function earlySource(
  block: readonly Entry[],
  before: readonly ContextCopy[],
  context: Context | undefined,
  needs: ReadonlyMap<Install, Needs>,
  isSource: (copy: ContextCopy) => boolean,
): EarlySource | undefined {
  const [first, ...others] = block.flatMap(entry =>
    entry.kind === 'run' && (entry.run.installs.length > 0 || entry.run.named.length > 0) ? entry.run : [],
  )
  if (first === undefined) return undefined
  const runs = [first, ...others] as const
  const all = block.flatMap(entry => (entry.kind === 'copy' ? entry.copy : []))
  const copies = all.filter(isSource)
  const isMixed = all.some(
    (kept, i) => !isSource(kept) && all.slice(0, i).some(copy => isSource(copy) && !agree(copy, kept, context)),
  )
  if (isMixed) return undefined
  const installs = runs.flatMap(run => run.installs)
  if (context === undefined)
    return { copies, runs, manifests: installs.length > 0 ? undefined : [], overwrites: undefined }
  const read = installs.flatMap(install => needs.get(install) ?? [])
  const manifests = [...new Set(read.flatMap(({ files }) => files))].flatMap(path =>
    manifestAt(path, [...before, ...all], copies, context),
  )
  const overwritten = read.flatMap(({ outputs }) => outputs).flatMap(path => sourcesOf(path, copies))
  if (overwritten.some(path => path === undefined || context.kindOf(path) !== undefined)) return undefined
  return {
    copies,
    runs,
    manifests,
    overwrites: overwritten.find(path => path !== undefined && !context.isIgnored(path)),
  }
}

function manifestAt(
  path: string,
  all: readonly ContextCopy[],
  copies: readonly ContextCopy[],
  context: Context,
): readonly Manifest[] {
  const found = origin(context, all, path)
  if (found === undefined) return []
  const { copy, source } = found
  const others = all.filter(other => !copies.includes(other))
  const isThere = !copies.includes(copy) || origin(context, others, path)?.source === source
  return [{ path, source, broughtBy: isThere ? undefined : copy }]
}

/** Where in the context something that is installed at `path` could come from; undefined for a whole copied folder. */
function sourcesOf(path: string, copies: readonly ContextCopy[]): readonly (string | undefined)[] {
  return copies.flatMap(({ placements }) =>
    placements.flatMap(placement => {
      if (path === placement.target || pathWithin(placement.target, path) !== undefined) return [undefined]
      return sourceOf(placement, path) ?? []
    }),
  )
}

/** True when it does not matter which of two copies comes first: they bring the same, or nothing to the same place. */
function agree(copy: ContextCopy, kept: ContextCopy, context: Context | undefined): boolean {
  return copy.placements.every(one =>
    kept.placements.every(other => {
      if (!meet(one.target, other.target)) return true
      const [outer, inner] = pathWithin(one.target, other.target) === undefined ? [one, other] : [other, one]
      const source = sourceOf(outer, inner.target)
      return source === undefined || source === inner.source || (context?.isIgnored(source) ?? false)
    }),
  )
}

const managersOf = rememberedFor((build: Build, stage: StageBuild) =>
  runsOfStage(build, stage).flatMap(run => managersIn(run.calls, run)),
)

/** Managers that installed something in the stages that this one is built on. */
function managersOfParents(build: Build, stage: StageBuild): Set<string> {
  const managers = new Set<string>()
  for (let { parent } = stage; parent; { parent } = parent)
    for (const manager of managersOf(build, parent)) managers.add(manager)
  return managers
}
