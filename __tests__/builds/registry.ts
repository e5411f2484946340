import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Files } from '../rules/checking.js'
import { writeTar } from './tar.js'

/** A registry of npm on the loopback interface that counts what it gives away. */
export interface Registry {
  /** A project that depends on the first `count` packages of the registry. */
  project(count: number): Files
  /** Bytes of packages since the last time. */
  taken(): number
  readonly size: number
  close(): void
}

/** Serves packages whose content nobody has ever downloaded. */
export async function startRegistry(count: number): Promise<Registry> {
  const packages = Array.from({ length: count }, (_, i) => {
    const name = `drydock-test-${i}`
    const manifest = JSON.stringify({ name, version: '1.0.0' })
    const content = { 'package/package.json': manifest, 'package/index.js': '', 'package/data': randomBytes(100_000) }
    const archive = gzipSync(writeTar(content))
    return { name, archive, integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}` }
  })
  let bytes = 0
  const server = createServer((request, response) => {
    const archive = packages.find(({ name }) => request.url === `/${name}.tgz`)?.archive
    bytes += archive?.length ?? 0
    response.writeHead(archive ? 200 : 404).end(archive)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    project(count) {
      const some = packages.slice(0, count)
      const root = {
        ...{ name: 'app', version: '1.0.0' },
        dependencies: Object.fromEntries(some.map(({ name }) => [name, '1.0.0'])),
      }
      const locked = some.map(({ name, integrity }) => [
        `node_modules/${name}`,
        { version: '1.0.0', resolved: `${url}${name}.tgz`, integrity },
      ])
      return {
        '.npmrc': `registry=${url}\n`,
        'package.json': JSON.stringify(root),
        'package-lock.json': JSON.stringify({
          ...{ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true },
          packages: { '': root, ...Object.fromEntries(locked) },
        }),
      }
    },
    taken() {
      const since = bytes
      bytes = 0
      return since
    },
    size: packages.reduce((sum, { archive }) => sum + archive.length, 0) / count,
    close: () => server.close(),
  }
}
