import { type Build, type RunStep, runsOf } from '../build/build.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import { type CacheUse, cacheUsesOf, holds, placedMounts } from '../package-managers/cache-uses.js'
import { KEEP_DOWNLOADS } from '../package-managers/docker-clean.js'
import { prependCommand } from './chain-edits.js'
import { deleteFrom } from './delete.js'
import type { Edit, Fix } from './edits.js'
import { deleteInstruction } from './instruction-edits.js'
import { removeDefeats } from './mount-edits.js'

/**
 * Takes out what keeps a mount empty.
 * @param isCleaned apt is told by the image to throw its downloads away
 */
export function repairCache(
  build: Build,
  run: RunStep,
  { cache, calls, defeats }: CacheUse,
  isCleaned: boolean,
): Fix | undefined {
  const inScript = defeats.filter(({ range }) => range !== undefined)
  const edits: Edit[] = []
  for (const defeat of defeats.filter(({ range }) => range === undefined)) {
    const removed = removeVariable(build, run, defeat.name, cache.name)
    if (removed === undefined) return undefined
    edits.push(...removed)
  }
  const removals = removeDefeats(run, inScript)
  if (removals === undefined || !run.script.editable) return undefined
  edits.push(...removals)
  if (isCleaned) {
    const item = calls[0].command.item?.chain.items[0]
    if (item === undefined || hasAlternatives(item.chain)) return undefined
    edits.push(prependCommand(run, item, KEEP_DOWNLOADS))
  }
  const note = isCleaned ? '; the image loses its docker-clean setting' : ''
  return { title: `Let ${cache.name} use the mount${note}`, safe: !isCleaned, edits }
}

/** Takes a variable out of its ENV when every RUN that it speaks to has a mount. */
function removeVariable(build: Build, run: RunStep, name: string, manager: string): readonly Edit[] | undefined {
  const { dockerfile } = build
  const settings = dockerfile.instructions.filter(
    one =>
      (one.keyword === 'ENV' || one.keyword === 'ARG') &&
      pairsOf(one, dockerfile.escape).some(pair => pair.name === name),
  )
  const [setting, ...others] = settings
  if (setting?.keyword !== 'ENV' || others.length > 0) return undefined
  const isMounted = runsOf(build).every(other =>
    cacheUsesOf(other).every(
      ({ cache, folders }) =>
        cache.name !== manager || placedMounts(other).some(mount => folders?.some(folder => holds(mount, folder))),
    ),
  )
  // An image that others build on passes the variable to them.
  if (!isMounted || !run.stage.stage.instructions.includes(setting)) return undefined
  const pairs = pairsOf(setting, dockerfile.escape)
  if (pairs.length === 1) return [deleteInstruction(dockerfile, setting)]
  const pair = pairs.find(one => one.name === name)
  return pair?.word.contiguous ? deleteFrom(dockerfile, setting, [pair.word.range]) : undefined
}
