import * as v from 'valibot'
import type { Expression } from './expression.js'
import { readHcl } from './hcl.js'
import { templateOf } from './tokens.js'

export type Attributes = ReadonlyMap<string, Expression>

/** What one Bake file says, or several that are laid over each other. */
export interface BakeFile {
  /** What each variable is when nobody sets it; undefined without a default. */
  readonly variables: ReadonlyMap<string, Expression | undefined>
  readonly targets: ReadonlyMap<string, Attributes>
  readonly groups: ReadonlyMap<string, Attributes>
}

type Definition = readonly [type: string, name: string, attributes: Attributes]

/** Reads a Bake file; undefined for one with a fault. Never throws. */
export function readBakeFile(name: string, text: string): BakeFile | undefined {
  const definitions = name.endsWith('.json') ? readJson(text) : readDefinitions(text)
  if (definitions === undefined) return undefined
  const named = (type: string) =>
    layered(definitions.flatMap(([one, key, value]) => (one === type ? [[key, value]] : [])))
  const variables = [...named('variable')].map(([key, attributes]) => [key, attributes.get('default')] as const)
  return { variables: new Map(variables), targets: named('target'), groups: named('group') }
}

/** Bake files that are read together: later ones change what earlier ones say. */
export function laidOver(files: readonly BakeFile[]): BakeFile {
  return {
    variables: new Map(files.flatMap(({ variables }) => [...variables])),
    targets: layered(files.flatMap(({ targets }) => [...targets])),
    groups: layered(files.flatMap(({ groups }) => [...groups])),
  }
}

/** Maps grow, all else is replaced. */
function layered(definitions: readonly (readonly [string, Attributes])[]): ReadonlyMap<string, Attributes> {
  const all = new Map<string, Map<string, Expression>>()
  for (const [name, attributes] of definitions) {
    const known = all.get(name) ?? new Map<string, Expression>()
    all.set(name, known)
    for (const [key, value] of attributes) {
      const before = known.get(key)
      const isGrowing = before?.kind === 'map' && value.kind === 'map' && key !== 'matrix'
      known.set(key, isGrowing ? { kind: 'map', entries: [...before.entries, ...value.entries] } : value)
    }
  }
  return all
}

function readDefinitions(text: string): readonly Definition[] | undefined {
  const body = readHcl(text)
  return (
    body && [
      ...[...body.attributes].map(([name, value]): Definition => ['variable', name, new Map([['default', value]])]),
      ...body.blocks.map(({ type, labels, body: { attributes } }): Definition => [type, labels[0] ?? '', attributes]),
    ]
  )
}

const NAMED = v.fallback(v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))), undefined)
const JSON_FILE = v.pipe(v.string(), v.parseJson(), v.object({ variable: NAMED, target: NAMED, group: NAMED }))

function readJson(text: string): readonly Definition[] | undefined {
  const result = v.safeParse(JSON_FILE, text)
  if (!result.success) return undefined
  return Object.entries(result.output).flatMap(([type, all]) =>
    Object.entries(all ?? {}).map(([name, attributes]): Definition => {
      const expressions = Object.entries(attributes).map(([key, value]) => [key, expressionFrom(value)] as const)
      return [type, name, new Map(expressions)]
    }),
  )
}

/** Nobody nests deeper by hand. */
const DEPTH_LIMIT = 40

function expressionFrom(value: unknown, depth = 0): Expression {
  if (depth > DEPTH_LIMIT) return { kind: 'unknown' }
  if (typeof value === 'string') return { kind: 'text', template: templateOf(value, false) }
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return { kind: 'plain', value }
  if (Array.isArray(value)) return { kind: 'list', items: value.map(item => expressionFrom(item, depth + 1)) }
  if (typeof value !== 'object') return { kind: 'unknown' }
  const entries = Object.entries(value).map(([key, item]) => [key, expressionFrom(item, depth + 1)] as const)
  return { kind: 'map', entries }
}
