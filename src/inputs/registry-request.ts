/** The part of a `Response` that is read here. */
export interface Answer {
  readonly status: number
  readonly headers: { get(name: string): string | null | undefined }
  text(): Promise<string>
}

type Fetch = (url: string, options: Options) => Promise<Answer>

interface Options {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly redirect: 'manual'
}

/** Nobody waits longer for a digest (ms). */
const PATIENCE = 5_000
/** `registry.k8s.io` leads to a registry nearby. */
const REDIRECT_LIMIT = 3

/**
 * Sends a request to a registry, which is never given more than a token that it gave to everybody.
 * @throws whatever `fetch` throws
 */
export async function ask(
  method: 'GET' | 'HEAD',
  url: URL,
  headers: Readonly<Record<string, string>>,
  hops = 0,
): Promise<Answer> {
  const fetch = await fetchFor(url)
  const options = { method, headers: { 'accept-encoding': 'identity', ...headers }, redirect: 'manual' } as const
  const answer = await fetch(url.href, { ...options, signal: AbortSignal.timeout(PATIENCE) })
  const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : undefined
  if (!location || hops === REDIRECT_LIMIT) return answer
  const next = new URL(location, url)
  if (next.protocol !== 'https:' && next.origin !== url.origin) return answer
  const { authorization, ...others } = headers
  const kept = authorization !== undefined && next.origin === url.origin ? { authorization } : {}
  return ask(method, next, { ...others, ...kept }, hops + 1)
}

/** The GitHub client's ways: through the proxy that the environment names, else straight. */
async function fetchFor({ hostname }: URL): Promise<Fetch> {
  const { https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY } = process.env
  const isProxied = [https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY].some(Boolean)
  if (!isProxied || isExempt(hostname)) return (await import('./github/fetch.js')).fetchText
  const { defaults } = await import('@actions/github/lib/utils')
  return defaults.request?.fetch as Fetch
}

/** True for this computer itself and for what `no_proxy` names. */
function isExempt(host: string): boolean {
  if (/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(host)) return true
  const names = (process.env.no_proxy ?? process.env.NO_PROXY ?? '').split(/[\s,]+/).filter(Boolean)
  return names.some(name => {
    const suffix = name.replace(/^\*?\.?/, '').toLowerCase()
    return name === '*' || (suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`)))
  })
}
