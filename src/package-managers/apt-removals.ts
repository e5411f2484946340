import type { RunStep } from '../build/build.js'
import { remembered } from '../remembered.js'
import { type AptCall, aptCallsOf } from './apt.js'

/** True when the same RUN removes all of it again, and with it what it brought along. */
export function goesAgain(run: RunStep, { operands, call }: AptCall): boolean {
  const { removals, isAllAuto } = removalsIn(run)
  const later = removals.filter(({ at }) => at > call.command.range.start)
  // Measured, in one call or two: what the removed packages recommend goes with them.
  if (!later.some(({ goesFar }) => goesFar)) return false
  return isAllAuto || operands.every(({ text }) => later.some(({ names }) => names.has(text)))
}

interface Removal {
  readonly at: number
  readonly names: ReadonlySet<string>
  readonly goesFar: boolean
}

const removalsIn = remembered((run: RunStep): { removals: readonly Removal[]; isAllAuto: boolean } => ({
  removals: aptCallsOf(run).flatMap(({ verb, operands, call: { command, args } }) => {
    if (!/^(?:remove|purge|autoremove|autopurge)$/.test(verb)) return []
    const goesFar = verb.startsWith('auto') || args.some(({ text }) => /^--auto-?remove$/.test(text))
    return { at: command.range.start, names: new Set(operands.map(({ text }) => text)), goesFar }
  }),
  // `apt-mark auto '.*'`, as official images do: only what is marked again stays.
  isAllAuto: run.calls.some(({ program, args }) => program === 'apt-mark' && args[0]?.value === 'auto'),
}))
