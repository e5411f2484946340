import * as v from 'valibot'
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { UserError } from '../user-error.js'
import { CONFIG_SCHEMA, type Config } from './schema.js'

/**
 * Reads `.drydock.yaml`.
 * @param path only for messages
 * @throws UserError naming the line, the key, and what could stand there
 */
export function parseConfig(path: string, text: string): Config {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => `${path}, line ${lines.linePos(offset).line}`
  const [fault] = document.errors
  if (fault) throw new UserError(`${at(fault.pos[0])}: this is no YAML: ${fault.message}`)

  if (document.contents !== null && !isMap(document.contents))
    throw new UserError(`${at(startOf(document.contents))}: the file must be a mapping of keys such as "rules:".`)

  const result = v.safeParse(CONFIG_SCHEMA, plainValue(path, document))
  if (result.success) return result.output
  const issue = result.issues[0]
  const keys = (issue.path ?? []).map(({ key }) => key)
  throw new UserError(`${at(offsetOf(document.contents, keys))}: ${explain(issue, keys)}`)
}

/** Aliases multiply: a small file can stand for gigabytes. */
const MAX_ALIASES = 100

function plainValue(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {}
  } catch (error) {
    throw new UserError(`${path}, line 1: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Where the deepest key of a path that exists begins. */
function offsetOf(node: unknown, keys: readonly unknown[]): number {
  let current = node
  let offset = startOf(node)
  for (const key of keys) {
    const pair = isMap(current) ? current.items.find(item => isScalar(item.key) && item.key.value === key) : undefined
    const child = pair ? pair.value : hasItems(current) ? current.items[Number(key)] : undefined
    offset = pair ? startOf(pair.key) : startOf(child, offset)
    current = child
  }
  return offset
}

function hasItems(node: unknown): node is { items: readonly unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)
}

function startOf(node: unknown, otherwise = 0): number {
  const range = (node as Node | null | undefined)?.range
  return range?.[0] ?? otherwise
}

function explain(issue: v.BaseIssue<unknown>, keys: readonly unknown[]): string {
  const name = keys.join('.')
  if (issue.kind === 'schema' && issue.type === 'strict_object' && issue.expected === 'never') {
    const parents = keys.slice(0, -1)
    // valibot takes a list for an object whose keys are numbers.
    if (Array.isArray(issue.path?.at(-1)?.input)) return `"${parents.join('.')}" must be a mapping of keys, not a list.`
    const known = keysAt(CONFIG_SCHEMA, parents)
    return `there is no key "${name}". ${known.length > 0 ? `Known here: ${known.join(', ')}.` : ''}`.trim()
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `the key "${name}" is missing.`
  if (issue.type === 'strict_object') return `"${name}" must be a mapping of keys, not ${issue.received}.`
  if (issue.type === 'union') return `"${name}" ${unionMessage(issue)}.`
  if (issue.type === 'non_empty') return `"${name}" ${issue.message}.`
  if (issue.type === 'check') return `"${name}" ${issue.message}: ${issue.received}.`
  return `"${name}" must be ${inWords(issue.expected)}, not ${issue.received}.`
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
