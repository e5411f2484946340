import { pairsOf } from '../documents/dockerfile/pairs.js'
import type { Range } from '../documents/text.js'
import { type Build, type Step, stepsOf } from './build.js'
import { baseVariables, expand } from './variables.js'

/** One label that a LABEL sets. */
export interface Label {
  readonly step: Step
  /** Without quotes; undefined when variables are part of it. */
  readonly key: string | undefined
  readonly keyRange: Range
  /** Without quotes; undefined when variables are part of it. */
  readonly value: string | undefined
  readonly valueRange: Range
  /** False when a line end stands inside the label: it must not be edited then. */
  readonly contiguous: boolean
}

/** Every label of a file, from top to bottom; those that ONBUILD keeps for later, too. */
export function labelsOf(build: Build): readonly Label[] {
  const { escape } = build.dockerfile
  return stepsOf(build, 'LABEL').flatMap(step =>
    pairsOf(step.instruction, escape).map(({ name, value = '', word }) => ({
      step,
      key: literal(name, escape),
      keyRange: { start: word.range.start, end: word.contiguous ? word.range.start + name.length : word.range.end },
      value: literal(value, escape),
      valueRange: { start: word.contiguous ? word.range.end - value.length : word.range.start, end: word.range.end },
      contiguous: word.contiguous,
    })),
  )
}

const NOTHING = baseVariables({}, true)

function literal(text: string, escape: '\\' | '`'): string | undefined {
  return text.includes('$') ? undefined : expand(NOTHING, text, escape)
}

/** `text` in the quotes that stand at `range`, if any. It must not need quotes of its own. */
export function inTheSameQuotes(source: string, range: Range, text: string): string {
  const written = source.slice(range.start, range.end)
  const quote = /^(["']).*\1$/s.exec(written)?.[1] ?? ''
  return `${quote}${text}${quote}`
}
