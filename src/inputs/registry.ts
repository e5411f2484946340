import { createHash } from 'node:crypto'
import { type ImageDigests, imageKey } from '../build/image-digests.js'
import { type ImageReference, parseImageReference } from '../documents/dockerfile/image-reference.js'
import type { RegistryAnswers } from '../pin-digests.js'
import { DIGEST, type DigestCache } from './digest-cache.js'
import { type Answer, ask } from './registry-request.js'

/** Docker Hub counts what is asked: more references than this are not looked up in one run. */
const LOOKUP_LIMIT = 12
const AT_ONCE = 4
/** Whatever a tag leads to: an index of platforms where there is one, else the image itself. */
const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/** A digest; undefined for what is not there or not for everybody; or why the registry gave no answer. */
type Lookup = string | undefined | { readonly trouble: string }

/**
 * Asks registries what tags lead to, as anybody may who has no account there. Each is asked once for each tag and, as long
 * as the cache knows the answer, not at all.
 */
export async function askRegistries(references: readonly string[], cache: DigestCache): Promise<RegistryAnswers> {
  const wanted = new Map<string, ImageReference>()
  for (const text of references) {
    const reference = parseImageReference(text)
    if (reference && reference.domain !== '') wanted.set(imageKey(reference), reference)
  }
  const known = wanted.size === 0 ? new Map<string, string>() : await cache.read()
  const open = [...wanted].filter(([name]) => !known.has(name))
  const asked = open.slice(0, LOOKUP_LIMIT)
  const found = new Map<string, string>()
  const silent = new Map<string, string>()
  await eachOf(asked, AT_ONCE, async ([name, reference]) => {
    const answer = await lookUp(reference)
    if (typeof answer === 'string') found.set(name, answer)
    else if (answer) silent.set(reference.domain, answer.trouble)
  })
  await cache.add(found)
  const digests: ImageDigests = new Map([...known].filter(([name]) => wanted.has(name)).concat([...found]))
  return { digests, silent, leftOut: open.length - asked.length }
}

async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

async function lookUp(reference: ImageReference): Promise<Lookup> {
  const { domain, path, tag = 'latest' } = reference
  const host = domain === 'docker.io' ? 'registry-1.docker.io' : domain
  const url = new URL(`${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${path}/manifests/${tag}`)
  const headers = { accept: MANIFEST_TYPES }
  try {
    const first = await ask('HEAD', url, headers)
    const challenge = first.status === 401 ? challengeIn(first) : undefined
    if (challenge === undefined) return await digestOf(first, url, headers)
    const token = await tokenFor(challenge, path, isLoopback(host))
    if (typeof token !== 'string') return token
    const authorized = { ...headers, authorization: `Bearer ${token}` }
    return await digestOf(await ask('HEAD', url, authorized), url, authorized)
  } catch (error) {
    return { trouble: reasonOf(error) }
  }
}

/** As Docker has it, only these may speak without TLS. */
function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host)
}

async function digestOf(answer: Answer, url: URL, headers: Readonly<Record<string, string>>): Promise<Lookup> {
  const { status } = answer
  if (status === 401 || status === 403 || status === 404) return undefined
  if (status !== 200) return { trouble: `it answered ${status}` }
  const digest = answer.headers.get('docker-content-digest')
  if (digest) return DIGEST.test(digest) ? digest : undefined
  // The header is a SHOULD; what it stands for is the hash of the manifest.
  const whole = await ask('GET', url, headers)
  if (whole.status !== 200) return { trouble: `it answered ${whole.status}` }
  const text = await whole.text()
  JSON.parse(text)
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

interface Challenge {
  readonly realm: string
  readonly service: string | undefined
  readonly scope: string | undefined
}

/** Who asks for a name and a password does not want everybody. */
function challengeIn(answer: Answer): Challenge | undefined {
  const written = /\bBearer\s+(.*)/i.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
  const valueOf = (name: string) => new RegExp(`(?:^|[\\s,])${name}="([^"]*)"`, 'i').exec(written ?? '')?.[1]
  const realm = valueOf('realm')
  return realm === undefined ? undefined : { realm, service: valueOf('service'), scope: valueOf('scope') }
}

/** The token that a registry gives to everybody. */
async function tokenFor({ realm, service, scope }: Challenge, path: string, mayBePlain: boolean): Promise<Lookup> {
  if (!URL.canParse(realm)) return { trouble: 'it asks for a token from nowhere' }
  const url = new URL(realm)
  if (url.protocol !== 'https:' && !(mayBePlain && url.protocol === 'http:' && isLoopback(url.host)))
    return { trouble: 'it asks for a token without TLS' }
  if (service !== undefined) url.searchParams.set('service', service)
  url.searchParams.set('scope', scope ?? `repository:${path}:pull`)
  const answer = await ask('GET', url, { accept: 'application/json' })
  if (answer.status === 401 || answer.status === 403) return undefined
  if (answer.status !== 200) return { trouble: `it answered ${answer.status} when asked for a token` }
  const body = JSON.parse(await answer.text()) as { readonly token?: unknown; readonly access_token?: unknown } | null
  const token = body?.token ?? body?.access_token
  // What is no token must not become a header of its own.
  return typeof token === 'string' && /^[\w.~+/=-]+$/.test(token) ? token : { trouble: 'it gave no token' }
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'its answer cannot be read'
  const { name, cause } = error as Error
  if (name === 'TimeoutError' || name === 'AbortError') return 'it did not answer in time'
  // Messages may repeat what a stranger wrote.
  const { code } = (cause ?? error) as { readonly code?: unknown }
  return typeof code === 'string' && /^\w+$/.test(code) ? code : 'the connection failed'
}
