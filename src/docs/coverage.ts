import { RULES } from '../rules/index.js'
import { DIFFERENCES } from './differences.js'
import { FOREIGN_LINTERS, type ForeignId, type ForeignLinter, NOT_ANSWERED } from './foreign-ids.js'

/** The page that says of every check of the other linters which rule answers it, or why none does. */
export function coveragePage(): string {
  const intro = `What the other linters check, and which rule of Drydock answers it. Their names work wherever a rule is named: in comments that
switch rules off, in \`ignore\`, and as keys under \`rules\`. The last column says where our rule finds less than the check (narrower)
or more (wider); where it is empty we know of no difference.`
  return `${['# Coverage', intro, ...FOREIGN_LINTERS.map(section)].join('\n\n')}\n`
}

function section({ name, url, checks }: ForeignLinter): string {
  const answered = checks.filter(({ id }) => rulesFor(id).length > 0).length
  return [
    `## ${name}`,
    `${answered} of ${checks.length} checks; <${url}>.`,
    ['| Check | Finds fault with | Rule | Differs |', '| :-- | :-- | :-- | :-- |', ...checks.map(row)].join('\n'),
  ].join('\n\n')
}

function row({ id, what }: ForeignId): string {
  const rules = rulesFor(id).map(rule => {
    const off = rule.isOffByDefault ? ', off by default' : ''
    return `[\`${rule.id}\`](${rule.id}.md)${off}${rule.fixable === 'never' ? '' : ', with a fix'}`
  })
  const answer = rules.length > 0 ? rules.join('; ') : (NOT_ANSWERED[id] ?? '')
  return `| \`${id}\` | ${what} | ${answer} | ${DIFFERENCES[id] ?? ''} |`
}

function rulesFor(id: string) {
  return RULES.filter(({ aliases }) => aliases.includes(id))
}
