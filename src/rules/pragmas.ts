import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Comment, Instruction } from '../documents/dockerfile/instruction.js'
import { lastIndexWhere, overlaps, type Range } from '../documents/text.js'
import { remembered } from '../remembered.js'
import { answersTo } from './finding.js'
import type { Rule } from './rule.js'

/** A comment that switches rules off: for one instruction, for what is left of a stage, or for the whole file. */
export interface Pragma {
  /** Ids or aliases; `all` stands for every rule. */
  readonly names: readonly string[]
  readonly scope: 'file' | 'stage' | 'instruction'
  /** As written, for who asks why a finding does not count. */
  readonly text: string
  readonly range: Range
}

/** `# hadolint ignore=DL3008,DL3009`, `# drydock global ignore=cache-mount reason`, `# check=skip=…` above an instruction. */
const IGNORE = /^(?:hadolint|drydock)\s+(?:(global|stage)\s+)?ignore\s*=\s*([\w-]+(?:\s*,\s*[\w-]+)*)/i
const CHECK = /^check\s*=\s*(.*)$/i

/**
 * Finds the comment that switches a rule off at `range`.
 * @returns its text, undefined when there is none
 */
export function ignoringComment(dockerfile: Dockerfile, rule: Rule, range: Range, code?: string): string | undefined {
  const applies = ({ names }: Pragma) => names.some(name => name.toLowerCase() === 'all' || answersTo(rule, name, code))
  if (!hasPragmas(dockerfile)) return undefined
  const far = widePragmas(dockerfile).find(one => applies(one) && reaches(dockerfile, one, range))
  if (far) return far.text
  const { instructions } = dockerfile
  const wanted = atLeastOne(range)
  const at = lastIndexWhere(instructions.length, i => (instructions[i]?.range.start ?? 0) <= wanted.start)
  const instruction = instructions.slice(at, at + 2).find(one => overlaps(one.range, wanted))
  return instruction && instructionPragmas(instruction).find(applies)?.text
}

/** True when the file asks BuildKit to fail on its own warnings: `# check=error=true`. */
export function warningsAreErrors({ directives }: Dockerfile): boolean {
  return directives.some(
    ({ name, value }) => name === 'check' && /(?:^|;)\s*error\s*=\s*(?:1|t|true)\s*(?:;|$)/i.test(value),
  )
}

/** Every comment and directive that switches rules off, in no order. */
export function pragmasOf(dockerfile: Dockerfile): readonly Pragma[] {
  const above = new Set([...dockerfile.comments, ...dockerfile.instructions.flatMap(({ comments }) => comments)])
  return [...directivePragmas(dockerfile), ...[...above].flatMap(readPragma)]
}

/** Most files have none, and every finding asks. */
const hasPragmas = remembered((dockerfile: Dockerfile): boolean => pragmasOf(dockerfile).length > 0)

function atLeastOne({ start, end }: Range): Range {
  return { start, end: Math.max(end, start + 1) }
}

const widePragmas = remembered((dockerfile: Dockerfile): readonly Pragma[] => [
  ...directivePragmas(dockerfile),
  ...dockerfile.comments.flatMap(readPragma).filter(({ scope }) => scope !== 'instruction'),
])

/** A stage's pragma stands above its FROM, or in it and is for what stands below. */
function reaches({ instructions, stages }: Dockerfile, { scope, range: { start } }: Pragma, range: Range): boolean {
  if (scope === 'file') return true
  if (range.start < start) return false
  const below = instructions.find(one => one.range.start > start)
  const own = stages.findLast(({ from }) => from === below || from.range.start < start)
  const next = stages[own ? own.index + 1 : 0]
  return next === undefined || range.start < next.from.range.start
}

function directivePragmas({ directives }: Dockerfile): readonly Pragma[] {
  return directives.flatMap(({ name, value, range }) =>
    name === 'check' ? skipped(value, `check=${value}`, 'file', range) : [],
  )
}

function instructionPragmas({ comments }: Instruction): readonly Pragma[] {
  return comments.flatMap(readPragma).filter(({ scope }) => scope === 'instruction')
}

function readPragma({ text, range }: Comment): readonly Pragma[] {
  const ignore = IGNORE.exec(text)
  if (ignore) {
    const names = listed(ignore[2] ?? '')
    const scope = ({ global: 'file', stage: 'stage' } as const)[(ignore[1] ?? '').toLowerCase()] ?? 'instruction'
    return [{ names, scope, text, range }]
  }
  const check = CHECK.exec(text)
  return check ? skipped(check[1] ?? '', text, 'instruction', range) : []
}

/** `skip=A,B;error=true`: the value of BuildKit's directive. */
function skipped(value: string, text: string, scope: Pragma['scope'], range: Range): readonly Pragma[] {
  const skip = /(?:^|;)\s*skip\s*=\s*([^;]*)/i.exec(value)
  return skip ? [{ names: listed(skip[1] ?? ''), scope, text, range }] : []
}

/** Names stand between commas; words behind a name give the reason and are nobody's name. */
function listed(text: string): readonly string[] {
  return text.split(',').flatMap(part =>
    part
      .trim()
      .split(/\s+/, 1)
      .filter(name => name !== ''),
  )
}
