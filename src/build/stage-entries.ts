import { posix } from 'node:path'
import type { Call } from '../documents/shell/calls.js'
import { type Install, installOf, isSetting, type Needs } from '../package-managers/installs.js'
import { type Build, runsOfStage, type Step, stepsOfStage } from './build.js'
import { type ContextCopy, contextCopyOf } from './context-copies.js'
import { copiesOf } from './copies.js'
import { imageFiles } from './image-files.js'
import { type InstallRun, readInstallRun } from './install-runs.js'
import type { StageBuild } from './state.js'
import { expand } from './variables.js'

/** One step of a stage, as far as the order of copies and installs goes. */
export type Entry =
  | { readonly kind: 'copy'; readonly copy: ContextCopy }
  | { readonly kind: 'run'; readonly run: InstallRun; readonly managers: readonly string[] }
  /** Files from another stage or image. */
  | { readonly kind: 'foreign'; readonly target: string }
  /** Whatever could need the source, or cannot be read. */
  | { readonly kind: 'barrier' }

/** They change no file of the image, except that WORKDIR makes an empty folder. */
const SETTINGS = new Set(['ARG', 'CMD', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'HEALTHCHECK', 'LABEL', 'MAINTAINER'])
const MORE_SETTINGS = new Set(['SHELL', 'STOPSIGNAL', 'USER', 'WORKDIR'])

/**
 * The steps of a stage that matter for the order of copies and installs.
 * @param needs is filled with what each install reads and writes, where that is known
 */
export function entriesOf(build: Build, stage: StageBuild, needs: Map<Install, Needs>): readonly Entry[] {
  const { context, dockerfile } = build
  const runs = new Map(runsOfStage(build, stage).map(run => [run.instruction, run]))
  const entries: Entry[] = []
  const copies: ContextCopy[] = []
  const folders = new Set<string>()
  const earlier: Call[] = []
  for (const step of stepsOfStage(stage)) {
    const { instruction, isTrigger, state } = step
    if (state.workdir !== undefined) folders.add(state.workdir)
    if (isTrigger || SETTINGS.has(instruction.keyword) || MORE_SETTINGS.has(instruction.keyword)) continue
    const copy = contextCopyOf(step, dockerfile.escape, context, folders)
    const run = runs.get(instruction)
    if (copy) {
      copies.push(copy)
      for (const { kind, target } of copy.placements) folders.add(kind === 'folder' ? target : posix.dirname(target))
      entries.push({ kind: 'copy', copy })
    } else if (run) {
      const accepts = (install: Install) => {
        const known = context ? install.needs(imageFiles(context, copies)) : undefined
        if (known) needs.set(install, known)
        return context ? known !== undefined : true
      }
      const copied = copies.flatMap(({ placements }) => placements.map(({ target }) => target))
      entries.push({
        kind: 'run',
        run: readInstallRun(run, copied, earlier, accepts),
        managers: managersIn(run.calls, step),
      })
      earlier.push(...run.calls.filter(isSetting))
    } else entries.push(foreignOrBarrier(step, dockerfile.escape))
  }
  return entries
}

function foreignOrBarrier(step: Step, escape: '\\' | '`'): Entry {
  const [copy] = copiesOf(step.instruction)
  const { variables, workdir } = step.state
  const written = copy?.from === undefined ? undefined : expand(variables, copy.destination.text, escape)
  if (!written || (workdir === undefined && !posix.isAbsolute(written))) return { kind: 'barrier' }
  return { kind: 'foreign', target: posix.resolve('/', workdir ?? '', written) }
}

/** Who installs something in a RUN. */
export function managersIn(calls: readonly Call[], { state: { variables, workdir } }: Step): readonly string[] {
  return calls.flatMap(call => installOf(call, { folder: workdir ?? '/', variables, earlier: [] })?.manager ?? [])
}
