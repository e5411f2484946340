import type { Rule, Severity } from '../rules/rule.js'

/** A rule that is on, with what the configuration says of it. */
export interface RuleSetting {
  readonly rule: Rule
  readonly severity: Severity
  /** As the rule's own schema gives them, defaults included. */
  readonly options: Record<string, unknown>
}

/** Findings of some rules do not count below some paths. */
export interface PathIgnore {
  /** Globs from the repository's root. */
  readonly paths: readonly string[]
  /** Ids or aliases; undefined for all rules. */
  readonly rules: readonly string[] | undefined
}

/** How to review: what `.drydock.yaml` and its defaults come to. */
export interface Settings {
  readonly rules: readonly RuleSetting[]
  readonly ignore: readonly PathIgnore[]
  /** Of findings that have a name of their own (`SC2086`), where the configuration sets it. */
  readonly severities?: ReadonlyMap<string, Severity>
}
