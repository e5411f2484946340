import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from '@jest/globals'

const CLI = new URL('../dist/cli.cjs', import.meta.url).pathname
const DIGEST = `sha256:${'a'.repeat(64)}`
const NO_PROXY = { https_proxy: '', HTTPS_PROXY: '', http_proxy: '', HTTP_PROXY: '' }
const ON = 'rules: { pinned-base-image: { options: { digests: true } } }\n'

let folder: string
let server: Server
let seen: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-cli-'))
  mkdirSync(join(folder, 'project'))
  seen = []
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.setHeader('docker-content-digest', DIGEST).end()
  })
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const port = () => (server.address() as AddressInfo).port

async function review(dockerfile: string, config: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  writeFileSync(join(folder, 'project/Dockerfile'), dockerfile)
  writeFileSync(join(folder, 'project/.drydock.yaml'), config)
  const run = spawn(process.execPath, [CLI, 'review', '--format', 'markdown'], {
    cwd: join(folder, 'project'),
    env: { ...process.env, ...NO_PROXY, XDG_CACHE_HOME: join(folder, 'cache'), GITHUB_ACTIONS: '', ...env },
  })
  const [out, err] = await Promise.all([text(run.stdout), text(run.stderr)])
  expect(err).toBe('')
  return out
}

test('digests are looked up for who wants them, and once a day', async () => {
  const dockerfile = `FROM localhost:${port()}/team/app:1\n`
  expect(await review(dockerfile, '')).not.toContain('sha256')
  expect(seen).toEqual([])
  for (let run = 0; run < 2; run++)
    expect(await review(dockerfile, ON)).toContain(`+FROM localhost:${port()}/team/app:1@${DIGEST}`)
  expect(seen).toEqual(['HEAD /v2/team/app/manifests/1'])
})

test('through the proxy that the environment names, but for what no_proxy names', async () => {
  const env = { https_proxy: `http://127.0.0.1:${port()}` }
  const dockerfile = `FROM registry.invalid/app:1\nFROM localhost:${port()}/app:1\n`
  const out = await review(dockerfile, ON, env)
  expect(out).toContain('Digests of images were not looked up at registry.invalid (')
  expect(seen.sort()).toEqual(['CONNECT registry.invalid:443', 'HEAD /v2/app/manifests/1'])
  await review(dockerfile, ON, { ...env, no_proxy: 'example.com,.invalid' })
  expect(seen.filter(line => line.startsWith('CONNECT'))).toHaveLength(1)
})
