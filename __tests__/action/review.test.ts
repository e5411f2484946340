import { describe, expect, test } from '@jest/globals'
import { startProxy } from '../github/proxy.js'
import { pressSuggestions } from '../github/suggestions.js'
import { NODES } from '../nodes.mjs'
import { open } from './acting.js'

const WORSE =
  'FROM debian:12\nMAINTAINER Ann Lee\nRUN apt-get update\nRUN apt-get install -y curl\nADD run.sh /run.sh\nCMD /run.sh --now\n'

describe.each(NODES)('the built action on %s', (_, node: string) => {
  test('one review whose suggestions apply, and one completed check run', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `services/s${i}/Dockerfile`)
    const scripts = Object.fromEntries(names.map((_, i) => [`services/s${i}/run.sh`, '#!/bin/sh\n']))
    const { act, github } = await open(scripts, Object.fromEntries(names.map(name => [name, WORSE])))
    const run = await act({ 'fail-on': 'never', 'max-comments': '30' }, { node })

    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(run.requests.length).toBeLessThanOrEqual(9)
    expect(github.reviews).toHaveLength(1)
    const comments = github.reviews[0]?.comments ?? []
    // 10 files have 5 comments each: the 30 most severe are posted.
    expect(comments).toHaveLength(30)
    const pressed = (name: string) => comments.filter(({ path }) => path === name)
    const changed = names.map(name => pressSuggestions(WORSE, pressed(name)))
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

test('behind a proxy', async () => {
  const { act, github } = await open({}, { Dockerfile: WORSE })
  const proxy = await startProxy(github)
  const host = 'http://github.example'
  const api = `${host}${new URL(github.url).pathname.replace(/\/$/, '')}`
  const env = { GITHUB_API_URL: api, GITHUB_GRAPHQL_URL: `${api}/graphql`, http_proxy: proxy.url }
  const run = await act({ 'fail-on': 'never' }, { env })
  proxy.close()
  expect([run.code, run.stderr]).toEqual([0, ''])
  expect(new Set(proxy.tunnels)).toEqual(new Set(['github.example:80']))
  expect(github.reviews).toHaveLength(1)
})
