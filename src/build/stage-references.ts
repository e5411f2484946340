import { mountsOf } from '../documents/dockerfile/mounts.js'
import type { Range } from '../documents/text.js'
import { remembered } from '../remembered.js'
import { type Build, stepsOfStage } from './build.js'
import { grouped } from './grouped.js'
import type { StageBuild } from './state.js'

/** A place that names a stage: FROM, `COPY --from` or `RUN --mount=from`. */
export interface StageReference {
  readonly from: StageBuild
  /** In lower case, as BuildKit compares it; variables are not expanded. */
  readonly name: string
  /** Where the name is written, undefined when it is not written in one piece. */
  readonly range: Range | undefined
  /** Besides FROM only numbers and names count, no variables. */
  readonly isFrom: boolean
}

interface References {
  readonly all: readonly StageReference[]
  /** FROMs by the stage that they mean. */
  readonly ofStage: ReadonlyMap<StageBuild | undefined, readonly StageReference[]>
  /** All others by what they name. */
  readonly byName: ReadonlyMap<string, readonly StageReference[]>
  readonly patterns: readonly RegExp[]
}

/** More names with variables than this, and any stage may be meant. */
const PATTERN_LIMIT = 50

/** Every place that names a stage or an image, from top to bottom. */
export function referencesIn(build: Build): readonly StageReference[] {
  return referencesOf(build).all
}

/** The places that name a stage, by name or number. BuildKit looks FROM's name up among the stages above it. */
export function referencesTo(build: Build, stage: StageBuild): readonly StageReference[] {
  const { ofStage, byName } = referencesOf(build)
  const { name, index } = stage.stage
  const named = [...(byName.get(String(index)) ?? []), ...(name === undefined ? [] : (byName.get(name) ?? []))]
  return [...(ofStage.get(stage) ?? []), ...named].filter(({ from }) => from !== stage)
}

/** True when a stage may be meant by a name that only the build arguments decide: `FROM build-$OS`. */
export function mayBeChosen(build: Build, name: string): boolean {
  const { patterns } = referencesOf(build)
  return patterns.length > PATTERN_LIMIT || patterns.some(pattern => pattern.test(name))
}

const referencesOf = remembered((build: Build): References => {
  const all = build.stages.flatMap(stage => inStage(build, stage))
  const ofStage = grouped(
    all.filter(({ isFrom }) => isFrom),
    ({ from }) => from.parent,
  )
  const byName = grouped(
    all.filter(({ isFrom }) => !isFrom),
    ({ name }) => name,
  )
  const open = new Set(all.map(({ name }) => name).filter(name => name.includes('$')))
  return { all, ofStage, byName, patterns: [...open].slice(0, PATTERN_LIMIT + 1).map(patternOf) }
})

function patternOf(name: string): RegExp {
  const parts = name.split(/\$(?:\{[^}]*\}|\w+)/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}

function inStage(build: Build, stage: StageBuild): readonly StageReference[] {
  const { text } = build.dockerfile
  const { image } = stage.stage
  const range = image.contiguous ? image.range : undefined
  const own = { from: stage, name: image.text.toLowerCase(), isFrom: true, range }
  const others = stepsOfStage(stage).flatMap(({ instruction }) => [
    ...instruction.flags.flatMap(({ name, value, range: place }) =>
      name === 'from' && value !== undefined ? named(stage, value, place, text) : [],
    ),
    ...mountsOf(instruction).flatMap(({ options, flag }) => {
      const from = options.get('from')
      return from === undefined ? [] : named(stage, from, flag.range, text)
    }),
  ])
  return [own, ...others]
}

function named(from: StageBuild, name: string, flag: Range, text: string): StageReference {
  const places = [...text.slice(flag.start, flag.end).matchAll(/(?:--|[,=])from=([^,"'\s]+)(?=,|$)/gi)]
  const [place, ...more] = places.filter(match => match[1] === name)
  const start = place && flag.start + place.index + place[0].length - name.length
  const range = start === undefined || more.length > 0 ? undefined : { start, end: start + name.length }
  return { from, name: name.toLowerCase(), range, isFrom: false }
}
