import { posix } from 'node:path'
import { type Call, callFrom } from '../documents/shell/calls.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import type { ChainItem } from '../documents/shell/script.js'
import { type Install, installOf, isSetting } from '../package-managers/installs.js'
import type { RunStep } from './build.js'
import { isIndependent } from './independent.js'
import { namedInstall } from './named-installs.js'

/** A RUN, read up to the first command that may need more of the project than manifests. */
export interface InstallRun {
  readonly run: RunStep
  /** Installs from manifests, in order. */
  readonly installs: readonly Install[]
  /** Commands that install what they name themselves: `apt-get install`. */
  readonly named: readonly string[]
  /** The items up to there; empty when the first command may need the project. */
  readonly free: readonly ChainItem[]
  /** The items from there on. */
  readonly rest: readonly ChainItem[]
}

/**
 * Reads a RUN from its beginning.
 * @param copied paths of the image that copies from the build context fill
 * @param earlier commands of the stage that ran before and change settings
 * @param accepts whether an install is one that manifests are enough for
 */
export function readInstallRun(
  run: RunStep,
  copied: readonly string[],
  earlier: readonly Call[],
  accepts: (install: Install) => boolean,
): InstallRun {
  const { script } = run
  const items = script.chains.flatMap(chain => chain.items)
  const installs: Install[] = []
  const named: string[] = []
  let folder = run.state.workdir
  let settings = earlier
  let next = 0
  for (const [i, item] of items.entries()) {
    const from = next
    while ((script.commands[next]?.range.start ?? Infinity) < item.range.end) next++
    const commands = script.commands.slice(from, next)
    const own = commands.find(command => command.item === item)
    const call = own && callFrom(own)
    const others = commands.filter(command => command !== own)
    const ground = { folder, copied }
    const stop = () => ({ run, installs, named, free: items.slice(0, i), rest: items.slice(i) })
    if (!script.editable || item.chain.background) return stop()
    if (!others.every(command => isIndependent(command, callFrom(command), ground))) return stop()
    if (call?.program === 'cd') {
      const target = call.args[0]?.value
      folder = target === undefined || folder === undefined ? undefined : posix.resolve(folder, target)
      if (call.args.length !== 1 || folder === undefined) return stop()
      continue
    }
    const surroundings = { folder: folder ?? '/', variables: run.state.variables, earlier: settings }
    const install =
      call && folder !== undefined && !hasAlternatives(item.chain) ? installOf(call, surroundings) : undefined
    if (install && accepts(install)) installs.push(install)
    else if (own && !isIndependent(own, call, ground)) return stop()
    else {
      const name = call && namedInstall(call)
      // Which version of pnpm or yarn that is says a package.json.
      if (name !== undefined && /^(?:pnpm|yarn)\b/.test(name) && usesCorepack(surroundings.earlier)) return stop()
      if (name !== undefined) named.push(name)
    }
    const changes = commands.flatMap(command => callFrom(command) ?? []).filter(isSetting)
    if (changes.length > 0) settings = [...settings, ...changes]
  }
  return { run, installs, named, free: items, rest: [] }
}

function usesCorepack(calls: readonly Call[]): boolean {
  return calls.some(({ program }) => program === 'corepack')
}
