import { posix } from 'node:path'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import { type Call, operandsOf } from '../documents/shell/calls.js'
import { lastIndexWhere } from '../documents/text.js'
import { rememberedFor } from '../remembered.js'
import { type Build, type RunStep, runsOfStage, type Step, stepsOfStage } from './build.js'
import type { Context } from './context.js'
import { type ContextCopy, contextCopyOf, filesTaken, meet, pathWithin, withoutSlash } from './context-copies.js'
import { copiesOf } from './copies.js'
import { foldersMade, homesMade } from './made-folders.js'
import type { StageBuild } from './state.js'
import { expand } from './variables.js'

/** `chown` or `chmod` of one or more paths. */
export interface Change {
  readonly call: Call
  readonly kind: 'chown' | 'chmod'
  readonly isRecursive: boolean
  /** Owner or mode, as written. */
  readonly what: string
  /** Absolute. */
  readonly paths: readonly string[]
}

/** What a COPY or ADD puts into the image. */
export interface Put {
  readonly step: Step
  /** Each file by name, or the folder that is filled; absolute. */
  readonly targets: readonly string[]
  readonly areFiles: boolean
  /** Undefined when that is not known. */
  readonly bytes: number | undefined
}

/** Reads a call of chown or chmod whose paths and options are all known. */
export function changeOf(call: Call, { state, dockerfile }: RunStep): Change | undefined {
  const { program, args, command } = call
  if ((program !== 'chown' && program !== 'chmod') || command.redirects.length > 0 || call.asOtherUser) return undefined
  const options = args.filter(({ text }) => /^-/.test(text) && !/^-[rwx]/.test(text))
  if (options.some(({ text }) => !/^-[Rcvf]+$|^--recursive$/.test(text))) return undefined
  const [what, ...words] = operandsOf(args, new Set())
  if (what === undefined || words.length === 0) return undefined
  const paths = words.map(({ text, value }) => {
    const path = /[*?[{]/.test(text) ? undefined : (value ?? expand(state.variables, text, dockerfile.escape))
    if (!path || (state.workdir === undefined && !posix.isAbsolute(path))) return undefined
    return withoutSlash(posix.resolve('/', state.workdir ?? '', path))
  })
  if (paths.some(path => path === undefined)) return undefined
  const isRecursive = options.some(({ text }) => /R|recursive/.test(text))
  return { call, kind: program, isRecursive, what: what.text, paths: paths.flatMap(path => path ?? []) }
}

/** As many copies are looked at: each change looks at each of them. */
export const MOST = 100

/** What the copies of a stage above a step put where; undefined for one of which that is not known. */
export function putsAbove(build: Build, stage: StageBuild, index: number): readonly (Put | undefined)[] {
  const all = allPuts(build, stage)
  const end = all.length === 0 ? 0 : lastIndexWhere(all.length, i => (all[i]?.at ?? 0) < index) + 1
  const below = all.slice(Math.max(0, end - MOST), end)
  return below.filter(({ at }) => at < index).map(({ put }) => put)
}

interface Placed {
  readonly at: number
  readonly put: Put | undefined
}

const allPuts = rememberedFor((build: Build, stage: StageBuild): readonly Placed[] => {
  const { dockerfile, context } = build
  const folders = new Set<string>()
  const add = (folder: string) => {
    for (let path = folder; path !== '/' && !folders.has(path); path = posix.dirname(path)) folders.add(path)
  }
  for (const { home } of stage.image.users) if (home !== undefined) add(home)
  const runs = new Map(runsOfStage(build, stage).map(run => [run.index, run]))
  return stepsOfStage(stage).flatMap(step => {
    if (step.state.workdir !== undefined) add(step.state.workdir)
    const run = runs.get(step.index)
    for (const call of run?.calls ?? []) for (const folder of foldersBy(run as RunStep, call)) add(folder)
    if (copiesOf(step.instruction).length === 0) return []
    return [{ at: step.index, put: step.isTrigger ? undefined : putOf(step, dockerfile, context, folders) }]
  })
})

function foldersBy(run: RunStep, call: Call): readonly string[] {
  if (call.program === 'mkdir') return foldersMade(run, call) ?? []
  return /^(?:adduser|useradd)$/.test(call.program) ? (homesMade(run, call) ?? []) : []
}

function putOf(
  step: Step,
  { escape }: Dockerfile,
  context: Build['context'],
  folders: ReadonlySet<string>,
): Put | undefined {
  const known = contextCopyOf(step, escape, context, folders)
  if (known) {
    const targets = [...new Set(known.placements.map(({ target }) => target))]
    const areFiles = known.placements.every(({ kind }) => kind === 'file')
    return { step, targets, areFiles, bytes: context && bytesOf(known, context) }
  }
  const [copy] = copiesOf(step.instruction)
  const written = copy && expand(step.state.variables, copy.destination.text, escape)
  if (!written || copy.sources.length === 0 || step.instruction.keyword === 'ADD') return undefined
  if (step.state.workdir === undefined && !posix.isAbsolute(written)) return undefined
  return {
    step,
    targets: [withoutSlash(posix.resolve('/', step.state.workdir ?? '', written))],
    areFiles: false,
    bytes: undefined,
  }
}

function bytesOf(copy: ContextCopy, context: Context): number {
  return filesTaken(copy, context).reduce((sum, file) => sum + (context.sizeOf(file) ?? 0), 0)
}

const STANDARD = new Set(
  '/ /bin /etc /home /lib /mnt /opt /root /run /sbin /srv /tmp /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/local/lib /usr/local/sbin /usr/local/share /usr/sbin /usr/share /var /var/cache /var/lib /var/log /var/tmp'.split(
    ' ',
  ),
)

/** True for a folder that every distribution has, with files of its own in most of them. */
export function isStandard(folder: string): boolean {
  return STANDARD.has(folder)
}

/** True when a folder is surely there where an instruction stands: COPY makes no new one then. */
export function isThere(folder: string, { stage, index, state }: Step): boolean {
  if (isStandard(folder)) return true
  const workdirs = stage.states.slice(0, index + 1).map(({ workdir }) => workdir)
  return [...workdirs, state.workdir].some(workdir => workdir !== undefined && isInside(workdir, folder))
}

/** True when `path` is `folder` or lies in it. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || pathWithin(path, folder) !== undefined
}

/**
 * The copies that put something at or below paths.
 * @returns undefined when one of them is not known or puts more, or one of the paths has nothing of them
 */
export function putsInto(puts: readonly (Put | undefined)[], paths: readonly string[]): readonly Put[] | undefined {
  if (puts.includes(undefined)) return undefined
  const found = puts.flatMap(put => (put?.targets.some(target => paths.some(path => meet(target, path))) ? [put] : []))
  const isAll = found.every(({ targets }) => targets.every(target => paths.some(path => isInside(target, path))))
  const hasEach = paths.every(path => found.some(({ targets }) => targets.some(target => isInside(target, path))))
  return isAll && hasEach ? found : undefined
}
