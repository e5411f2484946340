import { defaults } from '@actions/github/lib/utils'
import { Octokit } from '@octokit/rest'

export type Client = Octokit

/**
 * The client for GitHub's API, at the address and behind the proxy that the environment names.
 * @param userAgent says who asks, as GitHub requires
 */
export function connect(token: string, userAgent: string): Client {
  return new Octokit({ ...defaults, auth: token, userAgent })
}

/** HTTP status of a request that failed, undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' ? status : undefined
}
