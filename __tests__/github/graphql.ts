import { readFileSync } from 'node:fs'
import { buildSchema, type DocumentNode, execute, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql'
import { findObject, type GitObject, readBlob } from './git.js'
import { type Account, type ApiResponse, failure, ok } from './http.js'
import { nodeId, pullRequestPage, SERVER_URL } from './resources.js'
import { RATE_LIMIT, type State } from './state.js'

/** Bytes of a blob's text that GitHub gives; the rest is cut off and `isTruncated` says so. */
const MAX_TEXT = 512_000

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
export async function answerGraphQL(state: State, user: Account, body: unknown): Promise<ApiResponse> {
  if (!isGraphQLBody(body)) {
    state.violations.push('POST /graphql: the body has no query')
    return failure(400, 'A query attribute must be specified and must be a string.')
  }
  const { document, errors } = readQuery(body.query)
  if (!document) {
    state.violations.push(...errors.map(({ message }) => `POST /graphql: ${message}`))
    return ok({ errors })
  }
  const result = await execute({
    schema: publicSchema(),
    document,
    rootValue: rootOf(state, user),
    variableValues: body.variables,
    operationName: body.operationName ?? null,
    fieldResolver(source: Readonly<Record<string, unknown>>, args, _, { fieldName, parentType }) {
      const value = source[fieldName]
      if (value === undefined) throw new Error(`the loopback does not serve ${parentType.name}.${fieldName}`)
      return typeof value === 'function' ? value(args) : value
    },
  })
  const unexpected = (result.errors ?? []).filter(({ extensions }) => extensions.type === undefined)
  state.violations.push(...unexpected.map(({ message }) => `POST /graphql: ${message}`))
  if (!result.errors) return ok(result)
  return ok({ data: result.data ?? null, errors: result.errors.map(errorResource) })
}

function isGraphQLBody(body: unknown): body is GraphQLBody {
  return typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string'
}

function readQuery(query: string): { readonly document?: DocumentNode; readonly errors: readonly GraphQLError[] } {
  const known = publicSchema()
  try {
    const document = parse(query)
    const errors = validate(known, document)
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

/** What the loopback serves of the query type; a field that is not here is a violation for whoever asks for it. */
function rootOf(state: State, { login, id }: Account) {
  const used = Math.min(state.requestCount, RATE_LIMIT)
  return {
    viewer: { __typename: 'User', login, databaseId: id, id: nodeId('U', id) },
    rateLimit: {
      ...{ cost: 1, limit: RATE_LIMIT, nodeCount: 0, used, remaining: RATE_LIMIT - used },
      resetAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const nameWithOwner = `${owner}/${name}`
      const known = [state.pullRequest.base.repository, state.pullRequest.head.repository]
      if (!known.includes(nameWithOwner))
        notFound(`Could not resolve to a Repository with the name '${nameWithOwner}'.`)
      return repositoryOf(state, owner, name)
    },
  }
}

function repositoryOf(state: State, owner: string, name: string) {
  return {
    __typename: 'Repository',
    ...{ name, nameWithOwner: `${owner}/${name}`, url: `${SERVER_URL}/${owner}/${name}` },
    owner: { __typename: 'User', login: owner },
    isFork: `${owner}/${name}` !== state.pullRequest.base.repository,
    defaultBranchRef: { __typename: 'Ref', name: state.pullRequest.base.ref },
    object: ({ oid, expression }: { readonly oid?: string; readonly expression?: string }) => {
      const object = findObject(state.directory, oid ?? expression ?? '')
      return object ? gitObjectOf(state, object) : null
    },
    pullRequest: ({ number }: { readonly number: number }) => {
      if (number === state.pullRequest.number) return pullRequestOf(state)
      return notFound(`Could not resolve to a PullRequest with the number of ${number}.`)
    },
  }
}

function pullRequestOf(state: State) {
  const { number, id, head, base, title, draft, user, created_at } = state.pullRequest
  return {
    __typename: 'PullRequest',
    ...{ number, title, id: nodeId('PR', id), fullDatabaseId: String(id), url: pullRequestPage(state), state: 'OPEN' },
    ...{ headRefOid: head.sha, headRefName: head.ref, baseRefOid: base.sha, baseRefName: base.ref },
    ...{ isDraft: draft, merged: false, closed: false, locked: false, createdAt: created_at },
    isCrossRepository: head.repository !== base.repository,
    author: { __typename: user.type, login: user.login },
  }
}

const TYPE_NAMES = { blob: 'Blob', tree: 'Tree', commit: 'Commit', tag: 'Tag' } as const

/** A blob's bytes are read only if a query asks for what is in them. */
function gitObjectOf({ directory }: State, { sha, type, size }: GitObject) {
  const common = { __typename: TYPE_NAMES[type], oid: sha, id: nodeId('B', sha), abbreviatedOid: sha.slice(0, 7) }
  if (type !== 'blob') return common
  const isBinary = () => readBlob(directory, sha).subarray(0, 8000).includes(0)
  const text = () => (isBinary() ? null : readBlob(directory, sha).subarray(0, MAX_TEXT).toString())
  return { ...common, byteSize: size, isTruncated: size > MAX_TEXT, isBinary, text }
}

function notFound(message: string): never {
  throw new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } })
}
