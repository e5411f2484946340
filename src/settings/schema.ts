import * as v from 'valibot'
import { answersTo } from '../rules/finding.js'
import { RULES } from '../rules/index.js'
import { type Rule, SEVERITIES, type Severity } from '../rules/rule.js'

/** Names of files that are Dockerfiles, wherever they lie. */
export const DOCKERFILE_GLOBS: readonly string[] = [
  '**/Dockerfile',
  '**/Containerfile',
  '**/Dockerfile.*',
  '**/*.Dockerfile',
  '**/*.dockerfile',
]

/** Files of such names that are none: ignore files, documentation, and templates that only become Dockerfiles. */
export const NO_DOCKERFILE_GLOBS: readonly string[] = [
  '**/*.{dockerignore,md,rst,txt,orig,rej,bak,swp}',
  '**/*.{erb,in,j2,jinja,jinja2,mustache,template,tmpl,tpl,tt}',
]

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

/** Foreign ids begin with a capital; one of ours that does not exist is a slip of the pen. */
const RULE_NAME = v.pipe(
  v.string(),
  v.check(name => /^[A-Z]/.test(name) || RULES.some(rule => answersTo(rule, name)), 'is the name of no rule'),
)

const IGNORE = v.strictObject({
  paths: names("Globs from the repository's root; a folder takes in all below it."),
  rules: v.optional(
    v.pipe(v.array(RULE_NAME), v.description('Rule ids, or what other linters call them. All rules when left out.')),
  ),
})

/** `.drydock.yaml`. */
export const CONFIG_SCHEMA = v.strictObject({
  rules: v.optional(
    v.pipe(
      v.strictObject(Object.fromEntries(RULES.map(rule => [rule.id, v.optional(ruleSchema(rule))]))),
      v.description('Switches rules off or on, and sets severity and options.'),
    ),
  ),
  ignore: v.optional(v.pipe(v.array(IGNORE), v.description('Findings that do not count, by path.'))),
  files: v.optional(names('Globs of the files to review, in place of the usual names.')),
  exclude: v.optional(names('Globs of files to leave out, besides templates and ignore files.')),
  'fail-on': v.optional(
    v.pipe(v.picklist([...SEVERITIES, 'never']), v.description('The least severe finding that fails the check.')),
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
})

export type Config = v.InferOutput<typeof CONFIG_SCHEMA>
