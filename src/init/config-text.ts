import { stringify } from 'yaml'
import type { ConfigFile } from '../settings/config-files.js'
import { isForeignName } from '../settings/foreign-names.js'
import { type Migrated, parseHadolint } from '../settings/hadolint.js'
import { isSharedName, onTop, type RuleWish, ruleNamed, wishFor, wishFrom } from '../settings/rule-names.js'

/** The configuration for who has none yet: everything is as it is without the file. */
export const DEFAULT_TEXT = `# What Drydock reviews, and how. All keys are optional; these comments show what they look like.
# Every rule with its options: docs/rules/ of Drydock.

# Switch a rule off or on, or say how much its findings weigh (error, warning, info). What hadolint, docker build --check,
# Trivy and Checkov call a rule will do, too.
# rules:
#   root-user: error
#   apt-no-recommends: off
#   DL3020: info

# Findings that do not count in some places.
# ignore:
#   - paths: [legacy/]
#     rules: [pinned-base-image]

# Files to leave out.
# exclude: [examples/]

# The least severe finding that fails the check: error, warning, info or never.
fail-on: error
`

/**
 * What hadolint's configuration says, in Drydock's words; a comment tells where each entry comes from.
 * @throws UserError when hadolint's file cannot be used
 */
export function migratedText({ path, text }: ConfigFile): string {
  const { rules, failOn } = parseHadolint(path, text)
  const groups = groupBy(rules)
  const entries = [...groups].map(([key, group]) => entry(key, group))
  const parts = [
    `# What Drydock reviews, and how. Written by "drydock init" from ${path}, and it goes before that file:\n# once nothing else reads ${path}, that one can go.`,
    entries.length > 0 ? `rules:\n${entries.join('')}`.trimEnd() : `# ${path} names no rules.`,
    ...(failOn ? [`# ${failOn.from} in ${path}\nfail-on: ${failOn.value}`] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

/** Ours where there is just one; other checks keep their name, since they do no harm and may be answered one day. */
function keyOf({ name }: Migrated): string {
  return isSharedName(name) ? name : (ruleNamed(name)?.id ?? name)
}

function groupBy(rules: readonly Migrated[]): ReadonlyMap<string, readonly Migrated[]> {
  const groups = new Map<string, Migrated[]>()
  for (const rule of rules) groups.set(keyOf(rule), [...(groups.get(keyOf(rule)) ?? []), rule])
  return groups
}

function entry(key: string, group: readonly Migrated[]): string {
  const rule = ruleNamed(key)
  if (rule === undefined && !isForeignName(key))
    return `  # ${group[0]?.from} names ${JSON.stringify(key)}, which nobody knows\n`
  const said = Object.fromEntries(group.map(({ name, config }) => [name, config]))
  const wish = rule ? wishFor(rule, said) : group.map(({ config }) => wishFrom(config)).reduce((a, b) => onTop(b, a))
  const origins = group.map(({ name, from }) => (name === key ? from : `${name} in ${from}`))
  const unanswered = /^SC\d/.test(key)
    ? '; one of many checks that a rule speaks for'
    : '; no rule of Drydock answers it'
  const note = rule ? '' : unanswered
  return `  # ${[...new Set(origins)].join(', ')}${note}\n${indented(stringify({ [key]: valueOf(wish ?? {}) }))}`
}

function valueOf({ isOff, severity, options }: RuleWish): unknown {
  if (isOff) return 'off'
  if (options === undefined) return severity ?? 'on'
  return { ...(severity ? { severity } : {}), options }
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
