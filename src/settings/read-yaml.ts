import type * as v from 'valibot'
import { safeParse } from 'valibot'
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { UserError } from '../user-error.js'
import { explain } from './explain.js'

/**
 * Reads a configuration file.
 * @param path only for messages
 * @param schemaFor gives the schema for what the file holds
 * @throws UserError naming the line, the key, and what could stand there
 */
export function readYaml<S extends v.GenericSchema>(
  path: string,
  text: string,
  schemaFor: (value: unknown) => S,
): v.InferOutput<S> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => `${path}, line ${lines.linePos(offset).line}`
  const [fault] = document.errors
  if (fault) throw new UserError(`${at(fault.pos[0])}: this is no YAML: ${fault.message}`)

  if (document.contents !== null && !isMap(document.contents))
    throw new UserError(`${at(startOf(document.contents))}: the file must be a mapping of keys such as "rules:".`)

  const value = plainValue(path, document)
  const schema = schemaFor(value)
  const result = safeParse(schema, value)
  if (result.success) return result.output
  const issue = result.issues[0]
  const keys = (issue.path ?? []).map(({ key }) => key)
  throw new UserError(`${at(offsetOf(document.contents, keys))}: ${explain(schema, issue, keys)}`)
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
