/** The part of OpenAPI 3.0's schema objects that GitHub's description uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly nullable?: boolean
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly [keyword: string]: unknown
}

const COMBINATORS = ['allOf', 'anyOf', 'oneOf'] as const

/** The JSON Schema (2019-09) that says what an OpenAPI 3.0 schema says; only `nullable` has no keyword of its own there. */
export function toJsonSchema(schema: Schema): Schema {
  if (schema.$ref !== undefined) return { $ref: `openapi${schema.$ref}` }
  return nullableByType(mapSchemas(schema, toJsonSchema))
}

/**
 * As `toJsonSchema`, for what a client sends: an object takes the properties that are named for it and no others. GitHub's
 * own description leaves nearly every object open, and so would take `startLine` for `start_line` without a word.
 */
export function toClosedJsonSchema(schema: Schema, resolve: (reference: string) => Schema): Schema {
  return close(schema, resolve, false)
}

/**
 * `anyOf` and its kin see the same object as the schema that holds them, so only that schema is closed, over all their
 * properties together: `unevaluatedProperties` does that. An open alternative would open the whole.
 */
function close(schema: Schema, resolve: (reference: string) => Schema, isAlternative: boolean): Schema {
  if (schema.$ref !== undefined) return close(resolve(schema.$ref), resolve, isAlternative)
  const { additionalProperties, ...rest } = mapSchemas(schema, (part, keyword) =>
    close(part, resolve, COMBINATORS.includes(keyword as never)),
  )
  const isOpen = additionalProperties === true && !isAlternative
  if (isOpen || typeof additionalProperties === 'object') return nullableByType({ ...rest, additionalProperties })
  if (isAlternative || !namesProperties(rest)) return nullableByType(rest)
  return nullableByType({ ...rest, unevaluatedProperties: false })
}

function namesProperties(schema: Schema): boolean {
  return schema.properties !== undefined || COMBINATORS.some(keyword => schema[keyword]?.some(namesProperties))
}

function nullableByType({ nullable, ...schema }: Schema): Schema {
  if (nullable !== true) return schema
  if (schema.type === undefined) return { anyOf: [schema, { type: 'null' }] }
  const values = schema.enum && !schema.enum.includes(null) ? { enum: [...schema.enum, null] } : {}
  return { ...schema, ...values, type: [schema.type, 'null'] } as unknown as Schema
}

/** A copy of `schema` with `change` applied to each schema one step below it. */
function mapSchemas(schema: Schema, change: (part: Schema, keyword: string) => Schema): Schema {
  const copy: Record<string, unknown> = { ...schema }
  if (schema.properties) {
    const entries = Object.entries(schema.properties)
    copy.properties = Object.fromEntries(entries.map(([name, part]) => [name, change(part, 'properties')]))
  }
  if (schema.items) copy.items = change(schema.items, 'items')
  if (typeof schema.additionalProperties === 'object') {
    copy.additionalProperties = change(schema.additionalProperties, 'additionalProperties')
  }
  for (const keyword of COMBINATORS) {
    if (schema[keyword]) copy[keyword] = schema[keyword].map(part => change(part, keyword))
  }
  return copy as Schema
}
