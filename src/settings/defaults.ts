import * as v from 'valibot'
import { RULES } from '../rules/index.js'
import type { Rule } from '../rules/rule.js'
import type { Settings } from './settings.js'

/** A rule's options when nobody sets any. */
export function defaultOptions({ options }: Rule): Record<string, unknown> {
  return options ? v.parse(options, {}) : {}
}

/** What holds without a configuration file: these rules, at their own severity. */
export function defaultSettings(rules: readonly Rule[] = RULES.filter(rule => !rule.isOffByDefault)): Settings {
  return { rules: rules.map(rule => ({ rule, severity: rule.severity, options: defaultOptions(rule) })), ignore: [] }
}
