import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { digestCacheIn, digestCachePath } from '../../src/inputs/digest-cache.js'
import { askRegistries } from '../../src/inputs/registry.js'

const DIGEST = `sha256:${'a'.repeat(64)}`
const DAY = 24 * 60 * 60 * 1000
let folder: string
const servers: Server[] = []
let seen: { line: string; authorization: string | undefined; accept: string | undefined }[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-cache-'))
  seen = []
})
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true, force: true })
})

/** @returns the registry's name as a FROM has it */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    const { authorization, accept } = request.headers
    seen.push({ line: `${request.method} ${request.url}`, authorization, accept })
    listener(request, response)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const withDigest = (response: ServerResponse) => response.setHeader('docker-content-digest', DIGEST).end()
const isToken = ({ url = '' }: IncomingMessage) => url.startsWith('/token')
const cacheFile = () => join(folder, 'drydock', 'digests.json')
const ask = (...references: readonly string[]) => askRegistries(references, digestCacheIn(cacheFile()))

describe('one tag', () => {
  test('a HEAD that takes an index; one request for what is named twice', async () => {
    const host = await serve((_, response) => withDigest(response))
    const { digests, silent, leftOut } = await ask(`${host}/team/app:1`, `${host}/team/app:1`)
    expect([...digests]).toEqual([[`${host}/team/app:1`, DIGEST]])
    expect([silent.size, leftOut]).toEqual([0, 0])
    expect(seen.map(({ line }) => line)).toEqual(['HEAD /v2/team/app/manifests/1'])
    expect(seen[0]?.accept).toMatch(/oci\.image\.index\.v1\+json.*manifest\.list\.v2\+json/)
  })

  test('no tag is latest', async () => {
    const host = await serve((_, response) => withDigest(response))
    expect([...(await ask(`${host}/app`)).digests.keys()]).toEqual([`${host}/app:latest`])
    expect(seen[0]?.line).toBe('HEAD /v2/app/manifests/latest')
  })

  test('a token for everybody, asked for as the registry says', async () => {
    const host = await serve((request, response) => {
      if (isToken(request)) return response.end('{"token":"t.0-k"}')
      if (request.headers.authorization === 'Bearer t.0-k') return withDigest(response)
      const challenge = `Bearer realm="http://${host}/token",service="reg",scope="repository:team/app:pull"`
      return response.writeHead(401, { 'www-authenticate': challenge }).end()
    })
    expect((await ask(`${host}/team/app:1`)).digests.get(`${host}/team/app:1`)).toBe(DIGEST)
    expect(seen.map(({ line, authorization }) => [line, authorization])).toEqual([
      ['HEAD /v2/team/app/manifests/1', undefined],
      ['GET /token?service=reg&scope=repository%3Ateam%2Fapp%3Apull', undefined],
      ['HEAD /v2/team/app/manifests/1', 'Bearer t.0-k'],
    ])
  })

  test('without the header the manifest itself is hashed', async () => {
    const manifest = '{"schemaVersion":2}'
    const host = await serve((_, response) => response.end(manifest))
    const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
    expect([...(await ask(`${host}/app:1`)).digests.values()]).toEqual([digest])
    expect(seen.map(({ line }) => line.slice(0, 4))).toEqual(['HEAD', 'GET '])
  })

  test('another address may answer, but not without TLS', async () => {
    const host = await serve((request, response) => {
      if (isToken(request)) return response.end('{"access_token":"t"}')
      if (request.url?.startsWith('/v2/near/')) return withDigest(response)
      if (request.headers.authorization) return response.writeHead(307, { location: '/v2/near/app/manifests/1' }).end()
      return response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token"` }).end()
    })
    expect((await ask(`${host}/app:1`)).digests.size).toBe(1)
    expect(seen.at(-2)?.authorization).toBe('Bearer t')
    const elsewhere = await serve((_, response) =>
      response.writeHead(307, { location: 'http://192.0.2.1/v2/app/manifests/1' }).end(),
    )
    expect([...(await ask(`${elsewhere}/app:1`)).silent]).toEqual([[elsewhere, 'it answered 307']])
  })
})

