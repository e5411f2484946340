import type { Instruction } from '../documents/dockerfile/instruction.js'
import { rememberedFor } from '../remembered.js'
import type { Build } from './build.js'
import type { KnownBuild } from './builds/known-build.js'
import { viewsOf } from './builds/views.js'
import type { Verdict } from './layers/contents.js'
import type { Layer } from './layers/layer.js'
import { layersOf } from './layers/layers-of.js'
import { verdictsOf } from './layers/verdicts.js'
import { isTelling, type Replay, replay } from './replay.js'

/** How often a history would have run one step of a build again. */
export interface ReplayedStep {
  /** The build that is meant; undefined where no file describes one. */
  readonly by: KnownBuild | undefined
  /** Surely. */
  readonly surely: Replay
  /** Surely or perhaps: where only what another step writes would tell. */
  readonly perhaps: Replay
}

/** Who builds one Dockerfile in more ways than this, each with arguments of its own, gets to hear of the first. */
const MOST_VIEWS = 20

/**
 * One for each way in which the step is built, by files and arguments.
 * @returns nothing where no history is known, or no build needs the step
 */
export const replaysOf = rememberedFor((build: Build, instruction: Instruction): readonly ReplayedStep[] => {
  const { history } = build.repository
  if (history === undefined) return []
  return viewsOf(build)
    .slice(0, MOST_VIEWS)
    .flatMap(({ build: seen, builds }) => {
      const targets = new Set([undefined, ...builds.map(({ target }) => target)])
      for (const target of targets) {
        const layer = layersOf(seen, target).find(({ step }) => step.instruction === instruction)
        if (layer === undefined) continue
        const by = (wanted: readonly Verdict[]) =>
          replay(history, paths => wanted.includes(verdicts(seen, target, paths).get(layer) ?? 'depends'))
        return [{ by: builds[0], surely: by(['rebuilt']), perhaps: by(['rebuilt', 'depends']) }]
      }
      return []
    })
})

/** True when enough is known, and nothing of it would have run the step again. */
export function isNeverRebuilt(build: Build, instruction: Instruction): boolean {
  const replays = replaysOf(build, instruction)
  return (
    replays.length > 0 && replays.every(({ perhaps }) => isTelling(perhaps) && perhaps.rebuilt + perhaps.unknown === 0)
  )
}

function verdicts(build: Build, target: string | undefined, paths: readonly string[]): ReadonlyMap<Layer, Verdict> {
  const known = verdictsFor(build, target)
  const found = known.get(paths) ?? verdictsOf(layersOf(build, target), { paths: new Set(paths) })
  known.set(paths, found)
  return found
}

/** Paths are told apart as objects: those of a history stay the same. */
const verdictsFor = rememberedFor(
  (_: Build, __: string | undefined) => new Map<readonly string[], ReadonlyMap<Layer, Verdict>>(),
)
