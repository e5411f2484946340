import { mountsOf } from '../documents/dockerfile/mounts.js'
import { remembered, rememberedFor } from '../remembered.js'
import { type Build, type Step, stagesNamed, stepsOfStage } from './build.js'
import { copiesOf } from './copies.js'
import { grouped } from './grouped.js'
import type { StageBuild } from './state.js'

/** True when files of the build context are copied above, so that the layer is built anew with each of their changes. */
export function isBehindContext(stage: StageBuild, index: number): boolean {
  const above = stepsOfStage(stage).slice(0, index)
  if (above.some(({ instruction }) => copiesOf(instruction).some(({ from }) => from === undefined))) return true
  return stage.parent !== undefined && isBehindContext(stage.parent, stage.parent.stage.instructions.length)
}

/** True when files stand above or are mounted that a commit may change: of the build context, or of another stage. */
export function isBehindFiles(build: Build, { stage, index, instruction }: Step): boolean {
  const isChanging = (from: string | undefined) => from === undefined || holdsFiles(build, from, stage)
  const isCopied = ({ parent, stage: { instructions } }: StageBuild, end: number): boolean =>
    instructions.slice(0, end).some(one => copiesOf(one).some(({ from }) => isChanging(from))) ||
    (parent !== undefined && isCopied(parent, parent.stage.instructions.length))
  const mounts = mountsOf(instruction).filter(({ type }) => type === 'bind')
  return mounts.some(({ options }) => isChanging(options.get('from'))) || isCopied(stage, index)
}

/** True for a stage into which files come that a commit may change; only stages above are asked. */
function holdsFiles(build: Build, from: string, user: StageBuild): boolean {
  const named = stagesNamed(build, from.toLowerCase())
  const all = /^\d+$/.test(from) ? [...named, build.stages[Number(from)]] : named
  return all.some(stage => stage !== undefined && stage.stage.index < user.stage.index && takesFiles(build, stage))
}

const takesFiles = rememberedFor(
  (build: Build, stage: StageBuild): boolean =>
    (stage.parent !== undefined && takesFiles(build, stage.parent)) ||
    stage.stage.instructions.some(one => {
      const mounts = mountsOf(one).filter(({ type }) => type === 'bind')
      const sources = [...copiesOf(one).map(({ from }) => from), ...mounts.map(({ options }) => options.get('from'))]
      return sources.some(from => from === undefined || holdsFiles(build, from, stage))
    }),
)

const childrenOf = remembered(({ stages }: Build) => grouped(stages, ({ parent }) => parent))

/** True when another stage is built on this one, and finds there what this one sets. */
export function isBuiltOn(build: Build, stage: StageBuild): boolean {
  return childrenOf(build).has(stage)
}

/** The stages that are built on one, and those that are built on them, from top to bottom. */
export function descendantsOf(build: Build, stage: StageBuild): readonly StageBuild[] {
  const found = [...(childrenOf(build).get(stage) ?? [])]
  for (let i = 0; i < found.length; i++) found.push(...(childrenOf(build).get(found[i] as StageBuild) ?? []))
  return found.sort((a, b) => a.stage.index - b.stage.index)
}

/** The topmost of the stages that one is built on; itself where there is none. */
export function rootStage(stage: StageBuild): StageBuild {
  return stage.parent ? rootStage(stage.parent) : stage
}

/** True when one of two stages is built on the other, or they are the same. */
export function isRelated(a: StageBuild, b: StageBuild): boolean {
  return holdsStage(a, b) || holdsStage(b, a)
}

/** True when a stage is another one, or is built on it. */
export function holdsStage(stage: StageBuild | undefined, other: StageBuild): boolean {
  return stage !== undefined && (stage === other || holdsStage(stage.parent, other))
}
