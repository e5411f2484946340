import { mountsOf } from '../documents/dockerfile/mounts.js'
import type { Range } from '../documents/text.js'
import { type Build, stepsOfStage } from './build.js'
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

/** Every place that names a stage or an image, from top to bottom. */
export function referencesIn(build: Build): readonly StageReference[] {
  const { text } = build.dockerfile
  return build.stages.flatMap(stage => {
    const { image } = stage.stage
    const named = { from: stage, name: image.text.toLowerCase(), isFrom: true }
    const own = { ...named, range: image.contiguous ? image.range : undefined }
    const others = stepsOfStage(stage).flatMap(({ instruction }) => [
      ...instruction.flags.flatMap(flag =>
        flag.name === 'from' && flag.value !== undefined ? reference(stage, flag.value, flag.range, text) : [],
      ),
      ...mountsOf(instruction).flatMap(({ options, flag }) => {
        const from = options.get('from')
        return from === undefined ? [] : reference(stage, from, flag.range, text)
      }),
    ])
    return [own, ...others]
  })
}

function reference(from: StageBuild, name: string, flag: Range, text: string): readonly StageReference[] {
  const places = [...text.slice(flag.start, flag.end).matchAll(/(?:--|[,=])from=([^,"'\s]+)(?=,|$)/gi)]
  const [place, ...more] = places.filter(match => match[1] === name)
  const start = place && flag.start + place.index + place[0].length - name.length
  const range = start === undefined || more.length > 0 ? undefined : { start, end: start + name.length }
  return [{ from, name: name.toLowerCase(), range, isFrom: false }]
}

/** The places that name a stage, by name or number. BuildKit looks FROM's name up among the stages above it. */
export function referencesTo(build: Build, stage: StageBuild): readonly StageReference[] {
  const { name, index } = stage.stage
  return referencesIn(build).filter(one => {
    if (one.from === stage) return false
    if (one.isFrom) return one.from.parent === stage
    return one.name === String(index) || (name !== undefined && one.name === name)
  })
}

/** True when a stage may be meant by a name that only the build arguments decide: `FROM build-$OS`. */
export function mayBeChosen(build: Build, name: string): boolean {
  return referencesIn(build).some(one => {
    if (!one.name.includes('$')) return false
    const parts = one.name.split(/\$(?:\{[^}]*\}|\w+)/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`).test(name)
  })
}
