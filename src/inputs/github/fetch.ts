import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'

/** What the client asks for. */
interface Options {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Who looks at redirections himself gets them as answers. */
  readonly redirect?: 'manual'
}

/** The part of a `Response` that the client reads. */
interface Answer {
  readonly status: number
  readonly statusText: string
  readonly url: string
  readonly headers: ReadonlyMap<string, string>
  text(): Promise<string>
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Without a word from the server for so long (ms) nobody goes on waiting: GitHub ends what takes longer than ten seconds. */
const PATIENCE = 20_000
/** As many as `fetch` follows. */
const REDIRECT_LIMIT = 20

/**
 * `fetch` by Node's own HTTP client, as far as GitHub's API needs it. Node's `fetch` brings a parser in WebAssembly, whose
 * loading takes longer than all of Drydock's work on a usual pull request.
 * @throws TypeError with the reason as `cause`, as `fetch` does
 */
export async function fetchText(url: string, options: Options): Promise<Answer> {
  let target = new URL(url)
  let headers: Readonly<Record<string, string>> = { 'accept-encoding': 'gzip', ...options.headers }
  for (let hops = 0; hops <= REDIRECT_LIMIT; hops++) {
    const message = await send(target, { ...options, headers })
    const { statusCode: status = 0, statusMessage: statusText = '' } = message
    const isRead = options.method === 'GET' || options.method === 'HEAD'
    const location = REDIRECTS.has(status) && (isRead || status !== 303) ? message.headers.location : undefined
    if (location === undefined || options.redirect === 'manual') {
      // Read to its end here: the client takes a body that breaks off for an empty one.
      const body = await bodyOf(message)
      return { status, statusText, url: target.href, headers: headersOf(message), text: async () => body }
    }
    message.resume()
    const next = new URL(location, target)
    // The token is for the place that it was given for.
    if (next.origin !== target.origin) headers = withoutToken(headers)
    target = next
  }
  throw new TypeError('fetch failed', { cause: new Error(`${url} leads around in circles`) })
}

function send(url: URL, { method, headers, body, signal }: Options): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'http:' ? plainRequest : secureRequest
    const sent = request(url, { method, headers, timeout: PATIENCE, ...(signal ? { signal } : {}) }, resolve)
    sent.on('error', cause => reject(cause.name === 'AbortError' ? cause : new TypeError('fetch failed', { cause })))
    sent.on('timeout', () => sent.destroy(new Error(`no answer from ${url.host} for ${PATIENCE / 1000} seconds`)))
    sent.end(body)
  })
}

function withoutToken(headers: Options['headers']): Options['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'))
}

function headersOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  )
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  try {
    if (message.headers['content-encoding'] !== 'gzip') return await text(message)
    const unzipped = createGunzip()
    message.on('error', error => unzipped.destroy(error))
    return await text(message.pipe(unzipped))
  } catch (cause) {
    throw new TypeError('fetch failed', { cause })
  }
}
