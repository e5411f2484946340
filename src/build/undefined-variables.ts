import type { Instruction, Word } from '../documents/dockerfile/instruction.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import type { Range } from '../documents/text.js'
import { type Build, type Step, stepsOfStage } from './build.js'
import { globalArguments } from './global-arguments.js'
import { mayImageSet } from './image-variables.js'
import { isPlatformArgument } from './platform-arguments.js'
import type { StageBuild } from './state.js'
import { heredocUses, unsetUses } from './variable-uses.js'
import { isDeclared } from './variables.js'

/** A variable that BuildKit puts nothing for. */
export interface UndefinedVariable {
  readonly step: Step
  readonly name: string
  readonly range: Range
  /** The word that it stands in, undefined in a heredoc. */
  readonly word: Word | undefined
  /** Declared above the first FROM or set by BuildKit: an ARG in the stage is all that is missing. */
  readonly isGlobal: boolean
  /** An ARG of the stage declares it, but further below. */
  readonly isDeclaredBelow: boolean
}

/** The variables that nothing sets where they are used: neither the stage, nor those it is built on, nor their image. */
export function undefinedVariables(build: Build): readonly UndefinedVariable[] {
  const { escape, text } = build.dockerfile
  const globals = globalArguments(build.dockerfile)
  return build.stages.flatMap(stage => {
    const args = stage.stage.instructions.filter(({ keyword }) => keyword === 'ARG')
    const declared = new Set(args.flatMap(arg => pairsOf(arg, escape).map(({ name }) => name)))
    return stepsOfStage(stage).flatMap(step => {
      const { instruction, isTrigger, state } = step
      if (isTrigger) return []
      const isKnown = (name: string) => name === 'PATH' || isDeclared(state.variables, name)
      const own = ownNames(instruction, escape)
      const uses = [
        ...unsetUses(instruction, escape, text, (name, word) => isKnown(name) || own(name, word)),
        ...(instruction.keyword === 'COPY' || instruction.keyword === 'ADD'
          ? instruction.heredocs.flatMap(heredoc => heredocUses(text, heredoc)).filter(({ name }) => !isKnown(name))
          : []),
      ]
      return uses.flatMap(use => {
        const isGlobal = globals.has(use.name) || isPlatformArgument(use.name)
        const bySomebody = mayImageSet(stage, use.name) ?? (!isGlobal || isNamedBy(stage, use.name))
        if (bySomebody || ('hasOperator' in use && use.hasOperator)) return []
        const word = 'word' in use ? use.word : undefined
        return { step, name: use.name, range: use.range, word, isGlobal, isDeclaredBelow: declared.has(use.name) }
      })
    })
  })
}

/** Which names an instruction itself sets for a word of it: ARG for the words behind; ENV's are another rule's. */
function ownNames(instruction: Instruction, escape: string): (name: string, word: Word) => boolean {
  const { keyword } = instruction
  if (keyword !== 'ARG' && keyword !== 'ENV') return () => false
  const places = new Map<string, { first: number; last: number }>()
  for (const { name, word } of pairsOf(instruction, escape)) {
    const at = word.range.start
    places.set(name, { first: places.get(name)?.first ?? at, last: at })
  }
  return (name, word) => {
    const place = places.get(name)
    const at = word.range.start
    return place !== undefined && (place.first < at || (keyword === 'ENV' && place.last > at))
  }
}

/** An image that is chosen by a variable may well tell its containers what it was. */
function isNamedBy({ parent, stage }: StageBuild, variable: string): boolean {
  return parent ? isNamedBy(parent, variable) : new RegExp(`\\$\\{?${variable}(?!\\w)`).test(stage.image.text)
}
