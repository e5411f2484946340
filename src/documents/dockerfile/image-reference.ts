/** An image reference taken apart; see distribution/reference. */
export interface ImageReference {
  /** The registry, `docker.io` when none is written; empty for a first part like `foo_bar.com`, which is none. */
  readonly domain: string
  /** The repository in the registry; official images live under `library/`. */
  readonly path: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const HOST = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const DOMAIN = new RegExp(`^(?:${HOST}(?:\\.${HOST})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?$`)
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`)
const TAG = /^[\w][\w.-]{0,127}$/
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/
/** Limit of distribution/reference on domain and path together. */
const NAME_LIMIT = 255

/**
 * Reads a reference as Docker does: `localhost`, a dot, a colon or a capital make the first part a registry.
 * @returns undefined when Docker refuses it
 */
export function parseImageReference(text: string): ImageReference | undefined {
  if (/^[a-f0-9]{64}$/.test(text)) return undefined
  const at = text.indexOf('@')
  const digest = at === -1 ? undefined : text.slice(at + 1)
  const named = at === -1 ? text : text.slice(0, at)
  if (digest !== undefined && !DIGEST.test(digest)) return undefined

  const slash = named.lastIndexOf('/')
  const colon = named.indexOf(':', slash + 1)
  const tag = colon === -1 ? undefined : named.slice(colon + 1)
  const name = colon === -1 ? named : named.slice(0, colon)
  if (tag !== undefined && !TAG.test(tag)) return undefined

  const { domain, path } = splitDomain(name)
  if (!PATH.test(path) || path.length > NAME_LIMIT) return undefined
  if (DOMAIN.test(domain)) return { domain, path, tag, digest }
  // An underscore makes a dotted first part no registry but a part of the path.
  return PATH.test(domain) ? { domain: '', path: `${domain}/${path}`, tag, digest } : undefined
}

function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/')
  const first = name.slice(0, slash)
  const isDomain = slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first)
  const written = isDomain ? first : 'docker.io'
  const domain = written === 'index.docker.io' ? 'docker.io' : written
  const path = isDomain ? name.slice(slash + 1) : name
  return { domain, path: domain === 'docker.io' && !path.includes('/') ? `library/${path}` : path }
}

/** The shortest name for the same repository: `node`, `bitnami/redis`, `ghcr.io/a/b`. */
export function familiarName({ domain, path }: ImageReference): string {
  if (domain !== 'docker.io') return domain === '' ? path : `${domain}/${path}`
  return path.startsWith('library/') && path.split('/').length === 2 ? path.slice('library/'.length) : path
}
