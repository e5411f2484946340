import { rmSync } from 'node:fs'
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

async function act(github: LoopbackGitHub, inputs: Record<string, string> = {}, node?: string): Promise<ActionRun> {
  const event = pullRequestEvent(github)
  const run = await runAction({
    script: SCRIPT,
    metadata: METADATA,
    github,
    event,
    eventName: 'pull_request',
    inputs,
    ...(node ? { node } : {}),
  })
  expect(github.violations).toEqual([])
  return run
}

const WORSE =
  'FROM debian:12\nMAINTAINER Ann Lee\nRUN apt-get update\nRUN apt-get install -y curl\nADD run.sh /run.sh\nCMD /run.sh --now\n'

describe.each(NODES)('the built action on %s', (_, node) => {
  test('one review whose suggestions apply, and one completed check run, in few requests', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `services/s${i}/Dockerfile`)
    const scripts = Object.fromEntries(names.map((_, i) => [`services/s${i}/run.sh`, '#!/bin/sh\n']))
    const { github } = await pullRequest(scripts, Object.fromEntries(names.map(name => [name, WORSE])))
    const run = await act(github, { 'fail-on': 'never', 'max-comments': '30' }, node)

    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(github.requests.length).toBeLessThanOrEqual(8)
    expect(github.reviews).toHaveLength(1)
    const [review] = github.reviews
    const comments = review?.comments ?? []
    expect(comments.length).toBeGreaterThan(10)
    for (const name of names) {
      const own = comments.filter(({ path }) => path === name)
      if (own.length > 0) expect(pressSuggestions(WORSE, own)).not.toBe(WORSE)
    }
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
  expect(github.requests.length).toBeLessThanOrEqual(3)
})
