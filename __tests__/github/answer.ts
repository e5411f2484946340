import { findOperation, readRequest, responseProblems } from './contract.js'
import { answerGraphQL } from './graphql.js'
import { type ApiRequest, type ApiResponse, FORBIDDEN, failure, notFound } from './http.js'
import { overlayProblems } from './overlay.js'
import { mayCall } from './permissions.js'
import { ROUTES } from './routes.js'
import type { State } from './state.js'

/** The path of GraphQL below REST's, wherever a server has it. */
export const GRAPHQL_PATH = '/graphql'

/** Answers a request of REST or GraphQL that comes from somebody known. */
export function answerRequest(state: State, request: ApiRequest): ApiResponse | Promise<ApiResponse> {
  const isGraphQL = request.path === GRAPHQL_PATH && request.method === 'POST'
  return isGraphQL ? answerGraphQL(state, request) : answerOperation(state, request)
}

export function unknownRoute(state: State, { method, path }: ApiRequest): ApiResponse {
  state.violations.push(`${method} ${path}: no such route`)
  return notFound()
}

function answerOperation(state: State, request: ApiRequest): ApiResponse {
  const { method, path, query, body } = request
  const found = findOperation(method, path)
  const route = ROUTES[found?.operation.operationId ?? '']
  if (!found || !route) return unknownRoute(state, request)
  const { operation, inPath } = found
  const { parameters, problems } = readRequest(operation, inPath, query, body)
  const typed = { ...request, parameters }
  const violations =
    problems.length > 0 ? problems : [...mediaProblems(typed), ...overlayProblems(operation.operationId, typed)]
  if (violations.length > 0) {
    state.violations.push(...violations.map(violation => `${method} ${path}: ${violation}`))
    return failure(422, `Invalid request.\n\n${violations.join('\n')}`, violations)
  }
  if (!isServed(state, typed)) return notFound()
  if (!mayCall(request.permissions, operation.operationId)) return failure(403, FORBIDDEN)
  const response = route(state, typed)
  if (!Buffer.isBuffer(response.body)) {
    const drift = responseProblems(operation, response.status, response.body).filter(problem => !isKnown(problem))
    state.violations.push(...drift.map(problem => `the loopback's answer to ${method} ${path}: ${problem}`))
  }
  return response
}

/** GitHub's description has no null for the line of an outdated comment; GitHub has. */
function isKnown(problem: string): boolean {
  return /^response(\/\d+)?\/(line|position) must be integer$/.test(problem)
}

/** Media types other than JSON and raw bytes: GitHub has them, the loopback has not. */
function* mediaProblems({ accept }: ApiRequest): Iterable<string> {
  if (/\bapplication\/vnd\.github\.(v3\.)?(diff|patch|sha|html|text|full|object)\b/.test(accept)) {
    yield `the loopback does not serve ${accept}`
  }
}

/** The one repository and pull request that there are; of a fork what can be read. */
function isServed({ pullRequest }: State, { method, parameters }: ApiRequest): boolean {
  const { owner, repo, pull_number: number = parameters.issue_number } = parameters
  if (number !== undefined && number !== pullRequest.number) return false
  if (owner === undefined) return true
  const { base, head } = pullRequest
  const served = method === 'GET' && number === undefined ? [base.repository, head.repository] : [base.repository]
  return served.includes(`${owner}/${repo}`)
}
