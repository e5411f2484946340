import * as v from 'valibot'
import { RULES } from '../rules/index.js'
import { parseConfig } from './config.js'
import { type HadolintConfig, parseHadolint } from './hadolint.js'
import { namesOfNoRule, onTop, type RuleConfigs, type RuleWish, wishFor } from './rule-names.js'
import type { Config, RuleConfig } from './schema.js'

/** Where the configuration is when nobody names a file. */
export const DEFAULT_CONFIG = '.drydock.yaml'
/** In the order in which hadolint looks for them. */
export const HADOLINT_FILES: readonly string[] = ['.hadolint.yaml', '.hadolint.yml']

export interface ConfigFile {
  readonly path: string
  readonly text: string
}

/**
 * What a repository's files say together. Both may be there, since a team may go on using hadolint. Then `.drydock.yaml` wins
 * key by key: what it says of a rule (off, severity, options, each for itself) and every other key goes before what
 * `.hadolint.yaml` says; what it leaves open comes from there.
 * @throws UserError naming the file, the line and the key
 */
export function configFrom(own: ConfigFile | undefined, hadolint: ConfigFile | undefined): Config {
  const upper = own ? parseConfig(own.path, own.text) : {}
  if (hadolint === undefined) return upper
  const lower = fromHadolint(parseHadolint(hadolint.path, hadolint.text))
  return { ...lower, ...upper, rules: mergedRules(upper.rules ?? {}, lower.rules ?? {}) }
}

function fromHadolint({ rules, failOn }: HadolintConfig): Config {
  return {
    rules: Object.fromEntries(rules.map(({ name, config }) => [name, config])),
    ...(failOn ? { 'fail-on': failOn.value } : {}),
  }
}

function mergedRules(upper: RuleConfigs, lower: RuleConfigs): Record<string, RuleConfig> {
  const merged = RULES.flatMap(rule => {
    const [above, below] = [wishFor(rule, upper), wishFor(rule, lower)]
    const wish = above && below ? onTop(above, below) : (above ?? below)
    return wish ? [[rule.id, configOf(wish, rule.options)] as const] : []
  })
  const others = [...namesOfNoRule(lower), ...namesOfNoRule(upper)].map(
    ([name, wish]) => [name, configOf(wish)] as const,
  )
  return Object.fromEntries([...merged, ...others])
}

function configOf({ isOff, severity, options }: RuleWish, schema?: v.GenericSchema): RuleConfig {
  if (isOff) return 'off'
  // What hadolint's file gives has no defaults yet.
  const complete = options && schema ? (v.parse(schema, options) as Record<string, unknown>) : options
  return { ...(severity ? { severity } : {}), ...(complete ? { options: complete } : {}) }
}
