/**
 * What a failed request means for whoever sent it.
 * `limited`: GitHub did nothing and wants fewer requests. `forbidden`: the token may not. `ambiguous`: nobody knows whether it
 * was done. `refused`: GitHub did nothing and never will. `other` is no answer of GitHub's at all.
 */
export type Trouble = 'limited' | 'forbidden' | 'ambiguous' | 'refused' | 'other'

export function troubleOf(error: unknown): Trouble {
  const types = graphqlTypes(error)
  if (types.includes('FORBIDDEN') || types.includes('INSUFFICIENT_SCOPES')) return 'forbidden'
  if (types.length > 0) return 'refused'
  const status = statusOf(error)
  if (status === undefined) return 'other'
  if (isLimit(error)) return 'limited'
  // GitHub hides from some tokens that there is anything that they may not do.
  if (status === 403 || status === 404) return 'forbidden'
  // A connection that broke has the status 500, too.
  return status >= 500 ? 'ambiguous' : 'refused'
}

/** Seconds that GitHub asks to wait; undefined when the request failed for another reason. */
export function pauseOf(error: unknown): number | undefined {
  if (!isLimit(error)) return undefined
  const headers = headersOf(error)
  const after = Number(headers['retry-after'])
  if (headers['retry-after'] !== undefined && after >= 0) return after
  const reset = Number(headers['x-ratelimit-reset'])
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) return Math.max(1, reset - Date.now() / 1000)
  return SECONDARY_PAUSE
}

/** Without a word from GitHub it is a minute (GitHub's best practices for the REST API). */
const SECONDARY_PAUSE = 60

function isLimit(error: unknown): boolean {
  const status = statusOf(error)
  if (status === 429) return true
  if (status !== 403) return false
  const headers = headersOf(error)
  const isNamed = /secondary rate|rate limit|abuse detection/i.test((error as Error).message)
  return isNamed || headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'
}

function headersOf(error: unknown): Readonly<Record<string, string | undefined>> {
  const { response } = error as { response?: { headers?: Record<string, string> } }
  return response?.headers ?? {}
}

/** What GraphQL tells in a list, with status 200; its limits and failures have got their status in `patience.ts`. */
function graphqlTypes(error: unknown): readonly string[] {
  const { errors } = (error ?? {}) as { errors?: readonly { type?: string }[] }
  if (!Array.isArray(errors) || statusOf(error) !== undefined) return []
  return errors.map(({ type }) => type ?? 'UNKNOWN')
}

/** GitHub's own words, in one line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  // GraphQL's come in a list below a headline.
  const [, named] = /following response errors:\n - (.*)/.exec(message) ?? []
  return named ?? message.split('\n', 1)[0] ?? ''
}

/** HTTP status of a request that failed, undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' ? status : undefined
}
