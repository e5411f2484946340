import * as v from 'valibot'
import { LABEL_TYPES, type LabelType } from '../build/label-types.js'
import { RULES } from '../rules/index.js'
import type { Severity } from '../rules/rule.js'
import { readYaml } from './read-yaml.js'
import { ruleNamed } from './rule-names.js'
import type { Config, RuleConfig } from './schema.js'

const names = v.nullish(v.array(v.string()))

/** `.hadolint.yaml` as hadolint 2.15 reads it; keys that it does not know it passes over, and so do we. */
const HADOLINT_SCHEMA = v.looseObject({
  ignored: names,
  override: v.nullish(v.looseObject({ error: names, warning: names, info: names, style: names })),
  trustedRegistries: names,
  'label-schema': v.nullish(v.record(v.string(), v.nullish(v.picklist([...LABEL_TYPES, ''])))),
  'strict-labels': v.nullish(v.boolean()),
  'failure-threshold': v.nullish(v.picklist(['error', 'warning', 'info', 'style', 'ignore', 'none'])),
  'no-fail': v.nullish(v.boolean()),
})
type Hadolint = v.InferOutput<typeof HADOLINT_SCHEMA>

/** One entry of the file in our words, and where in the file it stands. */
export interface Migrated {
  /** As the file names the rule; an id of ours where the file has none. */
  readonly name: string
  readonly config: RuleConfig
  /** `ignored`, `override.error`, … */
  readonly from: string
}

export interface HadolintConfig {
  readonly rules: readonly Migrated[]
  readonly failOn: { readonly value: NonNullable<Config['fail-on']>; readonly from: string } | undefined
}

/** hadolint looks at them in this order: the last one that names a rule wins. */
const OVERRIDES = { style: 'info', info: 'info', warning: 'warning', error: 'error' } as const

/**
 * Reads `.hadolint.yaml`. `format`, `no-color` and `disable-ignore-pragma` have nothing to do with what is found, and count
 * for nothing.
 * @param path only for messages
 * @throws UserError naming the line, the key, and what could stand there
 */
export function parseHadolint(path: string, text: string): HadolintConfig {
  const file = readYaml(path, text, () => HADOLINT_SCHEMA)
  const ignored = file.ignored ?? []
  const configured = [...registriesOf(file), ...labelsOf(file)]
  const wanted = new Set(configured.map(({ name }) => name))
  const overrides = Object.entries(OVERRIDES).flatMap(([key, severity]) =>
    (file.override?.[key as keyof typeof OVERRIDES] ?? [])
      .filter(name => !ignored.includes(name) && !isQuieted(name, severity, wanted))
      .map(name => ({ name, config: severity, from: `override.${key}` })),
  )
  const isWanted = ({ name }: Migrated) => !ruleNamed(name)?.aliases.some(alias => ignored.includes(alias))
  return {
    rules: [
      ...ignored.map(name => ({ name, config: 'off', from: 'ignored' }) as const),
      ...overrides,
      ...configured.filter(isWanted),
    ],
    failOn: failOnOf(file),
  }
}

/** Who makes a rule weigh less does not ask for one that is off unless somebody wants it. */
function isQuieted(name: string, severity: Severity, wanted: ReadonlySet<string>): boolean {
  const rule = ruleNamed(name)
  return severity === 'info' && rule?.isOffByDefault === true && !wanted.has(rule.id)
}

function registriesOf({ trustedRegistries }: Hadolint): readonly Migrated[] {
  if (!trustedRegistries?.length) return []
  return withOptions('allowed-registries', { registries: trustedRegistries }, 'trustedRegistries')
}

function labelsOf(file: Hadolint): readonly Migrated[] {
  const schema = Object.entries(file['label-schema'] ?? {})
  if (schema.length === 0) return []
  const labels: Record<string, LabelType> = Object.fromEntries(schema.map(([name, type]) => [name, type || 'text']))
  const strict = file['strict-labels'] ?? false
  return [
    ...withOptions('label-schema', { labels, ...(strict ? { strict } : {}) }, 'label-schema'),
    ...withOptions('label-value', { labels }, 'label-schema'),
  ]
}

function withOptions(id: string, options: Record<string, unknown>, from: string): readonly Migrated[] {
  const schema = RULES.find(rule => rule.id === id)?.options
  return schema && v.is(schema, options) ? [{ name: id, config: { options }, from }] : []
}

function failOnOf(file: Hadolint): HadolintConfig['failOn'] {
  if (file['no-fail']) return { value: 'never', from: 'no-fail' }
  const threshold = file['failure-threshold']
  if (!threshold) return undefined
  const value = threshold === 'error' || threshold === 'warning' ? threshold : 'info'
  return { value, from: 'failure-threshold' }
}
