/** Who a token stands for, as GitHub names its accounts. */
export interface Account {
  readonly login: string
  readonly id: number
  readonly type: 'Bot' | 'User'
  /** What the repository sees in who comments: NONE for a bot and CONTRIBUTOR for others without it. */
  readonly association?: Association
}
export type Association = 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'FIRST_TIME_CONTRIBUTOR' | 'NONE'

export type Access = 'none' | 'read' | 'write'
/** What a token may do, by the keys of a workflow's `permissions`. */
export interface Permissions {
  readonly contents: Access
  readonly 'pull-requests': Access
  readonly checks: Access
}

/** A request as a route sees it: the names and types of its parameters and body are already those of the contract. */
export interface ApiRequest {
  readonly method: string
  /** Path without the query, still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** The `Accept` header. */
  readonly accept: string
  /** Path and query parameters by name; empty until a route is found. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  /** The parsed JSON body; undefined where there was none. */
  readonly body: unknown
  readonly user: Account | undefined
  readonly permissions: Permissions
}

export interface ApiResponse {
  readonly status: number
  /** Sent as JSON, or byte by byte where it is a Buffer. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Sees every request before authorization and routes do; an answer keeps them from it. Faults and permissions go here. */
export type Intercept = (request: ApiRequest) => ApiResponse | undefined | Promise<ApiResponse | undefined>

export function ok(body: unknown, status = 200): ApiResponse {
  return { status, body }
}

/** An error in the one shape that all of GitHub's REST errors share. */
export function failure(status: number, message: string, errors?: readonly unknown[]): ApiResponse {
  const documentation_url = 'https://docs.github.com/rest'
  return { status, body: { message, ...(errors && { errors }), documentation_url, status: String(status) } }
}

/** GitHub's words for an App's token that lacks a permission. */
export const FORBIDDEN = 'Resource not accessible by integration'

export function notFound(): ApiResponse {
  return failure(404, 'Not Found')
}
