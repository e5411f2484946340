import { describe, expect, test } from '@jest/globals'
import { retarget } from '../github/branches.js'
import { interrupt, to, toGraphQL } from '../github/faults.js'
import { commitFiles, switchTo } from '../github/git-repository.js'
import { forcePushFiles, pushFiles } from '../github/pull-request.js'
import type { State } from '../github/state.js'
import { reviewThreads } from '../github/threads.js'
import {
  type Acting,
  checkSummary,
  closedComments,
  commentsOf,
  open,
  openComments,
  rulesIn,
  writesOf,
} from './acting.js'

const TEXT = 'FROM debian:12\nMAINTAINER Ann Lee\nRUN apt-get update\nRUN apt-get install -y curl\nUSER 1000\n'
const NEXT = TEXT.replace('MAINTAINER Ann Lee\n', '')
const CONVERSATION = toGraphQL('reviewThreads')

/** What can happen to a pull request while it is looked at, and what the log says of it. */
const MOVES: readonly [string, (state: State) => void, RegExp][] = [
  [
    'the head moved',
    state => void pushFiles(state, { Dockerfile: NEXT }),
    /has moved on from [0-9a-f]{40} to [0-9a-f]{40}; the run for that will say more/,
  ],
  ['the head was pushed by force', state => void forcePushFiles(state, { Dockerfile: NEXT }), /has moved on from/],
  [
    'it was closed',
    ({ pullRequest }) => {
      pullRequest.state = 'closed'
    },
    /was closed meanwhile/,
  ],
  [
    'it goes into another branch',
    state => {
      switchTo(state.directory, 'next', 'main')
      commitFiles(state.directory, { 'README.md': 'next\n' })
      retarget(state, 'next')
    },
    /goes into next now, not into main; the run for that will say more/,
  ],
]

test.each(MOVES)('%s before the conversation was read: nothing is posted', async (_, move, said) => {
  const { act, github } = await open({}, { Dockerfile: TEXT })
  interrupt(github.state, CONVERSATION, () => move(github.state))
  const run = await act({ 'fail-on': 'never' })
  expect(run.code).toBe(0)
  expect(run.stdout).toMatch(said)
  expect(writesOf(run.requests)).toEqual([])
  expect([github.reviews, github.checkRuns]).toEqual([[], []])
})

test('the head was pushed by force just before the review: GitHub refuses it, and nothing is posted', async () => {
  const { act, github } = await open({}, { Dockerfile: TEXT })
  interrupt(github.state, to('POST', '/reviews'), () => void forcePushFiles(github.state, { Dockerfile: NEXT }))
  const run = await act()
  expect(writesOf(run.requests)).toEqual(['POST /pulls/7/reviews'])
  expect(run.stdout).toContain('is no longer a commit of the pull request.')
  expect([github.reviews, github.checkRuns]).toEqual([[], []])
})

/** GitHub takes a review at any commit of a pull request: only the next run can see to it. */
test('the head moved just before the review: no check there, and the next run makes it right', async () => {
  const { act, github } = await open({}, { Dockerfile: TEXT })
  interrupt(github.state, to('POST', '/reviews'), () => void pushFiles(github.state, { Dockerfile: NEXT }))
  const run = await act()
  expect(writesOf(run.requests)).toEqual(['POST /pulls/7/reviews'])
  expect(run.stdout).toMatch(/has moved on from/)
  expect(github.checkRuns).toEqual([])
  await act()
  expectOnce(github, ['apt-no-recommends', 'apt-update-alone'])
  expect(github.checkRuns).toMatchObject([{ head_sha: github.state.pullRequest.head.sha }])
})

test('the head moved before comments are edited: the next run finds one of each', async () => {
  const { act, github } = await open({}, { Dockerfile: TEXT })
  await act()
  pushFiles(github.state, { Dockerfile: NEXT })
  interrupt(github.state, toGraphQL('mutation'), () => void pushFiles(github.state, { Dockerfile: TEXT }))
  await act()
  await act()
  expectOnce(github, ['apt-no-recommends', 'apt-update-alone', 'maintainer-deprecated'])
})

describe('two runs at once on one head', () => {
  const EACH = ['apt-no-recommends', 'apt-update-alone', 'maintainer-deprecated']

  test.each([
    ['both have looked before either posts', CONVERSATION],
    ['both post in the same moment', to('POST', '/reviews')],
  ])('%s: every comment is there once, and the check is that of the later', async (_, matches) => {
    const acting = await open({}, { Dockerfile: TEXT })
    const { github } = acting
    const release = gate(acting, matches)
    const runs = await Promise.all(['1', '2'].map(attempt => acting.act({ 'fail-on': 'never' }, ATTEMPT(attempt))))
    release()
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ])
    // Both did post: the race is a real one.
    expect(github.reviews).toHaveLength(2)
    expectOnce(github, EACH)
    expect(new Set(github.checkRuns.map(({ external_id }) => external_id))).toEqual(
      new Set(['1658821493/1', '1658821493/2']),
    )
    for (const { output } of github.checkRuns) expect(output.annotations).toEqual([])
    const again = await acting.act({ 'fail-on': 'never' }, ATTEMPT('3'))
    expect(writesOf(again.requests)).toEqual(['POST /check-runs'])
    expect(checkSummary(github)).toContain('in 1 Dockerfile')
  })

  test('both edit in the same moment: what is fixed is said once', async () => {
    const acting = await open({}, { Dockerfile: TEXT })
    const { github } = acting
    await acting.act()
    pushFiles(github.state, { Dockerfile: NEXT })
    const release = gate(acting, toGraphQL('mutation'))
    const runs = await Promise.all(['1', '2'].map(attempt => acting.act({}, ATTEMPT(attempt))))
    release()
    expect(runs.map(({ code }) => code)).toEqual([0, 0])
    expect(acting.sent.filter(request => request === 'POST /graphql mutation')).toHaveLength(2)
    expectOnce(github, ['apt-no-recommends', 'apt-update-alone'])
    expect(closedComments(github)).toMatchObject([{ isMinimized: true, body: expect.stringMatching(/^\*\*Fixed\*\*/) }])
  })
})

const ATTEMPT = (attempt: string) => ({ env: { GITHUB_RUN_ATTEMPT: attempt } })

/** Every rule speaks in one open comment that stands on the diff. */
function expectOnce(github: Acting['github'], rules: readonly string[]): void {
  expect(rulesIn(openComments(github)).toSorted()).toEqual(rules)
  const open_ = new Set(openComments(github).map(({ id }) => id))
  const threads = reviewThreads(github.state).filter(({ id }) => open_.has(id))
  expect(threads.filter(({ isOutdated }) => isOutdated)).toEqual([])
  expect(commentsOf(github).filter(({ body, isMinimized }) => body.includes('drydock:1 open') && isMinimized)).toEqual(
    [],
  )
}

/** Holds the first request that matches until the second one is there, or nobody comes for a while. */
function gate({ github }: Acting, matches: Parameters<typeof interrupt>[1]): () => void {
  let release = () => {}
  const both = new Promise<void>(resolve => {
    release = resolve
  })
  let count = 0
  const wait = () => {
    count++
    if (count === 2) release()
    else setTimeout(release, 2000).unref()
    return both
  }
  interrupt(github.state, matches, wait, 2)
  return release
}
