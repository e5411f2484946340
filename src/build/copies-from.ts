import type { Word } from '../documents/dockerfile/instruction.js'
import { remembered, rememberedFor } from '../remembered.js'
import type { Build } from './build.js'
import { type Copy, copiesOf } from './copies.js'
import { grouped } from './grouped.js'
import type { StageBuild } from './state.js'

/** Copies by the name or number of the stage that they take from. */
const copiesByName = remembered(({ stages }: Build): ReadonlyMap<string | undefined, readonly Copy[]> => {
  const all = stages.flatMap(({ stage }) => stage.instructions.flatMap(copiesOf))
  return grouped(all, ({ from }) => from?.toLowerCase())
})

/** What is copied from the stages of one name, each text once: a generated file has the same names again and again. */
const sourcesByName = rememberedFor((build: Build, name: string): readonly Word[] => {
  const sources = (copiesByName(build).get(name) ?? []).flatMap(copy => copy.sources)
  return [...new Map(sources.map(word => [word.text, word])).values()]
})

/** What other stages copy from a stage, by its name or its number; each text once. */
export function sourcesTaken(build: Build, { stage: { name, index } }: StageBuild): readonly Word[] {
  const byNumber = sourcesByName(build, String(index))
  return name === undefined ? byNumber : [...sourcesByName(build, name), ...byNumber]
}
