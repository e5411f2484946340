import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Files } from '../../rules/checking.js'
import type { Certificate } from './certificate.js'

/** Packages that nobody has ever downloaded, on the loopback interface, where what is given away is counted. */
export interface Registry {
  /** A project that depends on the first `count` packages of the registry. */
  project(count: number): Files
  /** Bytes of packages since the last time. */
  taken(): number
  /** Bytes of one package. */
  readonly size: number
  close(): void
}

/** What a registry answers to a path, without the `/` in front; undefined for what it does not have. */
export type Answers = ReadonlyMap<string, Buffer | string>

export interface Server {
  /** Ends in `/`. */
  readonly url: string
  taken(): number
  close(): void
}

/** Serves these answers; packages are those among them that are no text. */
export async function serve(answers: (url: string) => Answers, certificate?: Certificate): Promise<Server> {
  let bytes = 0
  let known: Answers = new Map()
  const listener: RequestListener = (request, response) => {
    const answer = known.get(decodeURIComponent((request.url ?? '').replace(/^\/(?:\.\/)*|\?.*$/g, '')))
    const isPackage = Buffer.isBuffer(answer)
    if (isPackage) bytes += answer.length
    const headers = {
      'content-type': !isPackage && answer?.startsWith('<') ? 'text/html' : 'application/octet-stream',
      // As the registries of the world say it: a package never changes.
      ...(isPackage ? { 'cache-control': 'max-age=365000000, immutable, public' } : {}),
    }
    response.writeHead(answer === undefined ? 404 : 200, headers).end(answer)
  }
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const url = `http${certificate ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}/`
  known = answers(url)
  return {
    url,
    taken() {
      const since = bytes
      bytes = 0
      return since
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Names that no earlier run has used: caches that outlive a run know nothing of them. */
export function freshNames(count: number, separator = '-'): readonly string[] {
  const run = randomBytes(4).toString('hex').replace(/^\d/, 'a')
  return Array.from({ length: count }, (_, i) => ['drydock', run, `p${i}`].join(separator))
}

/** What fills a package: it cannot be compressed. */
export function filling(): Buffer {
  return randomBytes(100_000)
}
