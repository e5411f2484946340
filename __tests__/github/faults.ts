import type { ApiRequest, ApiResponse } from './http.js'
import type { State } from './state.js'

export type FaultyRequest = Pick<ApiRequest, 'method' | 'path' | 'body'>

/** An answer, a connection that breaks, or none ever. A body is sent as JSON, or byte by byte where it is a Buffer. */
export type How = ApiResponse | 'reset' | 'hang'

/** Something that goes wrong, or that happens, on requests that `matches` picks. A test adds it to `state.faults`. */
export interface Fault {
  readonly matches: (request: FaultyRequest) => boolean
  /** Runs before the request is looked at: a push, say, between two requests. */
  readonly before?: () => void | Promise<void>
  /** Without it the request is answered as ever. */
  readonly how?: How
  /** `after`: what was asked for is done, and its answer is lost. `before`: nothing is done. */
  readonly when?: 'before' | 'after'
  /** Requests that it still meets. */
  times: number
}

/** Runs the hooks that the request meets, and gives the fault that stands in for its answer. */
export async function meetFaults(state: State, request: FaultyRequest): Promise<Fault | undefined> {
  for (const fault of state.faults.filter(({ times }) => times > 0)) {
    if (fault.times < 1 || !fault.matches(request)) continue
    fault.times--
    await fault.before?.()
    if (fault.how !== undefined) return fault
  }
  return undefined
}

/** Adds a fault that replaces the answer of `times` requests. */
export function inject(
  state: State,
  matches: Fault['matches'],
  how: How,
  { when = 'before', times = 1 }: Partial<Pick<Fault, 'when' | 'times'>> = {},
): Fault {
  const fault = { matches, how, when, times }
  state.faults.push(fault)
  return fault
}

/** Lets something happen just before a request is answered. */
export function interrupt(
  state: State,
  matches: Fault['matches'],
  before: () => void | Promise<void>,
  times = 1,
): Fault {
  const fault = { matches, before, times }
  state.faults.push(fault)
  return fault
}

/** Requests of REST by method and path (a text is its end), as `to('POST', '/reviews')`. */
export function to(method: string, path: string | RegExp): Fault['matches'] {
  return request =>
    request.method === method && (typeof path === 'string' ? request.path.endsWith(path) : path.test(request.path))
}

/** Requests of GraphQL whose query has `text` in it, such as the name of a mutation. */
export function toGraphQL(text = ''): Fault['matches'] {
  return ({ path, body }) =>
    /\/graphql$/.test(path) && String((body as { readonly query?: unknown } | undefined)?.query).includes(text)
}

/** After more writes than GitHub takes in a minute; it does not always say for how long. */
export function secondaryLimit(retryAfter?: number): ApiResponse {
  const message =
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. ' +
    'If you reach out to GitHub Support for help, please include the request ID 0401:1A2B:3C4D.'
  const documentation_url =
    'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits'
  return {
    status: 403,
    body: { documentation_url, message, status: '403' },
    ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
  }
}

/** The hour's requests are used up. `reset` is in seconds since 1970. */
export function primaryLimit(reset: number): ApiResponse {
  const message = 'API rate limit exceeded for installation ID 1.'
  const documentation_url = 'https://docs.github.com/rest/overview/resources-in-the-rest-api#rate-limiting'
  return {
    status: 403,
    body: { message, documentation_url, status: '403' },
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '1000', 'x-ratelimit-reset': String(reset) },
  }
}

export function tooMany(retryAfter?: number): ApiResponse {
  return { ...secondaryLimit(retryAfter), status: 429 }
}

export function badGateway(): ApiResponse {
  const body = Buffer.from('<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>\n')
  return { status: 502, body, headers: { 'content-type': 'text/html' } }
}

/** An answer whose connection breaks in the middle of its body. */
export function cutOff(): ApiResponse {
  const body = Buffer.from('[{"sha":"6dcb09b5b57875f334f61aebed695e2e4193db5e","filen')
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': '4096' }
  return { status: 200, body, headers }
}

/** GraphQL's own failure, which comes with status 200 and without a type. */
export function graphqlFailure(): ApiResponse {
  const message =
    'Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. ' +
    'Please include `0401:1A2B:3C4D` when reporting this issue.'
  return { status: 200, body: { data: null, errors: [{ message }] } }
}

/** The hour's points of GraphQL are used up, which comes with status 200. */
export function graphqlLimit(): ApiResponse {
  const message = 'API rate limit exceeded for installation ID 1.'
  return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] } }
}

export function timeout(): ApiResponse {
  const message = "We couldn't respond to your request in time. Sorry about that."
  return { status: 504, body: { message, documentation_url: 'https://docs.github.com/rest' } }
}
