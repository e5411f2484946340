import { toJsonSchema } from '@valibot/to-json-schema'
import { createTwoFilesPatch, OMIT_HEADERS } from 'diff'
import type { Example, Rule } from '../rules/rule.js'
import { COUNTED, FREQUENCIES } from './frequencies.js'
import { type Proof, proofOf } from './proof.js'

const FIXABLE = { always: 'always', sometimes: 'where the text says all that is needed', never: 'no' } as const

/** Studies that figures are from, by the name that stands behind the figure. */
const STUDIES: Readonly<Record<string, string>> = {
  Binnacle: 'https://arxiv.org/abs/2002.03064',
  Doctor: 'https://arxiv.org/abs/2504.01742',
  Shipwright: 'https://arxiv.org/abs/2103.02591',
  StageCraft: 'https://www.citedrive.com/en/discovery/automating-dockerfile-refactoring-to-multi-stage-builds/',
}

/** The page of one rule, as Markdown. */
export function rulePage(rule: Rule, proof: Proof): string {
  const { id, title, category, severity, fixable, fixSafety, why, aliases, references, isOffByDefault } = rule
  const facts = [
    `| Category | ${category} |`,
    `| Severity | ${severity}${isOffByDefault ? ', off by default' : ''} |`,
    `| Fix | ${FIXABLE[fixable]}${proofOf(rule, proof)} |`,
    ...(aliases.length > 0 ? [`| Also known as | ${aliases.map(alias => `\`${alias}\``).join(', ')} |`] : []),
  ]
  const studies = Object.keys(STUDIES).filter(name => new RegExp(`\\b${name}\\b`).test(why))
  const sources = [...references.map(url => `- <${url}>`), ...studies.map(name => `- ${name}: <${STUDIES[name]}>`)]
  const sections = [
    `# ${id}`,
    `${title}.`,
    ['| | |', '| :-- | :-- |', ...facts].join('\n'),
    '## Why',
    why,
    frequency(id),
    fixable === 'never' ? '## What it finds' : '## Before and after',
    ...fixedFirst(rule.examples).flatMap(example => exampleSection(rule, example)),
    ...(fixSafety === undefined ? [] : ['## What the fix changes', fixSafety]),
    ...optionsSection(rule),
    '## When to ignore it',
    'The rule is silent by itself in these cases:',
    rule.silent.map(({ why: reason }) => `- ${reason}`).join('\n'),
    howToIgnore(rule),
    ...(sources.length > 0 ? ['## References', sources.join('\n')] : []),
  ]
  return `${sections.filter(section => section !== '').join('\n\n')}\n`
}

function howToIgnore({ id, check }: Rule): string {
  const inFile = `For one instruction, in a comment above it: \`# drydock ignore=${id}\`. For a file: \`# drydock global ignore=${id}\`. For all:`
  return `Where one of them holds and the files do not tell, ignore it. ${check ? inFile : 'For some files: `ignore:` in `.drydock.yaml`. For all:'} \`rules: { ${id}: off }\` in \`.drydock.yaml\`.`
}

/** How many have it, counted by `scripts/frequencies.mjs`; nothing of a rule that was not counted. */
function frequency(id: string): string {
  const count = FREQUENCIES[id]
  if (count === undefined) return ''
  const share = (100 * count) / COUNTED.files
  const part = share === 0 ? 'none' : `${count} (${share < 1 ? 'less than 1' : Math.round(share)} %)`
  return `Found in ${part} of ${COUNTED.files.toLocaleString('en')} Dockerfiles of ${COUNTED.repositories} public repositories (own count, ${COUNTED.when}).`
}

/** What a reader wants to see goes before what has no fix. */
function fixedFirst(examples: readonly Example[]): readonly Example[] {
  const isFixed = ({ before, after }: Example) => before !== after
  return [...examples.filter(isFixed), ...examples.filter(example => !isFixed(example))]
}

/** A file beside the Dockerfile, with its lines when they are few. */
function besides([path, text]: readonly [string, string]): string {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  if (lines.length === 0 || lines.length > 4 || text.length > 120 || text === '{}' || text.includes('`'))
    return `\`${path}\``
  return `\`${path}\` with ${lines.map(line => `\`${line.trim()}\``).join(', ')}`
}

function exampleSection({ fixable, check }: Rule, { before, after, files, options }: Example): readonly string[] {
  const beside = Object.entries(files ?? {}).map(besides)
  const note = [
    ...(beside.length > 0 ? [`Beside it in the repository: ${beside.join('; ')}.`] : []),
    ...(options ? [`With the options \`${JSON.stringify(options)}\`.`] : []),
  ]
  if (before !== after) return [...note, block('diff', diffOf(before, after))]
  const none = fixable === 'never' ? [] : ['Here the text does not say enough for a fix.']
  return [...note, block(check ? 'dockerfile' : 'gitignore', before), ...none]
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
