import { posix } from 'node:path'
import { type Call, callFrom } from '../documents/shell/calls.js'
import { type Install, installOf, isManifest, type Needs } from '../package-managers/installs.js'
import { type Build, type RunStep, runsOf, type Step, stepsOfStage } from './build.js'
import type { Context } from './context.js'
import { type ContextCopy, contextCopyOf, filesTaken, meet, pathWithin, sourceOf } from './context-copies.js'
import { copiesOf } from './copies.js'
import { imageFiles, origin } from './image-files.js'
import { type InstallRun, readInstallRun } from './install-runs.js'
import { homeOf, type StageBuild } from './state.js'
import { expand } from './variables.js'

/** Source that a stage copies ahead of installs that do without it. */
export interface EarlySource {
  /** The copies of source, from top to bottom. */
  readonly copies: readonly ContextCopy[]
  /** The installs; all copies stand before the last one. */
  readonly runs: readonly InstallRun[]
  /** What the installs read, when the repository is known. */
  readonly manifests: readonly Manifest[] | undefined
  /** Paths of the context that would land on what is installed if the source came later. */
  readonly overwriting: readonly string[]
}

/** A file that an install reads. */
export interface Manifest {
  /** In the image. */
  readonly path: string
  /** In the context. */
  readonly source: string
  /** The copy of source that brings it; undefined when another copy does, which stays where it is. */
  readonly broughtBy: ContextCopy | undefined
}

/** Where a build has its source too early. What installs from ONBUILD do depends on files of another repository. */
export function earlySources(build: Build): readonly EarlySource[] {
  return build.stages.flatMap(stage => inStage(build, stage))
}

/** One step of a stage, as far as the order of copies and installs goes. */
type Entry =
  | { readonly kind: 'copy'; readonly copy: ContextCopy }
  | { readonly kind: 'run'; readonly run: InstallRun; readonly managers: readonly string[] }
  /** Files from other stages or images. */
  | { readonly kind: 'foreign'; readonly target: string }
  /** Whatever could need the source, or cannot be read. */
  | { readonly kind: 'barrier' }

/** They change no file of the image, except for an empty folder. */
const SETTINGS = new Set(['ARG', 'CMD', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'HEALTHCHECK', 'LABEL', 'MAINTAINER'])
const MORE_SETTINGS = new Set(['ONBUILD', 'SHELL', 'STOPSIGNAL', 'USER', 'WORKDIR'])

function inStage(build: Build, stage: StageBuild): readonly EarlySource[] {
  const { context } = build
  const needs = new Map<Install, Needs>()
  const entries = entriesOf(build, stage, needs)
  if (!entries.some(({ kind }) => kind === 'copy') || !entries.some(installsSomething)) return []
  const needed = new Set([...needs.values()].flatMap(({ files }) => files))
  const copiesSeen = entries.flatMap(entry => (entry.kind === 'copy' ? entry.copy : []))
  const neededSources = new Set(
    context ? [...needed].flatMap(path => origin(context, copiesSeen, path)?.source ?? []) : [],
  )
  const isSource = (copy: ContextCopy) => isProject(copy) && bringsSource(copy, context, neededSources)

  const found: EarlySource[] = []
  const done = new Set(managersBefore(build, stage))
  let open: { copies: ContextCopy[]; kept: ContextCopy[]; runs: InstallRun[]; waiting: Entry[] } | undefined
  const close = () => {
    const early = open && open.runs.length > 0 ? earlySource(open, context, needs) : undefined
    if (early) found.push(early)
    open = undefined
  }
  let before: { readonly copies: readonly ContextCopy[]; readonly kept: readonly ContextCopy[] } = { copies: [], kept: [] }
  void before
  for (const entry of entries) {
    if (entry.kind === 'copy') {
      if (isSource(entry.copy)) {
        open ??= { copies: [], kept: [], runs: [], waiting: [] }
        open.waiting.push(entry)
      } else open?.waiting.push(entry)
    }
  }
  return found
}