describe('no digest, and nothing to say', () => {
  test.each([401, 403, 404])('%i', async status => {
    const host = await serve((_, response) => response.writeHead(status).end())
    expect(await ask(`${host}/app:1`)).toEqual({ digests: new Map(), silent: new Map(), leftOut: 0 })
  })

  test('who wants a name and a password is not given one', async () => {
    const host = await serve((_, response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end())
    expect((await ask(`${host}/app:1`)).silent.size).toBe(0)
    expect(seen).toHaveLength(1)
  })

  test('a private image is refused a token, or with it', async () => {
    let tokenStatus = 401
    const host = await serve((request, response) => {
      if (isToken(request)) return response.writeHead(tokenStatus).end('{"token":"t"}')
      return response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token"` }).end()
    })
    expect((await ask(`${host}/app:1`)).silent.size).toBe(0)
    tokenStatus = 200
    expect((await ask(`${host}/app:1`)).silent.size).toBe(0)
  })

  test('what is no digest, and what is no image', async () => {
    const host = await serve((_, response) => response.setHeader('docker-content-digest', 'sha256:ABC').end())
    expect((await ask(`${host}/app:1`, 'UPPER', 'foo_bar.com/x')).digests.size).toBe(0)
    expect(seen).toHaveLength(1)
  })
})

describe('a registry that does not answer', () => {
  const reasonAt = async (listener: RequestListener) => {
    const host = await serve(listener)
    const { digests, silent } = await ask(`${host}/app:1`)
    expect(digests.size).toBe(0)
    return silent.get(host)
  }

  test.each([429, 500, 503])('%i', async status => {
    expect(await reasonAt((_, response) => response.writeHead(status).end())).toBe(`it answered ${status}`)
  })

  test('silence', async () => {
    expect(await reasonAt(() => {})).toBe('it did not answer in time')
  }, 10_000)

  test('a broken connection, a refused one', async () => {
    expect(await reasonAt(request => request.socket.destroy())).toBe('ECONNRESET')
    expect([...(await ask('127.0.0.1:1/app:1')).silent.values()]).toEqual(['ECONNREFUSED'])
  })

  const challenge = (realm: string) => ({ 'www-authenticate': `Bearer realm="${realm}"` })

  test.each([
    ['broken', 'its answer cannot be read'],
    ['null', 'it gave no token'],
    ['{"token":"a\\r\\nb: c"}', 'it gave no token'],
  ])('a token that is none: %s', async (body, reason) => {
    const told = await reasonAt((request, response) => {
      if (isToken(request)) return response.end(body)
      return response.writeHead(401, challenge(`http://${request.headers.host}/token`)).end()
    })
    expect(told).toBe(reason)
  })

  test('a token from where nobody should go', async () => {
    expect(await reasonAt((_, response) => response.writeHead(401, challenge('http://192.0.2.1/token')).end())).toBe(
      'it asks for a token without TLS',
    )
    expect(await reasonAt((_, response) => response.writeHead(401, challenge('/token')).end())).toBe(
      'it asks for a token from nowhere',
    )
  })

  test('a manifest that is none', async () => {
    expect(await reasonAt((_, response) => response.end('<html>'))).toBe('its answer cannot be read')
  })
})

test('twelve images in one run, four at a time', async () => {
  let now = 0
  let most = 0
  const host = await serve((_, response) => {
    most = Math.max(most, ++now)
    setTimeout(() => {
      now--
      withDigest(response)
    }, 20)
  })
  const names = Array.from({ length: 15 }, (_, i) => `${host}/app:${i}`)
  const { digests, leftOut } = await ask(...names)
  expect([digests.size, leftOut, most]).toEqual([12, 3, 4])
  // What is known already leaves room for others.
  expect([(await ask(...names)).digests.size, seen.length]).toEqual([15, 15])
})

describe('the cache', () => {
  test('an answer is good for a day', async () => {
    const host = await serve((_, response) => withDigest(response))
    const at = (time: number) =>
      askRegistries(
        [`${host}/app:1`],
        digestCacheIn(cacheFile(), () => time),
      )
    for (const time of [DAY, DAY + 5, 2 * DAY - 1]) expect((await at(time)).digests.size).toBe(1)
    expect(seen).toHaveLength(1)
    await at(2 * DAY)
    expect(seen).toHaveLength(2)
    // Whoever's clock was wrong.
    await at(DAY)
    expect(seen).toHaveLength(3)
    expect(readdirSync(dirname(cacheFile()))).toEqual(['digests.json'])
  })

  test('only digests are kept: an image may be there in a minute', async () => {
    const host = await serve((_, response) => response.writeHead(404).end())
    await ask(`${host}/app:1`)
    await ask(`${host}/app:1`)
    expect(seen).toHaveLength(2)
  })

  test.each([
    'broken',
    'null',
    '[1]',
    '{"HOST/app:1":{"digest":"sha256:1","at":0}}',
    `{"HOST/app:1":{"digest":"${DIGEST}"}}`,
    '{"HOST/app:1":null}',
  ])('a file that is none of ours: %s', async text => {
    const host = await serve((_, response) => withDigest(response))
    await ask(`${host}/other:1`)
    writeFileSync(cacheFile(), text.replace('HOST', host))
    expect((await ask(`${host}/app:1`)).digests.get(`${host}/app:1`)).toBe(DIGEST)
    expect(seen).toHaveLength(2)
    expect(Object.keys(JSON.parse(readFileSync(cacheFile(), 'utf8')))).toContain(`${host}/app:1`)
  })

  test('a folder that cannot be written to', async () => {
    const host = await serve((_, response) => withDigest(response))
    writeFileSync(join(folder, 'drydock'), '')
    expect((await ask(`${host}/app:1`)).digests.size).toBe(1)
    expect(readFileSync(join(folder, 'drydock'), 'utf8')).toBe('')
  })

  test('where it is', () => {
    const path = (env: NodeJS.ProcessEnv) => digestCachePath(env)
    expect(path({ XDG_CACHE_HOME: '/x' })).toBe('/x/drydock/digests.json')
    expect(path({ XDG_CACHE_HOME: 'x' })).toMatch(/\/\.cache\/drydock\/digests\.json$/)
    expect(path({ GITHUB_ACTIONS: 'true', RUNNER_TEMP: '/t', XDG_CACHE_HOME: '/x' })).toBe('/t/drydock/digests.json')
    expect(path({ RUNNER_TEMP: '/t', XDG_CACHE_HOME: '/x' })).toBe('/x/drydock/digests.json')
  })
})
