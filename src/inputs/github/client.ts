import { defaults } from '@actions/github/lib/utils'
import { Octokit } from '@octokit/rest'
import { fetchText } from './fetch.js'
import { bePatient, sleep as realSleep, type Sleep } from './patience.js'

export type Client = Octokit

/** Where the environment names a proxy, as the actions toolkit reads it. */
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']

export interface ConnectOptions {
  /** Says who asks, as GitHub requires. */
  readonly userAgent: string
  /** Of the REST API; the toolkit's when left out, which reads GITHUB_API_URL. */
  readonly apiUrl?: string
  /** Of the GraphQL API; beside the REST API when left out. */
  readonly graphqlUrl?: string | undefined
  readonly sleep?: Sleep
  /** Told of each wait for GitHub, in seconds. */
  readonly onWait?: (seconds: number) => void
}

/** The client for GitHub's API, at the address and behind the proxy that the environment names. */
export function connect(
  token: string,
  { userAgent, apiUrl, graphqlUrl, sleep = realSleep, onWait }: ConnectOptions,
): Client {
  // Only the toolkit's fetch knows about proxies.
  const isProxied = PROXY_VARIABLES.some(name => process.env[name])
  const request = { ...defaults.request, ...(isProxied ? {} : { fetch: fetchText }) }
  const silent = () => {}
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const client = new Octokit({ ...defaults, ...(apiUrl && { baseUrl: apiUrl }), request, auth: token, userAgent, log })
  if (graphqlUrl)
    client.hook.before('request', options => {
      if (options.query !== undefined) options.url = graphqlUrl
    })
  return bePatient(client, sleep, onWait)
}
