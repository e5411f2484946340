import { DockerfileParser } from 'dockerfile-ast'
import type { Range } from '../text.js'
import type { Dockerfile, Stage } from './document.js'

/** Where the parts of an image reference stand, in offsets of the file. */
export interface ImageParts {
  /** All but tag and digest. */
  readonly name: Range
  /** Without the colon. */
  readonly tag: Range | undefined
}

/**
 * Takes the image of a FROM apart. `dockerfile-ast` is exact about these ranges; it only gets to see the one instruction.
 * @returns undefined for an image that line ends split
 */
export function imageParts({ text }: Dockerfile, { from, image }: Stage): ImageParts | undefined {
  if (!image.contiguous) return undefined
  const written = `FROM ${text.slice(image.range.start, image.range.end)}`
  const [instruction] = DockerfileParser.parse(written).getFROMs()
  const name = instruction?.getImageNameRange()
  const tag = instruction?.getImageTagRange() ?? undefined
  if (!name || from.json) return undefined
  const offset = image.range.start - 'FROM '.length
  const rangeOf = (one: typeof name): Range => ({
    start: offset + one.start.character,
    end: offset + one.end.character,
  })
  return { name: { start: image.range.start, end: rangeOf(name).end }, tag: tag && rangeOf(tag) }
}
