import { mountsOf } from '../../documents/dockerfile/mounts.js'
import { rememberedFor } from '../../remembered.js'
import type { Build, Step } from '../build.js'
import { normalPath } from '../repository.js'
import type { StageBuild } from '../state.js'
import {
  allNames,
  behind,
  globalInfluence,
  type Influence,
  inheritedBy,
  NO_INFLUENCE,
  namesIn,
  ownNames,
  union,
} from './arguments.js'
import { cacheMountsOf, inputsOf, outputOf } from './inputs.js'
import type { Files, Layer } from './layer.js'
import { neededStages, possibleBases, stepsIn, targetStage } from './stage-names.js'

/**
 * The steps of a build in the order of the file, those of stages that the target does not need left out. All other instructions
 * change only what the image says of itself: BuildKit has no step for them.
 * @param target name of a stage, not its number; the last stage when it is undefined
 * @returns nothing when there is no such stage
 */
export const layersOf = rememberedFor((build: Build, target: string | undefined): readonly Layer[] => {
  const last = targetStage(build, target)
  if (last === undefined) return []
  const files = new Map<StageBuild, Files>()
  const ends = new Map<StageBuild, Influence>()
  const globals = globalInfluence(build.dockerfile)
  const layers: Layer[] = []
  for (const stage of neededStages(build, last)) {
    let below = startOf(build, stage, files, globals)
    const inherited = stage.parent && ends.get(stage.parent)
    let influence = inherited ? inheritedBy(inherited) : NO_INFLUENCE
    for (const step of stepsIn(stage)) {
      if (isLayer(step)) {
        const layer = { ...layerOf(build, step, influence, files), below }
        layers.push(layer)
        below = { layer, choices: [], chosenBy: new Set() }
      }
      influence = behind(influence, step.instruction, build.dockerfile.escape, globals)
    }
    files.set(stage, below)
    ends.set(stage, influence)
  }
  return layers
})

/** What a stage starts with. */
function startOf(build: Build, stage: StageBuild, above: ReadonlyMap<StageBuild, Files>, globals: Influence): Files {
  const names = namesIn(stage.stage.image.text, globals, build.dockerfile.escape)
  const known = stage.parent && above.get(stage.parent)
  if (known) return { ...known, chosenBy: union(known.chosenBy, names) }
  const choices = possibleBases(build, stage).flatMap(one => above.get(one) ?? [])
  return { layer: undefined, choices, chosenBy: names }
}

/** `WORKDIR /` has no step: the root is there already. */
function isLayer({ instruction: { keyword, arguments: args }, state }: Step): boolean {
  if (keyword !== 'WORKDIR') return keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD'
  return !(args.text.startsWith('/') || state.workdir === '/') || normalPath(args.text) !== ''
}

function layerOf(
  build: Build,
  step: Step,
  influence: Influence,
  files: ReadonlyMap<StageBuild, Files>,
): Omit<Layer, 'below'> {
  const { instruction } = step
  const { keyword, flags } = instruction
  const inputs = inputsOf(build, step, files)
  const own = keyword === 'RUN' ? allNames(influence) : ownNames(instruction, influence, build.dockerfile)
  const link = flags.find(({ name }) => name === 'link')
  // A COPY that sets modes is never linked.
  const isLinked = link !== undefined && link.value !== 'false' && !flags.some(({ name }) => name === 'chmod')
  return {
    build,
    step,
    instruction,
    inputs,
    isKnown: inputs.every(({ from, selector }) => selector && (from || build.context)),
    // It stands apart from the WORKDIR below, and has its folder all the same.
    arguments: isLinked ? union(own, influence.workdir) : own,
    cacheMounts: mountsOf(instruction).length === 0 ? [] : cacheMountsOf(build, step),
    isLinked,
    output: outputOf(build, step),
  }
}
