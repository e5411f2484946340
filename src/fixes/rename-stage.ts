import type { Build } from '../build/build.js'
import { referencesTo, type StageReference } from '../build/stage-references.js'
import type { StageBuild } from '../build/state.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Edit } from './edits.js'

/**
 * Edits that give a stage another name, wherever it is named.
 * @param isMeant which of the places that have its name mean this stage; all of them by default
 * @returns undefined when some place cannot be edited
 */
export function renameStage(
  build: Build,
  stage: StageBuild,
  to: string,
  isMeant: (reference: StageReference) => boolean = () => true,
): readonly Edit[] | undefined {
  const [, , written] = plainWords(stage.stage.from.arguments)
  if (!written?.contiguous) return undefined
  const all = referencesTo(build, stage)
  if (all.some(({ name }) => name.includes('$'))) return undefined
  const places = all.filter(one => one.name === stage.stage.name && isMeant(one))
  const ranges = places.flatMap(({ range }) => range ?? [])
  if (ranges.length < places.length) return undefined
  const { text } = build.dockerfile
  return [written.range, ...ranges]
    .filter(({ start, end }) => text.slice(start, end) !== to)
    .map(range => ({ ...range, text: to }))
}
