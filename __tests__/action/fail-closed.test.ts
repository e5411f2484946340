import { describe, expect, test } from '@jest/globals'
import { cutOff, type Fault, graphqlFailure, type How, inject, to, toGraphQL } from '../github/faults.js'
import { ANN, resolveThread } from '../github/people.js'
import { commentsOf, open, openComments, rulesIn, writesOf } from './acting.js'
import { ONE, SCRIPT } from './texts.js'

const FAIL = { 'fail-on': 'warning' }
const page: How = { status: 200, body: Buffer.from('<html>Log in</html>'), headers: { 'content-type': 'text/html' } }

/** All that is read before the review is known. */
const READS: readonly (readonly [string, Fault['matches']])[] = [
  ['the list of files', to('GET', '/pulls/7/files')],
  ['the tree', to('GET', /\/git\/trees\//)],
  ['the texts', toGraphQL('file0')],
]

describe.each(READS)('%s', (_, matches) => {
  test.each<readonly [string, How]>([
    ['breaks off', cutOff()],
    ['is a page of a proxy', page],
  ])('%s once: it is asked again, and what is wrong is found', async (_, how) => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
    const fault = inject(github.state, matches, how)
    const run = await act(FAIL)
    expect(fault.times).toBe(0)
    expect([run.code, run.outputs.findings, run.outputs.conclusion]).toEqual([1, '1', 'failure'])
    expect(rulesIn(openComments(github))).toEqual(['add-for-copy'])
    expect(github.checkRuns).toMatchObject([{ conclusion: 'failure' }])
  })

  test('breaks off each time: the job fails, and no check is green', async () => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
    inject(github.state, matches, cutOff(), { times: 99 })
    const run = await act({ 'fail-on': 'never' })
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/^::error::/m)
    expect(github.checkRuns).toEqual([])
    expect(github.reviews).toEqual([])
  })
})

test.each<readonly [string, How]>([
  ['breaks off', cutOff()],
  ['fails', graphqlFailure()],
])('the conversation %s once: nobody’s word is lost, and nothing is said twice', async (_, how) => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  expect((await act(FAIL)).code).toBe(1)
  resolveThread(github.state, openComments(github)[0]?.id ?? 0, ANN)
  const fault = inject(github.state, toGraphQL('reviewThreads'), how)
  const run = await act(FAIL)
  expect(fault.times).toBe(0)
  expect([run.code, run.outputs.findings, run.outputs.dismissed]).toEqual([0, '0', '1'])
  expect(writesOf(run.requests)).toEqual(['POST /check-runs'])
  expect(commentsOf(github)).toHaveLength(1)
})
