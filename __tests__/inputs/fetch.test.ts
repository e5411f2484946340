import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from '@jest/globals'
import { fetchText } from '../../src/inputs/github/fetch.js'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

async function serve(listener: RequestListener): Promise<number> {
  server = createServer(listener)
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const GET = { method: 'GET', headers: { authorization: 'token secret' } }

test('status, headers and text; what was sent arrives', async () => {
  const port = await serve((request, response) => {
    response.writeHead(201, { 'content-type': 'text/plain', 'x-method': String(request.method) })
    request.pipe(response)
  })
  const answer = await fetchText(`http://127.0.0.1:${port}/a`, { method: 'POST', headers: {}, body: 'gräße' })
  expect([answer.status, answer.headers.get('x-method'), await answer.text()]).toEqual([201, 'POST', 'gräße'])
})

test('compressed answers are unpacked', async () => {
  const port = await serve((request, response) => {
    expect(request.headers['accept-encoding']).toBe('gzip')
    response.setHeader('content-encoding', 'gzip')
    response.end(gzipSync('{"a":1}'))
  })
  expect(await (await fetchText(`http://127.0.0.1:${port}/`, GET)).text()).toBe('{"a":1}')
})

test('redirects are followed; another host does not get the token', async () => {
  const seen: (string | undefined)[] = []
  const port = await serve((request, response) => {
    seen.push(request.headers.authorization)
    const next = { '/a': '/b', '/b': `http://localhost:${port}/c` }[request.url ?? '']
    response.writeHead(next ? 301 : 200, next ? { location: next } : {}).end('there')
  })
  const answer = await fetchText(`http://127.0.0.1:${port}/a`, GET)
  expect([answer.url, await answer.text()]).toEqual([`http://localhost:${port}/c`, 'there'])
  expect(seen).toEqual(['token secret', 'token secret', undefined])
})

test('circles end', async () => {
  const port = await serve((_, response) => response.writeHead(302, { location: '/' }).end())
  await expect(fetchText(`http://127.0.0.1:${port}/`, GET)).rejects.toThrow('fetch failed')
})

test('a refused connection is a TypeError with its cause, an abort is an AbortError', async () => {
  const port = await serve((_, response) => response.end())
  server?.close()
  await expect(fetchText(`http://127.0.0.1:${port}/`, GET)).rejects.toMatchObject({
    name: 'TypeError',
    cause: { code: 'ECONNREFUSED' },
  })
  await expect(fetchText(`http://127.0.0.1:${port}/`, { ...GET, signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  })
})
