import type { Instruction } from '../documents/dockerfile/instruction.js'
import type { Range } from '../documents/text.js'
import type { Fix, Proposal } from '../fixes/edits.js'
import { type Rule, SEVERITIES, type Severity } from './rule.js'

/** A problem with its rule, severity and place. */
export interface Finding {
  readonly rule: Rule
  readonly severity: Severity
  readonly path: string
  /** In UTF-16 offsets of the file. */
  readonly range: Range
  readonly message: string
  /** Another linter's name for just this kind, where the rule speaks for many. */
  readonly code?: string | undefined
  /** Once findings were proved: only a fix that holds. */
  readonly fix: Fix | undefined
  /** What mends it in another file. */
  readonly proposal?: Proposal | undefined
  /** The step whose being run again is the matter. */
  readonly step?: Instruction | undefined
  /** The order of the steps is what is wrong. */
  readonly isOrder?: boolean
  /** How often that would have been so, modelled from what was merged before; a sentence. */
  readonly replayed?: string
  /** Why there is a fix but it is not offered. */
  readonly withheld: string | undefined
  /** What says that the finding does not count: a comment in the file or an entry of the configuration. */
  readonly ignoredBy: string | undefined
}

/**
 * True when `name` is the rule's id or one that it answers to elsewhere; capitals do not matter.
 * @param code the name of just this kind of finding
 */
export function answersTo(rule: Pick<Rule, 'id' | 'aliases'>, name: string, code?: string): boolean {
  const wanted = name.toLowerCase()
  return rule.id === wanted || [...rule.aliases, code].some(alias => alias?.toLowerCase() === wanted)
}

/** Most severe first, then by place. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity)
  return [...findings].sort((a, b) => rank(a) - rank(b) || a.range.start - b.range.start)
}
