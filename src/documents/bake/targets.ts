import { remembered } from '../../remembered.js'
import type { NamedContext } from '../named-contexts.js'
import type { Attributes, BakeFile } from './bake-file.js'
import { type Expression, type Scope, type Value, valueOf } from './expression.js'

/** What a target builds. Paths as written: the context from where Bake is started, the Dockerfile from the context. */
export interface BakeTarget {
  readonly name: string
  /** The name of the block that describes it: others come out of a matrix. */
  readonly block: string
  readonly context: string
  readonly dockerfile: string
  /** The stage that is wanted; undefined for the last one. */
  readonly stage: string | undefined
  /** Undefined for a value that is not known. */
  readonly args: ReadonlyMap<string, string | undefined>
  /** What takes the place of stages and images; undefined when that is not known. */
  readonly contexts: readonly NamedContext[] | undefined
}

/** The images of a Bake file. Targets of which the file does not say enough, and those that only others go on from, are left out. */
export function bakeTargetsOf(file: BakeFile): readonly BakeTarget[] {
  const isWanted = wantedIn(file)
  return [...file.targets.keys()].filter(isWanted).flatMap(name => imagesOf(name, file))
}

/** `docker/metadata-action` writes a target of this name, which has labels and tags. */
const METADATA = 'docker-metadata-action'

function wantedIn(file: BakeFile): (name: string) => boolean {
  const scope = scopeOf(file)
  const inherited = new Set([...file.targets.values()].flatMap(target => wordsOf(target.get('inherits'), scope) ?? []))
  const grouped = new Set([...file.groups.values()].flatMap(group => wordsOf(group.get('targets'), scope) ?? []))
  return name => !name.startsWith('_') && name !== METADATA && (grouped.has(name) || !inherited.has(name))
}

/** What is known of a target's attributes: undefined for what cannot be told. */
type Values = ReadonlyMap<string, Value | undefined>

/** Nobody goes on from a target that goes on from another one more often than this. */
const DEPTH_LIMIT = 20
/** Images of one target, and steps on the way to all of its forebears: who has more means no person to read it. */
const IMAGES_LIMIT = 200

function imagesOf(name: string, file: BakeFile): readonly BakeTarget[] {
  const attributes = file.targets.get(name) ?? new Map()
  const matrix = attributes.get('matrix')
  const scopes = matrix === undefined ? [scopeOf(file)] : cells(matrix, scopeOf(file))
  return scopes.flatMap(scope => {
    const values = merged(attributes, file, scope, { left: IMAGES_LIMIT })
    const written = attributes.get('name')
    const full = matrix === undefined ? name : written && textOf(valueOf(written, scope))
    if (values === undefined || full === undefined) return []
    return targetFrom(full, name, values) ?? []
  })
}

function targetFrom(name: string, block: string, values: Values): BakeTarget | undefined {
  if (values.has('dockerfile-inline')) return undefined
  const context = values.has('context') ? textOf(values.get('context')) : '.'
  const dockerfile = values.has('dockerfile') ? textOf(values.get('dockerfile')) : 'Dockerfile'
  const stage = values.has('target') ? textOf(values.get('target')) : ''
  if (!context || !dockerfile || stage === undefined) return undefined
  const args = new Map(mapOf(values.get('args')).map(([key, value]) => [key, textOf(value)]))
  const contexts = values.has('contexts') ? namedIn(values.get('contexts')) : []
  return { name, block, context, dockerfile, stage: stage || undefined, args, contexts }
}

function namedIn(contexts: Value | undefined): readonly NamedContext[] | undefined {
  if (!isMap(contexts)) return undefined
  return mapOf(contexts).map(([name, value]) => ({ name: name.toLowerCase(), value: textOf(value) }))
}

/** A target's own attributes over those of the ones that it goes on from, the last of which counts most. */
function merged(own: Attributes, file: BakeFile, scope: Scope, steps: { left: number }, depth = 0): Values | undefined {
  const parents = own.has('inherits') ? wordsOf(own.get('inherits'), scope) : []
  if (parents === undefined || depth > DEPTH_LIMIT || steps.left-- <= 0) return undefined
  const values = new Map<string, Value | undefined>()
  const lay = (key: string, value: Value | undefined) => {
    const before = values.get(key)
    const isGrowing = MAPS.has(key) && isMap(before) && isMap(value)
    values.set(key, isGrowing ? { ...before, ...value } : value)
  }
  for (const parent of parents) {
    const attributes = file.targets.get(parent)
    // It changes tags and labels only.
    if (parent === METADATA && attributes === undefined) continue
    if (attributes === undefined || attributes.has('matrix')) return undefined
    const inherited = merged(attributes, file, scopeOf(file), steps, depth + 1)
    if (inherited === undefined) return undefined
    for (const [key, value] of inherited) lay(key, value)
  }
  for (const [key, expression] of own) lay(key, valueOf(expression, scope))
  return values
}

/** The scopes of a matrix: one for each choice of a value for every key. */
function cells(matrix: Expression, outer: Scope): readonly Scope[] {
  if (matrix.kind !== 'map') return []
  let rows: ReadonlyMap<string, Value>[] = [new Map()]
  for (const [key, expression] of matrix.entries) {
    const values = valueOf(expression, outer)
    if (!isList(values) || rows.length * values.length > IMAGES_LIMIT) return []
    rows = rows.flatMap(row => values.map(value => new Map([...row, [key, value]])))
  }
  return rows.map(row => name => row.get(name) ?? outer(name))
}

/** What the file's variables are when nobody sets them. */
const scopeOf = remembered((file: BakeFile): Scope => {
  const known = new Map<string, Value | undefined>()
  const scope: Scope = name => {
    if (known.has(name)) return known.get(name)
    // One that goes round in a circle finds itself unknown.
    known.set(name, undefined)
    const expression = file.variables.get(name)
    const value = expression && valueOf(expression, scope)
    known.set(name, value)
    return value
  }
  return scope
})

/** Attributes that grow where others are replaced. */
const MAPS: ReadonlySet<string> = new Set(['args', 'contexts', 'labels'])

function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !isList(value)
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

function mapOf(value: Value | undefined): readonly (readonly [string, Value])[] {
  return isMap(value) ? Object.entries(value) : []
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function wordsOf(expression: Expression | undefined, scope: Scope): readonly string[] | undefined {
  const value = expression && valueOf(expression, scope)
  if (!isList(value)) return undefined
  const words = value.flatMap(item => (typeof item === 'string' ? item : []))
  return words.length === value.length ? words : undefined
}
