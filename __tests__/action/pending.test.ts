import { expect, test } from '@jest/globals'
import type { Account } from '../github/http.js'
import { ANN } from '../github/people.js'
import { addToken } from '../github/permissions.js'
import { ACTIONS_BOT, nextId, type ReviewComment, type State } from '../github/state.js'
import { newComment } from '../github/threads.js'
import { checkSummary, commentsOf, open, openComments, rulesIn } from './acting.js'
import { ONE, SCRIPT } from './texts.js'

/** A review that `user` began on line 2 and never submitted. */
function beginReview(state: State, user: Account, body: string): ReviewComment {
  const id = nextId(state)
  const commit_id = state.pullRequest.head.sha
  const at = { path: 'Dockerfile', line: 2, side: 'RIGHT', subject_type: 'line', position: 2, diff_hunk: '@@' } as const
  const comment = newComment(state, { ...at, commit_id }, { reviewId: id, body, user })
  state.reviews.push({ id, body: '', state: 'PENDING', commit_id, user, comments: [comment] })
  return comment
}

test('a review that an earlier run of the bot left pending is deleted, and the review is posted', async () => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  beginReview(github.state, ACTIONS_BOT, 'Half of a review.')
  const run = await act()
  expect(run.code).toBe(0)
  expect(github.reviews.map(({ state }) => state)).toEqual(['COMMENTED'])
  expect(rulesIn(openComments(github))).toEqual(['add-for-copy'])
  expect(run.requests.slice(6)).toEqual([
    'POST /pulls/7/reviews',
    'GET /pulls/7/reviews',
    expect.stringMatching(/^DELETE \/pulls\/7\/reviews\/\d+$/),
    'POST /pulls/7/reviews',
    'POST /graphql query',
    'POST /check-runs',
  ])
})

test('the pending review of a person whose token is used is kept: all is in the check, with one line', async () => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  addToken(github.state, 'ghp_ann', ANN)
  const draft = structuredClone(beginReview(github.state, ANN, 'I am not done yet.'))
  const run = await act({ token: 'ghp_ann', 'fail-on': 'warning' })
  expect(run.code).toBe(1)
  expect(github.reviews).toMatchObject([{ state: 'PENDING', user: ANN, comments: [draft] }])
  expect(github.checkRuns[0]?.output.annotations).toMatchObject([{ path: 'Dockerfile', start_line: 2 }])
  expect(checkSummary(github)).toContain('git apply')
  expect(run.stdout.match(/one pending review/g)).toHaveLength(1)
  // Once she has submitted it, the next run posts its own.
  Object.assign(github.reviews[0] ?? {}, { state: 'COMMENTED' })
  await act({ token: 'ghp_ann' })
  expect(rulesIn(openComments(github))).toEqual(['add-for-copy'])
  expect(commentsOf(github)[0]).toEqual(draft)
})

test('a pending review of nothing but comments of Drydock is its own, whoever has the token', async () => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  addToken(github.state, 'ghp_ann', ANN)
  beginReview(github.state, ANN, 'Cut off.\n\n<!-- drydock:1 open - - - -->')
  await act({ token: 'ghp_ann' })
  expect(github.reviews.map(({ state }) => state)).toEqual(['COMMENTED'])
  expect(rulesIn(openComments(github))).toEqual(['add-for-copy'])
})
