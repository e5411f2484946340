import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { findOperation, readRequest, responseProblems } from './contract.js'
import { answerGraphQL } from './graphql.js'
import { type ApiRequest, type ApiResponse, failure, type Intercept, notFound } from './http.js'
import { overlayProblems } from './overlay.js'
import { ROUTES } from './routes.js'
import { type CheckRun, type GitHubOptions, newState, RATE_LIMIT, type Review, type State } from './state.js'

export interface LoopbackGitHub {
  /** For GITHUB_API_URL and Octokit's `baseUrl`; GraphQL is at `/graphql` below it. */
  readonly url: string
  /** The token of `github-actions[bot]`. */
  readonly token: string
  /** Every request in the order of its arrival. */
  readonly requests: readonly RequestRecord[]
  /**
   * What GitHub's contract forbids, or what the loopback itself got wrong: a test that leaves one here has failed. A mere
   * 4xx, as for a comment outside the diff, is none.
   */
  readonly violations: readonly string[]
  readonly reviews: readonly Review[]
  readonly checkRuns: readonly CheckRun[]
  /** All that the loopback holds, for a test to look at or to change between two runs. */
  readonly state: State
  close(): Promise<void>
}

export interface RequestRecord {
  readonly method: string
  /** With the query. */
  readonly path: string
  /** 0 until it is answered. */
  status: number
}

/** Serves one pull request out of the git repository in `directory` as GitHub's API would. */
export async function startGitHub(options: GitHubOptions & { intercept?: Intercept }): Promise<LoopbackGitHub> {
  const { token = 'ghs_loopback', intercept } = options
  const requests: RequestRecord[] = []
  const server = createServer(async (message, reply) => {
    const record = { method: message.method ?? '', path: message.url ?? '', status: 0 }
    requests.push(record)
    state.requestCount++
    const response = await answer(state, message, intercept).catch(error => crash(state, record, error))
    record.status = response.status
    send(state, reply, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const state = newState(options, token, url)
  return {
    url,
    token,
    requests,
    state,
    violations: state.violations,
    checkRuns: state.checkRuns,
    get reviews() {
      return state.reviews
    },
    close() {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

async function answer(state: State, message: IncomingMessage, intercept?: Intercept): Promise<ApiResponse> {
  const { pathname: path, searchParams: query } = new URL(message.url ?? '', state.url)
  const { method = '', headers } = message
  const [, token = ''] = /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? '') ?? []
  const text = await readText(message)
  const body = parsed(text)
  const user = state.accounts.get(token)
  const request: ApiRequest = { method, path, query, accept: headers.accept ?? '', parameters: {}, body, user }
  const intercepted = await intercept?.(request)
  if (intercepted) return intercepted
  if (!user) return failure(401, token === '' ? 'Requires authentication' : 'Bad credentials')
  if (text !== '' && body === undefined) {
    state.violations.push(`${method} ${path}: the body is not JSON`)
    return failure(400, 'Problems parsing JSON')
  }
  return path === '/graphql' && method === 'POST' ? answerGraphQL(state, user, body) : answerOperation(state, request)
}

function answerOperation(state: State, request: ApiRequest): ApiResponse {
  const { method, path, query, body } = request
  const found = findOperation(method, path)
  const route = ROUTES[found?.operation.operationId ?? '']
  if (!found || !route) {
    state.violations.push(`${method} ${path}: no such route`)
    return notFound()
  }
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
  const response = route(state, typed)
  if (!Buffer.isBuffer(response.body)) {
    const drift = responseProblems(operation, response.status, response.body)
    state.violations.push(...drift.map(problem => `the loopback's answer to ${method} ${path}: ${problem}`))
  }
  return response
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

function crash(state: State, { method, path }: RequestRecord, error: unknown): ApiResponse {
  state.violations.push(`the loopback broke at ${method} ${path}: ${error instanceof Error ? error.stack : error}`)
  return failure(500, 'Server Error')
}

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function send(state: State, reply: ServerResponse, { status, body, headers }: ApiResponse): void {
  const used = Math.min(state.requestCount, RATE_LIMIT)
  reply.writeHead(status, {
    'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json; charset=utf-8',
    'x-ratelimit-limit': RATE_LIMIT,
    'x-ratelimit-used': used,
    'x-ratelimit-remaining': RATE_LIMIT - used,
    'x-ratelimit-reset': Math.floor(Date.now() / 1000) + 3600,
    ...headers,
  })
  reply.end(Buffer.isBuffer(body) ? body : body === undefined ? undefined : JSON.stringify(body))
}
