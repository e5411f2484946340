import type { ImageReference } from '../documents/dockerfile/image-reference.js'
import { remembered } from '../remembered.js'
import type { Build } from './build.js'
import type { StageBuild } from './state.js'
import { pulledImage, type TagCandidate, tagCandidate } from './tag-candidates.js'

/** An image without a digest, written without a variable. */
export interface OpenImage {
  readonly stage: StageBuild
  readonly reference: ImageReference
  /** True when the version is open, too. */
  readonly isLatest: boolean
  /** The version that the repository names elsewhere, where this one is open. */
  readonly candidate: TagCandidate | undefined
}

/** The images that the next build may find changed. */
export const openImages = remembered((build: Build): readonly OpenImage[] =>
  build.stages.flatMap(stage => {
    const reference = pulledImage(stage)
    if (reference === undefined || reference.digest !== undefined || stage.stage.image.text.includes('$')) return []
    const isLatest = (reference.tag ?? 'latest') === 'latest'
    const candidate = isLatest ? tagCandidate(build, stage, reference) : undefined
    return [{ stage, reference, isLatest, candidate }]
  }),
)
