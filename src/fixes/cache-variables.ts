import { type Build, type RunStep, runsOf } from '../build/build.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import { cacheUsesOf, holds, placedMounts } from '../package-managers/cache-uses.js'
import { deleteFrom } from './delete.js'
import type { Edit } from './edits.js'
import { deleteInstruction } from './instruction-edits.js'

/** Takes a variable out of its ENV when every RUN that it speaks to has a mount. */
export function removeVariable(build: Build, run: RunStep, name: string, manager: string): readonly Edit[] | undefined {
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
