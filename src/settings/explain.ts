import type * as v from 'valibot'
import { nearest } from './nearest.js'
import { RULE_NAMES } from './schema.js'

/** A fault of a configuration in one sentence. */
export function explain(schema: SchemaNode, issue: v.BaseIssue<unknown>, keys: readonly unknown[]): string {
  const name = keys.join('.')
  if (issue.kind === 'schema' && issue.type === 'strict_object' && issue.expected === 'never') {
    const parents = keys.slice(0, -1)
    // valibot takes a list for an object whose keys are numbers.
    if (Array.isArray(issue.path?.at(-1)?.input)) return `"${parents.join('.')}" must be a mapping of keys, not a list.`
    return `there is no key "${name}". ${hint(String(keys.at(-1)), keysAt(schema, parents))}`.trim()
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `the key "${name}" is missing.`
  if (issue.type === 'strict_object') return `"${name}" must be a mapping of keys, not ${issue.received}.`
  if (issue.type === 'regex') return `"${name}" ${issue.message}.`
  if (issue.type === 'union') return `"${name}" ${unionMessage(issue)}.`
  if (issue.type === 'non_empty') return `"${name}" ${issue.message}.`
  if (issue.type === 'check')
    return `"${name}" ${issue.message}: ${issue.received}. ${hint(String(issue.input), RULE_NAMES)}`.trim()
  return `"${name}" must be ${inWords(issue.expected)}, not ${issue.received}.`
}

/** As many names as a reader will look through. */
const FEW = 12

function hint(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  const question = meant === undefined ? '' : `Did you mean "${meant}"? `
  if (known.length > FEW) return question || 'The rules and their names are listed in docs/rules/README.md.'
  return known.length > 0 ? `${question}Known here: ${known.join(', ')}.` : question
}

/** valibot's short form of what it wants: `Array`, `<=30`, `("error" | "info")`. */
function inWords(expected: string | null): string {
  const words: Readonly<Record<string, string>> = {
    Array: 'a list',
    Object: 'a mapping',
    string: 'a text',
    number: 'a number',
  }
  const text = expected ?? 'something else'
  return (
    words[text] ??
    text.replace('<=', 'at most ').replace('>=', 'at least ').replace(/["()]/g, '').replaceAll(' | ', ', ')
  )
}

/** Inside a union the fault nearest to what was meant: of a mapping, the fault within it. */
function unionMessage(issue: v.BaseIssue<unknown>): string {
  const inner = issue.issues?.find(({ path }) => path !== undefined && path.length > 0)
  if (inner === undefined) return issue.message
  const key = inner.path?.map(part => String(part.key)).join('.')
  if (inner.expected === 'never') return `has no key "${key}"; it ${issue.message}`
  return `has a wrong "${key}": ${inWords(inner.expected)} is expected, not ${inner.received}`
}

interface SchemaNode {
  readonly type?: string
  readonly entries?: Readonly<Record<string, SchemaNode>>
  readonly wrapped?: SchemaNode
  readonly item?: SchemaNode
  readonly pipe?: readonly SchemaNode[]
}

/** The keys that a schema knows at a path. */
function keysAt(schema: SchemaNode, keys: readonly unknown[]): readonly string[] {
  const unwrapped = unwrap(schema)
  const [first, ...rest] = keys
  if (first === undefined) return Object.keys(unwrapped.entries ?? {})
  const next = unwrapped.entries?.[String(first)] ?? unwrapped.item
  return next ? keysAt(next, rest) : []
}

function unwrap(schema: SchemaNode): SchemaNode {
  if (schema.wrapped) return unwrap(schema.wrapped)
  const inner = schema.pipe?.[0]
  return inner && inner !== schema ? unwrap(inner) : schema
}
