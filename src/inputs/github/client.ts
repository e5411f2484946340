import { defaults } from '@actions/github/lib/utils'
import { Octokit } from '@octokit/rest'
import { fetchText } from './fetch.js'

export type Client = Octokit

/** Where the environment names a proxy, as the actions toolkit reads it. */
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']

/**
 * The client for GitHub's API, at the address and behind the proxy that the environment names.
 * @param userAgent says who asks, as GitHub requires
 */
export function connect(token: string, userAgent: string): Client {
  // Only the toolkit's fetch knows about proxies.
  const isProxied = PROXY_VARIABLES.some(name => process.env[name])
  const request = { ...defaults.request, ...(isProxied ? {} : { fetch: fetchText }) }
  return new Octokit({ ...defaults, request, auth: token, userAgent })
}

/** HTTP status of a request that failed, undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' ? status : undefined
}
