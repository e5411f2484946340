import { describeBuild, type KnownBuild } from './builds/known-build.js'
import type { History } from './history.js'

/** How many changes of a history would have had something built anew. Modelled from the paths that they changed. */
export interface Replay {
  readonly rebuilt: number
  /** All changes, those that touch nothing of the build included. */
  readonly of: number
  /** Changes whose known paths rebuild nothing while others are not known. */
  readonly unknown: number
}

/** Fewer changes say too little: of ten alike, one that happens to differ already moves the share by a tenth. */
const FEWEST = 10

/** @param isRebuiltBy whether a change of these paths rebuilds it; more paths never rebuild less */
export function replay({ changes }: History, isRebuiltBy: (paths: readonly string[]) => boolean): Replay {
  let rebuilt = 0
  let unknown = 0
  for (const { paths, isComplete } of changes) {
    if (isRebuiltBy(paths)) rebuilt++
    else if (!isComplete) unknown++
  }
  return { rebuilt, of: changes.length, unknown }
}

/** True when enough changes are known to say how often. */
export function isTelling({ of, unknown }: Replay): boolean {
  return of - unknown >= FEWEST
}

/**
 * What a replay comes to, in one sentence. Where not all is known, it claims no more than is.
 * @param by the build that is meant, where there are several and others come to something else
 * @param reordered the same with the suggestion, if there is one
 */
export function replayWords(
  { kind, isShallow }: History,
  now: Replay,
  { by, reordered }: { readonly by?: KnownBuild | undefined; readonly reordered?: Replay | undefined } = {},
): string {
  if (!isTelling(now)) {
    const known = now.of - now.unknown
    const why = isShallow ? ', as the clone is shallow' : ''
    return `There is too little history to tell how often it is rebuilt: ${counted(known, kind)}${why}.`
  }
  const where = by === undefined ? '' : ` where ${describeBuild(by)}`
  const usual = `Rebuilt by ${atLeast(now)} of the last ${counted(now.of, kind)}${where}`
  const words = reordered ? `${usual}; in this order by ${atMost(reordered)}` : usual
  return `${words} (modelled from the files that they changed, the Dockerfile aside).`
}

function atLeast(told: Replay): string {
  return told.unknown > 0 && told.rebuilt > 0 ? `at least ${told.rebuilt}` : atMost(told)
}

function atMost({ rebuilt, unknown }: Replay): string {
  return unknown > 0 ? `at most ${rebuilt + unknown}` : orNone(rebuilt)
}

function counted(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`
}

function orNone(count: number): string {
  return count === 0 ? 'none' : String(count)
}
