import { readFileSync } from 'node:fs'
import { buildSchema, type DocumentNode, execute, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql'
import { mutationsOf } from './graphql-mutations.js'
import { INVALID_CURSOR, pagingErrors } from './graphql-paging.js'
import { queryOf } from './graphql-query.js'
import { type ApiRequest, type ApiResponse, failure, ok } from './http.js'
import { userOf } from './operations/reviews.js'
import type { State } from './state.js'

/** The package exports its schema only together with a copy in JSON of several megabytes. */
const SCHEMA = new URL('../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url)
let schema: GraphQLSchema | undefined

/** GitHub's public schema. Built on first use (0.2 s), as most tests do without. */
function publicSchema(): GraphQLSchema {
  schema ??= buildSchema(readFileSync(SCHEMA, 'utf8'), { assumeValidSDL: true })
  return schema
}

interface GraphQLBody {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>> | null
  readonly operationName?: string | null
}

/** Answers a query, or a violation: one that GitHub's schema does not take, or a field that no resolver here serves. */
export async function answerGraphQL(state: State, request: ApiRequest): Promise<ApiResponse> {
  const { body, permissions } = request
  if (!isGraphQLBody(body)) {
    state.violations.push('POST /graphql: the body has no query')
    return failure(400, 'A query attribute must be specified and must be a string.')
  }
  const { document, errors } = readQuery(body)
  if (!document) {
    state.violations.push(...errors.map(({ message }) => `POST /graphql: ${message}`))
    return ok({ errors: errors.map(errorResource) })
  }
  const viewer = { state, user: userOf(request), permissions }
  const result = await execute({
    schema: publicSchema(),
    document,
    rootValue: { ...queryOf(viewer), ...mutationsOf(viewer) },
    variableValues: body.variables,
    operationName: body.operationName ?? null,
    fieldResolver(source: Readonly<Record<string, unknown>>, args, _, { fieldName, parentType }) {
      const value = source[fieldName]
      if (value === undefined) throw new Error(`the loopback does not serve ${parentType.name}.${fieldName}`)
      return typeof value === 'function' ? value(args) : value
    },
  })
  const isUnexpected = ({ type }: { readonly type?: unknown }) => type === undefined || type === INVALID_CURSOR
  const unexpected = (result.errors ?? []).filter(({ extensions }) => isUnexpected(extensions))
  state.violations.push(...unexpected.map(({ message }) => `POST /graphql: ${message}`))
  if (!result.errors) return ok(result)
  return ok({ data: result.data ?? null, errors: result.errors.map(errorResource) })
}

function isGraphQLBody(body: unknown): body is GraphQLBody {
  return typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string'
}

function readQuery({ query, variables }: GraphQLBody): {
  readonly document?: DocumentNode
  readonly errors: readonly GraphQLError[]
} {
  const known = publicSchema()
  try {
    const document = parse(query)
    const invalid = validate(known, document)
    const errors = invalid.length > 0 ? invalid : pagingErrors(known, document, variables ?? {})
    return errors.length > 0 ? { errors } : { document, errors }
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] }
    throw error
  }
}

/** GitHub puts an error's type beside its message. */
function errorResource(error: GraphQLError) {
  const { extensions, ...rest } = error.toJSON()
  return { ...(extensions && { type: extensions.type }), ...rest }
}
