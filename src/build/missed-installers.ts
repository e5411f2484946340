import { type Call, hasOption } from '../documents/shell/calls.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import type { Pipeline } from '../documents/shell/pipelines.js'
import { clearsLists, isInstall, isUpdate, listCallsOf } from '../package-managers/apt.js'
import { type Build, type RunStep, runsOfStage } from './build.js'
import { nameOf } from './repository.js'
import type { StageBuild } from './state.js'

/** True for a pipe into a shell of which a later command tells that it came to nothing: the build fails there. */
export function isMissedLater(build: Build, run: RunStep, { calls, item, range }: Pipeline): boolean {
  const sets = run.calls.some(call => call.program === 'set' && hasOption(call, '-e'))
  const counts = ({ command }: Call) =>
    command.item !== undefined && (sets || command.item.chain === item?.chain) && !hasAlternatives(command.item.chain)
  const later = run.calls.filter(call => call.command.range.start > range.end && counts(call))
  const text = run.script.text.text.slice(range.start, range.end)
  // An archive without its key is refused.
  if (/keyring|trusted\.gpg/.test(text) && later.some(isAptUpdate)) return true
  if (!/^(?:ash|bash|dash|ksh|sh|zsh)$/.test(calls.at(-1)?.program ?? '')) return false
  if (later.some(call => takesFileOfInstaller(build, run, call, range.start))) return true
  const address = calls[0]?.args.map(({ text }) => text).join(' ') ?? ''
  const names = namesIn(address)
  if (later.some(({ program, path }) => path === program && names.has(program))) return true
  if (address.includes('nodesource') && usesNpm(build, run, later)) return true
  return installsWithItsLists(build, run, later)
}

/** The words of an address: what `…/anchore/syft/install.sh` or `bun.sh/install` installs is called so. */
function namesIn(address: string): ReadonlySet<string> {
  const host = /:\/\/([\w-]{3,})\.\w+\//.exec(address)?.[1]
  const long = address.match(/[\w-]{4,}/g) ?? []
  return new Set(host === undefined ? long : [host, ...long])
}

function isAptUpdate({ program, args }: Call): boolean {
  return /^apt(?:-get)?$/.test(program) && args.some(({ value }) => value === 'update')
}

/** A file in the folder that the installer was started in, or in somebody's home, that nothing else has put there: `mv jfrog /usr/bin/`. */
function takesFileOfInstaller(
  build: Build,
  run: RunStep,
  { program, path: called, args }: Call,
  start: number,
): boolean {
  if (/^\.\/[\w.-]+$/.test(called)) return isFromInstaller(build, run, called, start)
  if (!/^(?:chmod|cp|install|mv)$/.test(program) || args.some(({ text }) => /^-\w*d|^--directory$/.test(text)))
    return false
  const [first] = args.filter(({ text }) => !/^-|^[ugoa]*[+=-]|^\d+$/.test(text))
  const path = first?.value ?? first?.text ?? ''
  const isHome = /^["']?(?:~|\/root|\$HOME|\$\{HOME\})\//.test(first?.text ?? '') && program === 'mv'
  if (args.length < 2 || !(isHome || /^(?:\.\/)?[\w.-]+$/.test(path))) return false
  return isFromInstaller(build, run, path, start)
}

/** True for a file that no COPY and no command above has put there. */
function isFromInstaller(build: Build, run: RunStep, path: string, start: number): boolean {
  const name = nameOf(path)
  const isCopied = run.stage.stage.instructions
    .slice(0, run.index)
    .some(({ keyword, logical }) => /^(?:ADD|COPY)$/.test(keyword) && logical.text.includes(name))
  const isWritten = run.script.text.text.slice(0, start).includes(name)
  return !isCopied && !isWritten && build.context?.kindOf(name) === undefined
}

/** Debian's own package of Node.js, which apt-get takes instead, comes without npm. */
function usesNpm(build: Build, run: RunStep, later: readonly Call[]): boolean {
  const below = runsOfStage(build, run.stage).filter(({ index }) => index > run.index)
  return [...later, ...below.flatMap(({ calls }) => calls)].some(({ program }) => /^np[mx]$/.test(program))
}

/** True when packages are installed with lists that only the installer can have brought. */
function installsWithItsLists(build: Build, run: RunStep, later: readonly Call[]): boolean {
  const calls = listCallsOf(run)
  if (calls.some(isUpdate)) return false
  return calls.some(one => isInstall(one) && later.includes(one.call)) && !hasLists(build, run.stage, run.index)
}

function hasLists(build: Build, stage: StageBuild, end: number): boolean {
  const above = runsOfStage(build, stage).filter(({ index }) => index < end)
  const last = above.findLast(one => listCallsOf(one).some(isUpdate) || clearsLists(one, []))
  if (last !== undefined) return !clearsLists(last, [])
  return stage.parent !== undefined && hasLists(build, stage.parent, Number.POSITIVE_INFINITY)
}
