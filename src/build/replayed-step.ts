import type { Instruction } from '../documents/dockerfile/instruction.js'
import { rememberedFor } from '../remembered.js'
import type { Build } from './build.js'
import type { Verdict } from './layers/contents.js'
import type { Layer } from './layers/layer.js'
import { layersOf } from './layers/layers-of.js'
import { verdictsOf } from './layers/verdicts.js'
import { isTelling, type Replay, replay } from './replay.js'

/** How often a history would have run one step of a build again. */
export interface ReplayedStep {
  /** Surely. */
  readonly surely: Replay
  /** Surely or perhaps: where only what another step writes would tell. */
  readonly perhaps: Replay
}

/** @returns undefined where no history is known, or the step is none of the last stage's build */
export const replayStep = rememberedFor((build: Build, instruction: Instruction): ReplayedStep | undefined => {
  const { history } = build.repository
  const layer = layersOf(build, undefined).find(one => one.step.instruction === instruction)
  if (history === undefined || layer === undefined) return undefined
  const by = (wanted: readonly Verdict[]) =>
    replay(history, paths => wanted.includes(verdicts(build, paths).get(layer) ?? 'depends'))
  return { surely: by(['rebuilt']), perhaps: by(['rebuilt', 'depends']) }
})

/** True when enough is known, and nothing of it would have run the step again. */
export function isNeverRebuilt(build: Build, instruction: Instruction): boolean {
  const replayed = replayStep(build, instruction)
  if (replayed === undefined || !isTelling(replayed.perhaps)) return false
  return replayed.perhaps.rebuilt + replayed.perhaps.unknown === 0
}

/** Paths are told apart as objects: those of a history stay the same. */
const verdicts = rememberedFor(
  (build: Build, paths: readonly string[]): ReadonlyMap<Layer, Verdict> =>
    verdictsOf(layersOf(build, undefined), { paths: new Set(paths) }),
)
