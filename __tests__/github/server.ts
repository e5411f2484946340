import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerRequest, GRAPHQL_PATH, unknownRoute } from './answer.js'
import { type How, meetFaults } from './faults.js'
import { type ApiRequest, type ApiResponse, failure, type Intercept } from './http.js'
import { permissionsOf } from './permissions.js'
import { type CheckRun, type GitHubOptions, newState, RATE_LIMIT, type Review, type State } from './state.js'

export interface LoopbackGitHub {
  /** For GITHUB_API_URL and Octokit's `baseUrl`; `state.graphqlUrl` says where GraphQL is. */
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
    if (response === 'hang') return
    if (response === 'reset') {
      message.socket.destroy()
      return
    }
    record.status = response.status
    send(state, reply, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const state = newState(options, token, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return {
    url: state.url,
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

/** The server's answer, or what a fault puts in its place. */
async function answer(state: State, message: IncomingMessage, intercept?: Intercept): Promise<How> {
  const { pathname, searchParams: query } = new URL(message.url ?? '', state.url)
  const { method = '', headers } = message
  const [, token = ''] = /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? '') ?? []
  const text = await readText(message)
  const body = parsed(text)
  const path = pathBelow(state, pathname)
  const request: ApiRequest = {
    ...{ method, path: path ?? pathname, query, accept: headers.accept ?? '', parameters: {}, body },
    ...{ user: state.accounts.get(token), permissions: permissionsOf(state, token) },
  }
  const fault = await meetFaults(state, request)
  if (fault?.how && fault.when !== 'after') return fault.how
  const intercepted = await intercept?.(request)
  const response = intercepted ?? (await answerKnown())
  return fault?.how ?? response

  async function answerKnown(): Promise<ApiResponse> {
    if (!request.user) return failure(401, token === '' ? 'Requires authentication' : 'Bad credentials')
    if (path === undefined) return unknownRoute(state, request)
    if (text === '' || body !== undefined) return answerRequest(state, request)
    state.violations.push(`${method} ${path}: the body is not JSON`)
    return failure(400, 'Problems parsing JSON')
  }
}

/** The path as the contract has it: without an Enterprise Server's prefix. */
function pathBelow({ url, graphqlUrl }: State, pathname: string): string | undefined {
  if (pathname === new URL(graphqlUrl).pathname) return GRAPHQL_PATH
  const prefix = new URL(url).pathname.replace(/\/$/, '')
  const path = pathname.slice(prefix.length)
  return pathname.startsWith(`${prefix}/`) && path !== GRAPHQL_PATH ? path : undefined
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
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body))
  // Whoever names more than there is breaks off.
  if (Number(headers?.['content-length'] ?? 0) > bytes.length) reply.write(bytes, () => reply.destroy())
  else reply.end(bytes)
}
