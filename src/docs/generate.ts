import { toJsonSchema } from '@valibot/to-json-schema'
import { parse } from 'yaml'
import { RULES } from '../rules/index.js'
import { FOREIGN_PATTERN } from '../settings/foreign-names.js'
import { ruleNamed } from '../settings/rule-names.js'
import { CONFIG_SCHEMA } from '../settings/schema.js'
import { coveragePage } from './coverage.js'
import { managersTable } from './managers.js'
import { buildsPage, type Proof } from './proof.js'
import { rulePage } from './rule-page.js'
import { scorePage } from './score.js'

/** What is written by hand and holds generated parts, and what the tests know. */
export interface Sources {
  readonly readme: string
  readonly action: string
  readonly proof: Proof
}

/** Every generated file with its content: rule pages, the schema of `.drydock.yaml`, and README with its tables. */
export function generate({ readme, action, proof }: Sources): ReadonlyMap<string, string> {
  const withRules = replacePart(readme, 'rules', ruleList())
  return new Map([
    ...RULES.map(rule => [`docs/rules/${rule.id}.md`, rulePage(rule, proof)] as const),
    ['docs/builds.md', buildsPage(RULES, proof)],
    ['docs/rules/coverage.md', coveragePage()],
    ['docs/package-managers.md', managersPage()],
    ['docs/score.md', scorePage()],
    ['docs/rules/README.md', `# Rules\n\n${ruleTable('')}\n`],
    ['docs/config.schema.json', `${JSON.stringify(configSchema(), undefined, 2)}\n`],
    ['README.md', replacePart(withRules, 'inputs', inputTable(action))],
  ])
}

function managersPage(): string {
  const intro =
    'What Drydock knows of package managers. Cache folders are those of root, without variables that move them.'
  return `# Package managers\n\n${intro}\n\n${managersTable()}\n`
}

/** What there is, by category; the whole table is a page of its own. */
function ruleList(): string {
  const rows = [...new Set(RULES.map(({ category }) => category))].sort().map(category => {
    const own = RULES.filter(rule => rule.category === category && !rule.isOffByDefault)
    return `| ${category} | ${own.map(({ id }) => `[${id}](docs/rules/${id}.md)`).join(', ')} |`
  })
  const off = RULES.filter(({ isOffByDefault }) => isOffByDefault)
  const on = RULES.filter(({ isOffByDefault }) => !isOffByDefault)
  const fixed = on.filter(({ fixable }) => fixable !== 'never').length
  const intro = `${on.length} rules are on, ${fixed} of them with a fix; ${off.length} more can be switched on. [All rules in one table](docs/rules/README.md); [what the other linters check](docs/rules/coverage.md), and which rule answers it; [which fixes were built](docs/builds.md), before and after.`
  return [intro, '', '| | |', '| :-- | :-- |', ...rows].join('\n')
}

function ruleTable(folder: string): string {
  const rows = RULES.map(({ id, title, category, severity, fixable, aliases, isOffByDefault }) => {
    const fix = { always: 'yes', sometimes: 'mostly', never: '' }[fixable]
    const others = aliases.filter(alias => !/^DS\d/.test(alias)).join(', ')
    return `| [\`${id}\`](${folder}${id}.md) | ${title} | ${category} | ${isOffByDefault ? 'off' : severity} | ${fix} | ${others} |`
  })
  return [
    '| Rule | | Category | Severity | Fix | Also known as |',
    '| :-- | :-- | :-- | :-- | :-- | :-- |',
    ...rows,
  ].join('\n')
}

function configSchema(): object {
  // What JSON Schema cannot express (a rule's name must be one that exists) is left out of it.
  const { properties, ...schema } = toJsonSchema(CONFIG_SCHEMA, { errorMode: 'ignore' })
  const { rules, ...others } = properties as Record<string, Record<string, unknown>>
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Drydock (.drydock.yaml)',
    ...schema,
    properties: { rules: namesAsReferences(rules ?? {}), ...others },
  }
}

/** A rule has several names and one schema. Names that only a pattern tells are let through. */
function namesAsReferences(rules: Record<string, unknown>): object {
  const names = Object.entries(rules.properties as Record<string, unknown>).map(([name, schema]) => {
    const id = ruleNamed(name)?.id
    return [name, id === undefined || id === name ? schema : { $ref: `#/properties/rules/properties/${id}` }]
  })
  const patternProperties = { [FOREIGN_PATTERN.source]: { type: ['string', 'boolean', 'object'] } }
  return { ...rules, properties: Object.fromEntries(names), patternProperties }
}

function inputTable(action: string): string {
  const { inputs } = parse(action) as { inputs: Record<string, { description: string; default?: string }> }
  const rows = Object.entries(inputs).map(([name, { description, default: usual }]) => {
    const value = usual === undefined ? '' : `\`${usual}\``
    return `| \`${name}\` | ${value} | ${description} |`
  })
  return ['| Input | Default | |', '| :-- | :-- | :-- |', ...rows].join('\n')
}

/** Puts `content` between the comments that mark a generated part. */
function replacePart(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin (generated) -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`README.md has no part "${name}"`)
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`
}
