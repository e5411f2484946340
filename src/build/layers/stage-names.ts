import { mountsOf } from '../../documents/dockerfile/mounts.js'
import { type Build, type Step, stagesNamed, stepsOfStage } from '../build.js'
import { copiesOf } from '../copies.js'
import { mayBeChosen } from '../stage-references.js'
import type { StageBuild } from '../state.js'

/** What `--from` or `from=` names. */
export type Origin = StageBuild | 'context' | 'outside' | 'unknown'

/**
 * Whose files `COPY --from` means. Of stages with one name BuildKit takes the last one of the file; numbers count stages from 0. What
 * no stage is called is an image or a context that is given by name: outside.
 */
export function copiedFrom(build: Build, name: string | undefined): Origin {
  const origin = mountedFrom(build, name)
  return (origin === 'outside' && /^\d+$/.test(name ?? '') ? build.stages[Number(name)] : undefined) ?? origin
}

/** The same for a mount: there a number is the name of an image. Measured. */
export function mountedFrom(build: Build, name: string | undefined): Origin {
  if (name === undefined) return 'context'
  if (name.includes('$')) return 'unknown'
  return stagesNamed(build, name.toLowerCase()).at(-1) ?? 'outside'
}

/** The stages that a FROM may mean when only build arguments tell. */
export function possibleBases(build: Build, { stage, parent, reference }: StageBuild): readonly StageBuild[] {
  if (parent !== undefined || reference !== undefined) return []
  const above = build.stages.slice(0, stage.index)
  return above.filter(({ stage: { name } }) => name !== undefined && mayBeChosen(build, name))
}

/** What ONBUILD left in the stage that this one is built on, and then its own steps, as this stage runs them. */
export function stepsIn(stage: StageBuild): readonly Step[] {
  const [state] = stage.states
  const left = stage.parent && state ? stepsOfStage(stage.parent).filter(({ isTrigger }) => isTrigger) : []
  const triggers = left.map(step => ({ ...step, stage, index: -1, state: state as Step['state'] }))
  return [...triggers, ...stepsOfStage(stage).filter(({ isTrigger }) => !isTrigger)]
}

/** The stage that is wanted: names count, numbers do not (measured). The last one when none is named. */
export function targetStage(build: Build, target: string | undefined): StageBuild | undefined {
  if (target === undefined || target === '') return build.stages.at(-1)
  return stagesNamed(build, target.toLowerCase()).at(-1)
}

/**
 * The stages that a build of the target needs, from top to bottom.
 * @param below those that a stage is built from: all that may be, where only the build arguments tell
 */
export function neededStages(
  build: Build,
  target: StageBuild,
  below = (stage: StageBuild): readonly StageBuild[] => [...possibleBases(build, stage), ...surelyBelow(build, stage)],
): readonly StageBuild[] {
  const needed = new Set([target])
  for (const stage of needed) for (const one of below(stage)) needed.add(one)
  return build.stages.filter(stage => needed.has(stage))
}

/** The stages that one is built on, copies from or mounts, whatever the build arguments are. */
export function surelyBelow(build: Build, stage: StageBuild): readonly StageBuild[] {
  const read = stepsIn(stage).flatMap(step => readBy(build, step))
  return stage.parent === undefined ? read : [stage.parent, ...read]
}

function readBy(build: Build, { instruction }: Step): readonly StageBuild[] {
  const origins = [
    ...copiesOf(instruction).map(({ from }) => copiedFrom(build, from)),
    ...mountsOf(instruction).map(({ options }) => mountedFrom(build, options.get('from'))),
  ]
  return origins.flatMap(origin => (typeof origin === 'string' ? [] : origin))
}
