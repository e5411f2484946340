import { expect, test } from '@jest/globals'
import { pushFiles } from '../github/pull-request.js'
import { commentsOf, open, openComments, writesOf } from './acting.js'
import { NONE, TWO } from './texts.js'

/** What the README shows. `GET /git/trees/…` names the commit. */
const FIRST = [
  'GET /pulls/7/files',
  'POST /graphql query',
  'GET /git/trees/HEAD',
  'POST /graphql query',
  'POST /graphql query',
  'POST /graphql query',
  'POST /pulls/7/reviews',
  'POST /graphql query',
  'POST /check-runs',
]
const AGAIN = [...FIRST.slice(0, 6), 'POST /check-runs']

test('requests for a pull request with ten changed Dockerfiles', async () => {
  const names = Array.from({ length: 10 }, (_, i) => `services/s${i}`)
  const files = (text: string) => Object.fromEntries(names.map(name => [`${name}/Dockerfile`, text]))
  const scripts = Object.fromEntries(names.map(name => [`${name}/run.sh`, '#!/bin/sh\n']))
  const { github, act } = await open({ ...scripts, ...files(NONE) }, files(TWO))
  const requestsOf = async () => {
    const { requests, outputs } = await act()
    expect(outputs.findings).toBe('30')
    return requests.map(request => request.replace(/[0-9a-f]{40}/, 'HEAD'))
  }
  const first = await requestsOf()
  expect(first).toEqual(FIRST)
  expect(first.length).toBeLessThanOrEqual(9)
  expect(openComments(github)).toHaveLength(20)
  const before = structuredClone(commentsOf(github))

  const again = await requestsOf()
  expect(again).toEqual(AGAIN)
  expect(again.length).toBeLessThanOrEqual(7)
  expect(writesOf(again)).toEqual(['POST /check-runs'])
  expect(commentsOf(github)).toEqual(before)

  // A push that fixes one of them takes one request more, however many comments it closes.
  pushFiles(github.state, { 'services/s0/Dockerfile': NONE })
  const { requests } = await act()
  expect(requests).toHaveLength(8)
  expect(writesOf(requests)).toEqual(['POST /graphql mutation', 'POST /check-runs'])
})
