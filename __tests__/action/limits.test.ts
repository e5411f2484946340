import { expect, test } from '@jest/globals'
import { inject, primaryLimit, secondaryLimit, to, toGraphQL, tooMany } from '../github/faults.js'
import { pushFiles } from '../github/pull-request.js'
import { closedComments, open, openComments, writesOf } from './acting.js'
import { ONE, SCRIPT, TWO } from './texts.js'

const REVIEW = to('POST', '/reviews')
const CHECK = to('POST', '/check-runs')
const HOUR = 3600

test('GitHub wants fewer requests and says for how long: it is waited for, and all is done', async () => {
  const reads = [toGraphQL('reviewThreads'), to('GET', '/pulls/7/files')]
  const places = [REVIEW, CHECK, toGraphQL('mutation'), ...reads]
  await Promise.all(
    [tooMany(1), secondaryLimit(1)].map(async how => {
      const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
      await act()
      pushFiles(github.state, { Dockerfile: null, 'new.Dockerfile': TWO })
      for (const matches of places) inject(github.state, matches, how)
      const start = Date.now()
      const run = await act()
      expect([run.code, run.outputs.findings]).toEqual([0, '3'])
      expect(Date.now() - start).toBeGreaterThan(places.length * 1000)
      expect(openComments(github)).toHaveLength(2)
      expect(closedComments(github)).toMatchObject([{ isMinimized: true, minimizedReason: 'outdated' }])
      expect(github.checkRuns).toHaveLength(2)
    }),
  )
})

test.each([
  ['429', tooMany(HOUR)],
  ['403', secondaryLimit(HOUR)],
  ['used up', primaryLimit(Math.floor(Date.now() / 1000) + HOUR)],
])('not for an hour (%s): what can be said otherwise is said at once', async (_, how) => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: TWO })
  inject(github.state, REVIEW, how, { times: 9 })
  const start = Date.now()
  const run = await act({ 'fail-on': 'warning' })
  expect(Date.now() - start).toBeLessThan(10_000)
  expect(run.code).toBe(1)
  expect(writesOf(run.requests)).toEqual(['POST /pulls/7/reviews', 'POST /check-runs'])
  expect(github.checkRuns[0]?.output.annotations).toHaveLength(3)
  expect(run.stdout.match(/GitHub takes no more requests of this token for now/g)).toHaveLength(1)
  // The check run meets it, too: then the job itself shows the findings.
  inject(github.state, CHECK, how, { times: 9 })
  const last = await act({ 'fail-on': 'warning' })
  expect(last.code).toBe(1)
  expect(last.stdout.match(/^::(warning|notice) title=[^:]*,file=Dockerfile,/gm)).toHaveLength(3)
  expect(last.outputs).toEqual({ ...run.outputs })
})
