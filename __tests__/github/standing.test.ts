import { afterEach, describe, expect, test } from '@jest/globals'
import { retarget } from './branches.js'
import { commitFiles, switchTo } from './git-repository.js'
import { ANN, startThread } from './people.js'
import { type Files, forcePushFiles, type OpenPullRequest, openPullRequest, pushFiles } from './pull-request.js'
import { shifted, standingOf } from './standing.js'
import type { ReviewComment } from './state.js'

let opened: OpenPullRequest
afterEach(async () => {
  expect(opened.github.violations).toEqual([])
  await opened.close()
})

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`)
const text = (lines: readonly string[]) => `${lines.join('\n')}\n`
const pull = { owner: 'acme', repo: 'app', pull_number: 7 }
/** A new file of ten lines. */
const open = async (options = {}, before: Files = {}) => {
  opened = await openPullRequest(before, { Dockerfile: text(numbers(10)) }, options)
  return opened.github.state
}

describe('a comment on lines 4 to 6 of a new file', () => {
  const posted = async (options = {}) => {
    const state = await open(options)
    const comments = [{ path: 'Dockerfile', body: 'Look', start_line: 4, line: 6 }]
    await opened.client.pulls.createReview({ ...pull, event: 'COMMENT', comments })
    const [comment] = state.reviews[0]?.comments ?? []
    return { state, comment: comment as ReviewComment }
  }

  test.each([
    ['stays', numbers(10), 4, 6],
    ['goes down with lines put above it', ['new', 'new', ...numbers(10)], 6, 8],
    ['goes up with lines taken away above it', numbers(10).slice(2), 2, 4],
    ['stays when the line above changes', numbers(10).with(2, 'other'), 4, 6],
    ['goes down with a line put right above it', numbers(10).toSpliced(3, 0, 'new'), 5, 7],
    ['stays when a line is put right below it', numbers(10).toSpliced(6, 0, 'new'), 4, 6],
    ['is outdated by a change of its last line', numbers(10).with(5, 'other'), null, null],
    ['is outdated by a line within', numbers(10).toSpliced(4, 0, 'new'), null, null],
    ['is outdated by a line gone from within', numbers(10).toSpliced(4, 1), null, null],
  ])('%s', async (_, lines, startLine, line) => {
    const { state, comment } = await posted()
    const head = pushFiles(state, { Dockerfile: text(lines) })
    expect(standingOf(state, comment)).toMatchObject({ startLine, line, isOutdated: line === null })
    const { data } = await opened.client.pulls.listReviewComments(pull)
    expect(data[0]).toMatchObject({ line, start_line: startLine, original_line: 6, original_start_line: 4 })
    expect(data[0]).toMatchObject({ original_commit_id: comment.commit_id })
    expect(data[0]?.commit_id).toBe(line === null ? comment.commit_id : head)
  })

  test.each([
    [false, { path: 'Dockerfile', line: null, isOutdated: true }],
    [true, { path: 'docker/Dockerfile', startLine: 5, line: 7, isOutdated: false }],
  ])('goes along with a renamed file: %s', async (followsRenames, expected) => {
    const { state, comment } = await posted({ followsRenames })
    pushFiles(state, { Dockerfile: null, 'docker/Dockerfile': text(['new', ...numbers(10)]) })
    expect(standingOf(state, comment)).toMatchObject(expected)
  })

  test('is outdated while its file is gone, and is back with it', async () => {
    const { state, comment } = await posted()
    pushFiles(state, { Dockerfile: null, other: 'x\n' })
    expect(standingOf(state, comment).isOutdated).toBe(true)
    pushFiles(state, { Dockerfile: text(numbers(10)) })
    expect(standingOf(state, comment)).toMatchObject({ line: 6, isOutdated: false })
  })

  test('outlives its commit, which can take no other comment', async () => {
    const { state, comment } = await posted()
    forcePushFiles(state, { Dockerfile: text(['new', ...numbers(10)]) })
    expect(standingOf(state, comment)).toMatchObject({ startLine: 5, line: 7 })
    const stale = opened.client.pulls.createReview({
      ...pull,
      commit_id: comment.commit_id,
      event: 'COMMENT',
      body: 'x',
    })
    await expect(stale).rejects.toThrow('The commitOID is not part of the pull request')
  })
})

test('a line that is in no hunk any more is outdated', async () => {
  const lines = numbers(30)
  const state = await open({}, { Dockerfile: text(lines) })
  pushFiles(state, { Dockerfile: text(lines.with(4, 'other').with(19, 'other')) })
  const comment = startThread(state, ANN, 'Dockerfile', 7, 'Look')
  expect(standingOf(state, comment).line).toBe(7)
  pushFiles(state, { Dockerfile: text(lines.with(19, 'other')) })
  expect(standingOf(state, comment)).toMatchObject({ line: null, isOutdated: true })
})

test('another base can outdate a comment, and the default branch stays', async () => {
  const state = await open()
  const comment = startThread(state, ANN, 'Dockerfile', 5, 'Look')
  const { base, head } = state.pullRequest
  switchTo(state.directory, 'release', 'main')
  commitFiles(state.directory, { Dockerfile: text(numbers(10)) })
  switchTo(state.directory, 'merged', head.sha)
  retarget(state, 'merged')
  expect(standingOf(state, comment).isOutdated).toBe(true)
  expect([base.ref, state.defaultBranch]).toEqual(['merged', 'main'])
  const { data } = await opened.client.pulls.get(pull)
  expect(data).toMatchObject({ changed_files: 0, base: { ref: 'merged', repo: { default_branch: 'main' } } })
})

test('a comment on a deleted line stands on the left, and on a file nowhere', async () => {
  const lines = numbers(10)
  const state = await open({}, { Dockerfile: text(lines), gone: 'x\n' })
  pushFiles(state, { Dockerfile: text(lines.toSpliced(4, 1)) })
  const comments = [{ path: 'Dockerfile', body: 'Why?', line: 5, side: 'LEFT' }]
  await opened.client.pulls.createReview({ ...pull, event: 'COMMENT', comments })
  const commit_id = state.pullRequest.head.sha
  const file = { path: 'Dockerfile', body: 'Look', commit_id, subject_type: 'file' } as const
  await opened.client.pulls.createReviewComment({ ...pull, ...file })
  pushFiles(state, { Dockerfile: text(['new', ...lines.toSpliced(4, 1)]) })
  const standings = state.reviews.flatMap(({ comments }) => comments).map(comment => standingOf(state, comment))
  expect(standings).toMatchObject([
    { line: 5, isOutdated: false },
    { line: null, isOutdated: false },
  ])
  pushFiles(state, { Dockerfile: text(lines) })
  expect(standingOf(state, state.reviews[0]?.comments[0] as ReviewComment).isOutdated).toBe(true)
})

test('lines shift over several hunks', async () => {
  await open()
  const diff = '@@ -1,0 +2,2 @@\n+a\n+b\n@@ -5 +6,0 @@\n-c\n@@ -20,2 +20 @@\n-d\n-e\n+f\n'
  expect(shifted(diff, 10, 12)).toEqual({ first: 11, last: 13 })
  expect(shifted(diff, 1, 1)).toEqual({ first: 1, last: 1 })
  expect([shifted(diff, 1, 2), shifted(diff, 5, 5), shifted(diff, 19, 20)]).toEqual([undefined, undefined, undefined])
})
