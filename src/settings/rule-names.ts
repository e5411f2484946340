import { answersTo } from '../rules/finding.js'
import { RULES } from '../rules/index.js'
import { type Rule, SEVERITIES, type Severity } from '../rules/rule.js'
import type { RuleConfig } from './schema.js'

/** What a configuration says under `rules`, by a rule's id or by what another linter calls it. */
export type RuleConfigs = Readonly<Record<string, RuleConfig | undefined>>

/** What a configuration wants of a rule; what it leaves open is undefined. */
export interface RuleWish {
  readonly isOff?: boolean | undefined
  readonly severity?: Severity | undefined
  readonly options?: Record<string, unknown> | undefined
}

/**
 * All that is said of one rule. Its own id goes before other names; of several other names one that switches it off wins,
 * since the others ask for less than was there, and else the most severe.
 */
export function wishFor(rule: Rule, said: RuleConfigs): RuleWish | undefined {
  const named = Object.entries(said).filter(([name, config]) => config !== undefined && answersTo(rule, name))
  if (named.length === 0) return undefined
  const own = said[rule.id]
  const others = named.flatMap(([name, config]) => (config === undefined || name === rule.id ? [] : wishFrom(config)))
  const severities = others.flatMap(({ severity }) => severity ?? [])
  const combined = {
    isOff: others.some(({ isOff }) => isOff),
    severity: SEVERITIES.find(severity => severities.includes(severity)),
    options: others.findLast(({ options }) => options)?.options,
  }
  return own === undefined ? combined : onTop(wishFrom(own), combined)
}

export function wishFrom(config: RuleConfig): RuleWish {
  if (config === 'off' || config === false) return { isOff: true }
  if (config === 'on' || config === true) return { isOff: false }
  return typeof config === 'string' ? { isOff: false, severity: config } : { isOff: false, ...config }
}

/** Where the upper wish leaves something open the lower one counts; whether the rule is on only the upper one says. */
export function onTop(upper: RuleWish, lower: RuleWish): RuleWish {
  return {
    isOff: upper.isOff,
    severity: upper.severity ?? lower.severity,
    options: upper.options ?? lower.options,
  }
}

/** Names under `rules` that are no rule's, such as `SC2086`: of a finding that has a name of its own, or of none. */
export function namesOfNoRule(said: RuleConfigs): readonly (readonly [string, RuleWish])[] {
  return Object.entries(said).flatMap(([name, config]) =>
    config === undefined || ruleNamed(name) ? [] : [[name, wishFrom(config)] as const],
  )
}

/** The rule of a name; the first one where two share it. */
export function ruleNamed(name: string): Rule | undefined {
  return RULES.find(rule => answersTo(rule, name))
}

/** True for what another linter calls a check that several rules share. */
export function isSharedName(name: string): boolean {
  return RULES.filter(rule => answersTo(rule, name)).length > 1
}
