import type { RunStep } from '../build/build.js'
import { mountsOf } from '../documents/dockerfile/mounts.js'
import { type Call, operandsOf } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import { remembered } from '../remembered.js'

/** A call of `apt-get` or `apt`, or of `aptitude` where it is asked for. */
export interface AptCall {
  readonly call: Call
  /** `install`, `update` and so on. */
  readonly verb: string
  readonly verbWord: ShellWord
  /** What it is to install, or whatever else stands behind the verb. */
  readonly operands: readonly ShellWord[]
}

const WITH_VALUE: ReadonlySet<string> = new Set([
  ...['-a', '-c', '-o', '-t', '--config-file', '--default-release', '--host-architecture', '--option'],
  ...['--target-release'],
])
const INSTALLING = new Set([
  ...['build-dep', 'dist-upgrade', 'full-upgrade', 'install', 'reinstall', 'safe-upgrade', 'satisfy', 'upgrade'],
])

/** The calls of apt in a RUN whose verb is known, in order. */
export function aptCallsOf(run: Pick<RunStep, 'calls'>): readonly AptCall[] {
  return readCalls(run.calls).apt
}

/** The same with those of aptitude, which has options of its own but the same package lists. */
export function listCallsOf(run: Pick<RunStep, 'calls'>): readonly AptCall[] {
  return readCalls(run.calls).all
}

interface AptCalls {
  readonly apt: readonly AptCall[]
  readonly all: readonly AptCall[]
}

const readCalls = remembered((calls: readonly Call[]): AptCalls => {
  const all = calls.flatMap(call => {
    if (!/^apt(?:-get|itude)?$/.test(call.program)) return []
    const [verbWord, ...operands] = operandsOf(call.args, WITH_VALUE)
    return verbWord?.value === undefined ? [] : [{ call, verb: verbWord.value, verbWord, operands }]
  })
  return { apt: all.filter(({ call }) => call.program !== 'aptitude'), all }
})

export function isUpdate({ verb }: AptCall): boolean {
  return verb === 'update'
}

/** True for what reads the package lists. */
export function isInstall({ verb }: AptCall): boolean {
  return INSTALLING.has(verb)
}

/** True for a RUN that fetches the package lists before it installs anything. */
export function updatesFirst(run: RunStep): boolean {
  const first = firstListCall(run)
  return first !== undefined && isUpdate(first)
}

/** True for a RUN that installs with the lists of an earlier one. */
export function needsLists(run: RunStep): boolean {
  const first = firstListCall(run)
  return first !== undefined && isInstall(first)
}

function firstListCall(run: RunStep): AptCall | undefined {
  return listCallsOf(run).find(apt => isUpdate(apt) || isInstall(apt))
}

/** The folder that `apt-get update` fills. */
const APT_LISTS = '/var/lib/apt/lists'
/** What official images, Docker's documentation and every reader expect. */
export const CLEAN_LISTS = 'rm -rf /var/lib/apt/lists/*'

/** True for a RUN that updates and installs, and leaves the package lists in its layer. */
export function leavesLists(run: RunStep): boolean {
  const apt = listCallsOf(run)
  if (!apt.some(isUpdate) || !apt.some(isInstall) || /\/apt\/lists/.test(run.script.text.text)) return false
  const mounted = mountsOf(run.instruction).flatMap(({ type, target }) =>
    (type === 'cache' || type === 'tmpfs') && target !== undefined ? [target] : [],
  )
  return !clearsLists(run, mounted)
}

/** True when a RUN takes the package lists away again, or never puts them into its layer. */
export function clearsLists({ calls, instruction }: RunStep, mounted: readonly string[]): boolean {
  if (mounted.some(target => APT_LISTS === target || APT_LISTS.startsWith(`${target.replace(/\/$/, '')}/`))) return true
  const { text } = instruction.arguments
  return calls.some(({ program, args, path }) => {
    if (program === 'rm' || program === 'find')
      return (
        args.some(word => /\/var\/lib\/(?:\*|\{?[\w,/]*apt\b)|\blists\b|^\/var(?:\/lib)?\/?\*?$/.test(word.text)) ||
        /\bcd\s+\/var\/lib\/apt/.test(text)
      )
    if (program === 'apt-get' || program === 'apt') return args.some(({ value }) => /^dist-?clean$/.test(value ?? ''))
    return path.includes('/') && /clean/i.test(path)
  })
}
