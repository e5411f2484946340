import { toJsonSchema } from '@valibot/to-json-schema'
import { createTwoFilesPatch, OMIT_HEADERS } from 'diff'
import type { Example, Rule } from '../rules/rule.js'
import { type Proof, proofOf } from './proof.js'

const FIXABLE = { always: 'always', sometimes: 'where the text says all that is needed', never: 'no' } as const

/** The page of one rule, as Markdown. */
export function rulePage(rule: Rule, proof: Proof): string {
  const { id, title, category, severity, fixable, fixSafety, why, aliases, references, isOffByDefault } = rule
  const facts = [
    `| Category | ${category} |`,
    `| Severity | ${severity}${isOffByDefault ? ', off by default' : ''} |`,
    `| Fix | ${FIXABLE[fixable]}${proofOf(rule, proof)} |`,
    ...(aliases.length > 0 ? [`| Also known as | ${aliases.map(alias => `\`${alias}\``).join(', ')} |`] : []),
  ]
  const sections = [
    `# ${id}`,
    `${title}.`,
    ['| | |', '| :-- | :-- |', ...facts].join('\n'),
    '## Why',
    why,
    fixable === 'never' ? '## What it finds' : '## Before and after',
    ...rule.examples.flatMap(example => exampleSection(rule, example)),
    ...(fixSafety === undefined ? [] : ['## What the fix changes', fixSafety]),
    ...optionsSection(rule),
    '## When to ignore it',
    'The rule is silent by itself where it can tell that',
    rule.silent.map(({ why: reason }) => `- ${reason}`).join('\n'),
    `Where one of these holds and the files do not tell, ignore it. For one instruction, in a comment above it: \`# drydock ignore=${id}\`. For a file: \`# drydock global ignore=${id}\`. For all: \`rules: { ${id}: off }\` in \`.drydock.yaml\`.`,
    ...(references.length > 0 ? ['## References', references.map(url => `- <${url}>`).join('\n')] : []),
  ]
  return `${sections.join('\n\n')}\n`
}

function exampleSection({ fixable }: Rule, { before, after, files, options }: Example): readonly string[] {
  const beside = Object.keys(files ?? {}).map(path => `\`${path}\``)
  const note = [
    ...(beside.length > 0 ? [`Beside it in the repository: ${beside.join(', ')}.`] : []),
    ...(options ? [`With the options \`${JSON.stringify(options)}\`.`] : []),
  ]
  if (before !== after) return [...note, block('diff', diffOf(before, after))]
  const none = fixable === 'never' ? [] : ['Here the text does not say enough for a fix.']
  return [...note, block('dockerfile', before), ...none]
}

/** The whole file as a diff, without headers. */
function diffOf(before: string, after: string): string {
  const patch = createTwoFilesPatch('a', 'b', before, after, undefined, undefined, {
    context: Number.MAX_SAFE_INTEGER,
    headerOptions: OMIT_HEADERS,
  })
  return patch.replace(/^@@.*\n/, '')
}

function block(language: string, text: string): string {
  return `\`\`\`\`${language}\n${text.endsWith('\n') ? text : `${text}\n`}\`\`\`\``
}

function optionsSection({ options, id }: Rule): readonly string[] {
  if (options === undefined) return []
  const { properties = {} } = toJsonSchema(options)
  const rows = Object.entries(properties).map(([name, schema]) => {
    const {
      description = '',
      default: usual,
      enum: choices,
    } = schema as { description?: string; default?: unknown; enum?: unknown[] }
    const values = choices ? ` One of ${choices.map(choice => `\`${choice}\``).join(', ')}.` : ''
    return `| \`${name}\` | \`${JSON.stringify(usual)}\` | ${description}${values} |`
  })
  return [
    '## Options',
    ['| Option | Default | |', '| :-- | :-- | :-- |', ...rows].join('\n'),
    `In \`.drydock.yaml\`: \`rules: { ${id}: { options: { … } } }\`.`,
  ]
}
