import * as v from 'valibot'
import { FOREIGN_LINTERS } from '../docs/foreign-ids.js'
import { FAIL_ON_WORDS, type FailOn, SCORE_LIMIT } from '../review/fail-on.js'
import { RULES } from '../rules/index.js'
import { type Rule, SEVERITIES, type Severity } from '../rules/rule.js'
import { isForeignName } from './foreign-names.js'
import { ruleNamed } from './rule-names.js'

/** What is done with pull requests that are drafts. */
export const DRAFTS = ['review', 'skip'] as const

const SEVERITY = v.picklist(SEVERITIES)
const names = (description: string) =>
  v.pipe(v.array(v.pipe(v.string(), v.nonEmpty('must not be empty'))), v.description(description))

/** What the configuration says of one rule. */
export type RuleConfig =
  | 'off'
  | 'on'
  | boolean
  | Severity
  | { readonly severity?: Severity | undefined; readonly options?: Record<string, unknown> | undefined }

function ruleSchema(rule: Rule): v.GenericSchema<RuleConfig> {
  const severity = v.optional(v.pipe(SEVERITY, v.description('How much its findings weigh.')))
  const details: v.ObjectEntries = rule.options ? { severity, options: v.optional(rule.options) } : { severity }
  const expected = `must be off, on, ${SEVERITIES.join(', ')}, or a mapping with ${Object.keys(details).join(' and ')}`
  const schema = v.union([v.picklist(['off', 'on', ...SEVERITIES]), v.boolean(), v.strictObject(details)], expected)
  return v.pipe(schema, v.description(rule.title)) as unknown as v.GenericSchema<RuleConfig>
}

/** A check of another linter that no rule answers, or one of many that a rule speaks for. */
const FOREIGN_CHECK = v.pipe(
  v.union(
    [v.picklist(['off', 'on', ...SEVERITIES]), v.boolean(), v.strictObject({ severity: v.optional(SEVERITY) })],
    `must be off, on or ${SEVERITIES.join(', ')}`,
  ),
  v.description('A check of another linter.'),
) as unknown as v.GenericSchema<RuleConfig>

const RULE_SCHEMAS = new Map(RULES.map(rule => [rule.id, v.optional(ruleSchema(rule))] as const))

/** Every name that a rule has, and every check of other linters that is known. */
export const RULE_NAMES: readonly string[] = [
  ...new Set([
    ...RULES.map(({ id }) => id),
    ...RULES.flatMap(({ aliases }) => aliases),
    ...FOREIGN_LINTERS.flatMap(({ checks }) => checks.map(({ id }) => id)),
  ]),
]

function schemaOf(name: string) {
  return RULE_SCHEMAS.get(ruleNamed(name)?.id ?? '') ?? v.optional(FOREIGN_CHECK)
}

const RULE_NAME = v.pipe(
  v.string(),
  v.check(name => ruleNamed(name) !== undefined || isForeignName(name), 'is the name of no rule'),
)

const IGNORE = v.strictObject({
  paths: names("Globs from the repository's root; a folder takes in all below it."),
  rules: v.optional(
    v.pipe(v.array(RULE_NAME), v.description('Rule ids, or what other linters call them. All rules when left out.')),
  ),
})

const expectedOf = ({ received }: v.BaseIssue<unknown>) => `must be ${FAIL_ON_WORDS}, not ${received}`
const SCORE_GATE = v.pipe(v.string(), v.regex(SCORE_LIMIT, expectedOf)) as unknown as v.GenericSchema<FailOn>
const FAIL_ON = v.union([v.picklist([...SEVERITIES, 'never']), SCORE_GATE], expectedOf)

/** `.drydock.yaml`, but for names under `rules` that only a pattern can tell: `SC2086`. */
export const CONFIG_SCHEMA = v.strictObject({
  rules: v.optional(rulesSchema(RULE_NAMES)),
  ignore: v.optional(v.pipe(v.array(IGNORE), v.description('Findings that do not count, by path.'))),
  files: v.optional(
    names('Globs of the files to review, in place of the usual names outside vendor and node_modules.'),
  ),
  exclude: v.optional(
    names('Globs of files to leave out, besides templates, ignore files, and what lies in vendor and node_modules.'),
  ),
  'fail-on': v.optional(
    v.pipe(
      FAIL_ON,
      v.description(
        'What fails the check: the least severe finding, or a Dockerfile whose score is below a number, as in score<70.',
      ),
    ),
  ),
  'comment-on': v.optional(
    v.pipe(
      v.picklist(['changed-lines', 'changed-files']),
      v.description('Comment on what the change touched, or on all that its diff shows.'),
    ),
  ),
  drafts: v.optional(v.pipe(v.picklist(DRAFTS), v.description('Whether pull requests that are drafts are reviewed.'))),
  'max-comments': v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(30),
      v.description('Comments on a pull request at one time.'),
    ),
  ),
  history: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(100),
      v.description('How many of the last merged pull requests are replayed, 50 when left out; 0 for none.'),
    ),
  ),
})

/** The schema for a file whose `rules` have these keys. */
export function configSchemaFor(keys: readonly string[]): typeof CONFIG_SCHEMA {
  const more = keys.filter(key => isForeignName(key) && ruleNamed(key) === undefined && !RULE_NAMES.includes(key))
  if (more.length === 0) return CONFIG_SCHEMA
  return v.strictObject({ ...CONFIG_SCHEMA.entries, rules: v.optional(rulesSchema([...RULE_NAMES, ...more])) })
}

function rulesSchema(names: readonly string[]) {
  return v.pipe(
    v.strictObject(Object.fromEntries(names.map(name => [name, schemaOf(name)]))),
    v.description(
      'Switches rules off or on, and sets severity and options; by id, or by what another linter calls them.',
    ),
  )
}

export type Config = v.InferOutput<typeof CONFIG_SCHEMA>
