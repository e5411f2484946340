import { stepsOfStage } from './build.js'
import { copiesOf } from './copies.js'
import type { StageBuild } from './state.js'

/** True when files of the build context are copied above, so that the layer is built anew with each of their changes. */
export function isBehindContext(stage: StageBuild, index: number): boolean {
  const above = stepsOfStage(stage).slice(0, index)
  if (above.some(({ instruction }) => copiesOf(instruction).some(({ from }) => from === undefined))) return true
  return stage.parent !== undefined && isBehindContext(stage.parent, stage.parent.stage.instructions.length)
}

/** True when one of two stages is built on the other, or they are the same. */
export function isRelated(a: StageBuild, b: StageBuild): boolean {
  const isAbove = (stage: StageBuild | undefined, wanted: StageBuild): boolean =>
    stage !== undefined && (stage === wanted || isAbove(stage.parent, wanted))
  return isAbove(a, b) || isAbove(b, a)
}
