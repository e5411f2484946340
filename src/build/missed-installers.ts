import type { Call } from '../documents/shell/calls.js'
import type { Pipeline } from '../documents/shell/pipelines.js'
import { clearsLists, isInstall, isUpdate, listCallsOf } from '../package-managers/apt.js'
import { type Build, type RunStep, runsOfStage } from './build.js'
import type { StageBuild } from './state.js'

/** True for a pipe into a shell of which a later command tells that it came to nothing: the build fails there. */
export function isMissedLater(build: Build, run: RunStep, { calls, range }: Pipeline): boolean {
  const later = run.calls.filter(({ command }) => command.range.start > range.end)
  const text = run.script.text.text.slice(range.start, range.end)
  // An archive without its key is refused.
  if (/keyring|trusted\.gpg/.test(text) && later.some(isAptUpdate)) return true
  if (!/^(?:ash|bash|dash|ksh|sh|zsh)$/.test(calls.at(-1)?.program ?? '')) return false
  if (later.some(takesFileOfInstaller)) return true
  const address = calls[0]?.args.map(({ text }) => text).join(' ') ?? ''
  if (address.includes('nodesource') && usesNpm(build, run, later)) return true
  return installsWithItsLists(build, run, range.end)
}

function isAptUpdate({ program, args }: Call): boolean {
  return /^apt(?:-get)?$/.test(program) && args.some(({ value }) => value === 'update')
}

/** A file in the folder that the installer was started in, or in somebody's home: `mv jfrog /usr/bin/`. */
function takesFileOfInstaller({ program, args }: Call): boolean {
  if (!/^(?:chmod|cp|install|mv)$/.test(program)) return false
  const [first] = args.filter(({ text }) => !/^-|^[ugoa]*[+=-]|^\d+$/.test(text))
  const isHome = /^["']?(?:~|\/root|\$HOME|\$\{HOME\})\//.test(first?.text ?? '') && program === 'mv'
  return (isHome || /^(?:\.\/)?[\w.-]+$/.test(first?.value ?? '')) && args.length > 1
}

/** Debian's own package of Node.js, which apt-get takes instead, comes without npm. */
function usesNpm(build: Build, run: RunStep, later: readonly Call[]): boolean {
  const below = runsOfStage(build, run.stage).filter(({ index }) => index > run.index)
  return [...later, ...below.flatMap(({ calls }) => calls)].some(({ program }) => /^np[mx]$/.test(program))
}

/** True when packages are installed with lists that only the installer can have brought. */
function installsWithItsLists(build: Build, run: RunStep, end: number): boolean {
  const calls = listCallsOf(run)
  if (calls.some(isUpdate)) return false
  return (
    calls.some(one => isInstall(one) && one.call.command.range.start > end) && !hasLists(build, run.stage, run.index)
  )
}

function hasLists(build: Build, stage: StageBuild, end: number): boolean {
  const above = runsOfStage(build, stage).filter(({ index }) => index < end)
  const last = above.findLast(one => listCallsOf(one).some(isUpdate) || clearsLists(one, []))
  if (last !== undefined) return !clearsLists(last, [])
  return stage.parent !== undefined && hasLists(build, stage.parent, Number.POSITIVE_INFINITY)
}
