import type { Word } from '../../documents/dockerfile/instruction.js'
import { remembered } from '../../remembered.js'
import { type Build, type Step, stepsOf } from '../build.js'
import { copiesOf } from '../copies.js'
import { normalPath } from '../repository.js'
import { expand } from '../variables.js'

/** A copy that takes a folder of the context with all that lies in it. */
export interface WholeCopy {
  readonly step: Step
  readonly word: Word
  /** In the context; empty for its root. */
  readonly folder: string
}

/** The copies that take whole folders of a known context, from top to bottom; what ONBUILD keeps for later is not among them. */
export const wholeCopies = remembered((build: Build): readonly WholeCopy[] => {
  const { context, dockerfile } = build
  if (context === undefined) return []
  return stepsOf(build, 'ADD', 'COPY').flatMap(step =>
    step.isTrigger || step.instruction.flags.some(({ name }) => name === 'exclude' || name === 'parents')
      ? []
      : copiesOf(step.instruction).flatMap(({ from, sources }) =>
          sources.flatMap(word => {
            const path = from === undefined ? expand(step.state.variables, word.text, dockerfile.escape) : undefined
            if (path === undefined || /:\/\/|^git@|[?[\\]|\*./.test(path)) return []
            const folder = normalPath(path.replace(/(^|\/)\*$/, '$1'))
            return context.kindOf(folder) === 'folder' ? [{ step, word, folder }] : []
          }),
        ),
  )
})
