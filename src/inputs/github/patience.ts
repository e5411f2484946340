import type { Octokit } from '@octokit/rest'
import { pauseOf, statusOf } from './trouble.js'

/** Waits for so many milliseconds. */
export type Sleep = (milliseconds: number) => Promise<void>

export const sleep: Sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))

/** All that a run waits for GitHub's limits, in seconds: a job is paid by the minute, and there is a way without. */
const WAIT_BUDGET = 150
/** What is only read is asked again after a failure, so often and after so many seconds. */
const READ_PAUSES = [1, 3]

/**
 * Waits where GitHub asks to wait, and asks again what can be asked twice. What GitHub refused for its limits was not done,
 * so it is sent again; any other write is not: nobody knows whether it was done. For what is optional nobody waits.
 * @param onWait told of each wait before it begins
 */
export function bePatient(client: Octokit, pause: Sleep, onWait: (seconds: number) => void = () => {}): Octokit {
  let budget = WAIT_BUDGET
  client.hook.wrap('request', async (request, options) => {
    if (options.request?.isOptional) return sound(await request(options), options)
    for (let failures = 0; ; ) {
      try {
        return sound(await request(options), options)
      } catch (error) {
        const asked = pauseOf(error)
        const isRead = options.method === 'GET' || /^\s*query\b/.test(String(options.query ?? ''))
        const seconds = asked ?? (isRead && isBroken(error) ? READ_PAUSES[failures] : undefined)
        if (seconds === undefined || seconds > budget) throw error
        if (asked === undefined) failures++
        // A limit without a pause could be met again and again at once.
        const wait = Math.max(seconds, 0.1)
        budget -= wait
        onWait(wait)
        await pause(wait * 1000)
      }
    }
  })
  return client
}

interface Answer {
  readonly status: number
  readonly data: unknown
}

/**
 * An answer of status 200 can be none: GraphQL tells of its own failures and limits in the body, and what a proxy puts in
 * GitHub's place is no JSON.
 * @throws an error with the status that it should have had
 */
function sound<T extends Answer>(answer: T, { query }: { readonly query?: unknown }): T {
  const { data, status } = answer
  if (typeof data === 'string' && data !== '' && status < 300) throw failed('the answer is no JSON', 502, answer)
  // A list that did not arrive would be one without an entry.
  if ((data === '' || data === undefined) && (status === 200 || status === 201))
    throw failed('the answer is empty', 502, answer)
  if (query === undefined) return answer
  const { errors } = (data ?? {}) as { readonly errors?: readonly GraphqlError[] }
  if (!Array.isArray(errors)) return answer
  const [first] = errors
  if (errors.some(({ type }) => type === 'RATE_LIMITED')) throw failed(first?.message ?? '', 429, answer)
  // What the schema does not take has a code; what GitHub fails at has nothing.
  const isFailure = errors.every(({ type, extensions }) => type === undefined && extensions?.code === undefined)
  if (isFailure && !/doesn't exist on type|Unknown type|isn't a defined/i.test(first?.message ?? ''))
    throw failed(first?.message ?? '', 502, answer)
  return answer
}

interface GraphqlError {
  readonly type?: string
  readonly message?: string
  readonly extensions?: { readonly code?: string }
}

function failed(message: string, status: number, response: Answer): Error {
  return Object.assign(new Error(message), { status, response })
}

function isBroken(error: unknown): boolean {
  return (statusOf(error) ?? 0) >= 500
}
