import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { pullRequestEvent } from './github/event.js'
import { commitFiles, newRepository, switchTo } from './github/git-repository.js'
import { type ActionRun, runAction } from './github/runner.js'
import { type LoopbackGitHub, startGitHub } from './github/server.js'
import { pressSuggestions } from './github/suggestions.js'
import { NODES } from './nodes.mjs'

const SCRIPT = new URL('../dist/index.cjs', import.meta.url).pathname
const METADATA = new URL('../action.yml', import.meta.url).pathname

type Files = Readonly<Record<string, string | Uint8Array | null>>

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** A pull request that turns `before` into `after`. */
async function pullRequest(before: Files, after: Files): Promise<{ github: LoopbackGitHub; directory: string }> {
  const directory = newRepository()
  opened.push(() => rmSync(directory, { recursive: true, force: true }))
  commitFiles(directory, { 'README.md': 'x\n', ...before })
  switchTo(directory, 'feature', 'main')
  commitFiles(directory, after)
  const github = await startGitHub({ directory, owner: 'acme', repo: 'app', number: 7, base: 'main', head: 'feature' })
  opened.push(() => github.close())
  return { github, directory }
}

async function act(
  github: LoopbackGitHub,
  inputs: Readonly<Record<string, string>> = {},
  { node, env }: { node?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<ActionRun> {
  const event = pullRequestEvent(github)
  const run = await runAction({
    script: SCRIPT,
    metadata: METADATA,
    github,
    event,
    eventName: 'pull_request',
    inputs,
    ...(node ? { node } : {}),
    ...(env ? { env } : {}),
  })
  expect(github.violations).toEqual([])
  return run
}

const WORSE =
  'FROM debian:12\nMAINTAINER Ann Lee\nRUN apt-get update\nRUN apt-get install -y curl\nADD run.sh /run.sh\nCMD /run.sh --now\n'

describe.each(NODES)('the built action on %s', (_, node: string) => {
  test('one review whose suggestions apply, and one completed check run, in few requests', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `services/s${i}/Dockerfile`)
    const scripts = Object.fromEntries(names.map((_, i) => [`services/s${i}/run.sh`, '#!/bin/sh\n']))
    const { github } = await pullRequest(scripts, Object.fromEntries(names.map(name => [name, WORSE])))
    const run = await act(github, { 'fail-on': 'never', 'max-comments': '30' }, { node })

    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(github.requests.length).toBeLessThanOrEqual(8)
    expect(github.reviews).toHaveLength(1)
    const [review] = github.reviews
    const comments = review?.comments ?? []
    // 10 files have 5 comments each: the 30 most severe are posted.
    expect(comments).toHaveLength(30)
    const changed = names.map(name =>
      pressSuggestions(
        WORSE,
        comments.filter(({ path }) => path === name),
      ),
    )
    expect(changed.filter(text => text !== WORSE)).toHaveLength(8)
    expect(changed[0]).toContain('RUN apt-get update && apt-get install -y --no-install-recommends')
    expect(run.outputs.suggestions).toBe(String(comments.filter(({ body }) => body.includes('suggestion\n')).length))
    expect(github.checkRuns).toHaveLength(1)
    expect(github.checkRuns[0]).toMatchObject({ name: 'Drydock', status: 'completed', conclusion: 'neutral' })
    expect(Number(run.outputs.findings)).toBeGreaterThan(10)
    expect(run.outputs.conclusion).toBe('neutral')
    expect(run.summary).toContain('services/s3/Dockerfile')
  })
})

test('no Dockerfile changed: a green check, no review, and nothing else is asked', async () => {
  const { github } = await pullRequest({ Dockerfile: WORSE }, { 'app.js': '1\n' })
  const run = await act(github)
  expect(run.code).toBe(0)
  expect(github.reviews).toHaveLength(0)
  expect(github.checkRuns[0]).toMatchObject({ conclusion: 'success' })
  expect(github.requests.length).toBeLessThanOrEqual(4)
})

test('behind a proxy', async () => {
  const { github } = await pullRequest({}, { Dockerfile: WORSE })
  const tunnels: string[] = []
  const proxy = createServer().on('connect', (request, client, head) => {
    tunnels.push(request.url ?? '')
    const target = connect(Number(new URL(github.url).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.write(head)
      target.pipe(client).pipe(target)
    })
    target.on('error', () => client.destroy())
    client.on('error', () => target.destroy())
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  opened.push(() => proxy.close())
  const host = 'http://github.example'
  const { port } = proxy.address() as AddressInfo
  const api = new URL(github.url).pathname.replace(/\/$/, '')
  const run = await act(
    github,
    { 'fail-on': 'never' },
    {
      env: {
        GITHUB_API_URL: `${host}${api}`,
        GITHUB_GRAPHQL_URL: `${host}${api}/graphql`,
        http_proxy: `http://127.0.0.1:${port}`,
      },
    },
  )
  expect([run.code, run.stderr]).toEqual([0, ''])
  expect(new Set(tunnels)).toEqual(new Set(['github.example:80']))
  expect(github.reviews).toHaveLength(1)
})
