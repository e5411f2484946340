import { describe, expect, test } from '@jest/globals'
import { retarget } from '../github/branches.js'
import { commitFiles, switchTo } from '../github/git-repository.js'
import { forcePushFiles, pushFiles } from '../github/pull-request.js'
import { reviewThreads } from '../github/threads.js'
import { type Acting, closedComments, commentsOf, open, openComments, rulesIn, writesOf } from './acting.js'
import { ONE, PAIR, SCRIPT, TWO } from './texts.js'

const ABOVE = '# syntax=docker/dockerfile:1\n# Two lines more.\n'

/** Runs on whatever was pushed, and expects the very comments that were there before, word for word. */
async function expectNothingNew({ github, act }: Acting): Promise<void> {
  const before = structuredClone(commentsOf(github))
  const run = await act()
  expect(run.code).toBe(0)
  expect(commentsOf(github)).toEqual(before)
  expect(writesOf(run.requests)).toEqual(['POST /check-runs'])
}

/** The comments' threads stand on lines of the diff. */
function linesNow({ github }: Acting) {
  return reviewThreads(github.state).map(({ path, startLine, line }) => [path, startLine ?? line, line])
}

describe('the thread stays, and nothing is posted or edited', () => {
  test('in a rerun', async () => {
    const acting = await open({}, { ...SCRIPT, Dockerfile: TWO })
    await acting.act()
    expect(rulesIn(openComments(acting.github)).toSorted()).toEqual([
      'add-for-copy',
      'apt-no-recommends',
      'apt-update-alone',
    ])
    expect(acting.github.reviews).toHaveLength(1)
    await expectNothingNew(acting)
    await expectNothingNew(acting)
  })

  test('over a push with lines inserted above', async () => {
    const acting = await open({}, { ...SCRIPT, Dockerfile: TWO })
    await acting.act()
    pushFiles(acting.github.state, { Dockerfile: `${ABOVE}${TWO}` })
    await expectNothingNew(acting)
    expect(linesNow(acting)).toEqual([
      ['Dockerfile', 5, 6],
      ['Dockerfile', 4, 4],
    ])
  })

  test('over a rebase on a base that moved', async () => {
    const acting = await open({}, { ...SCRIPT, Dockerfile: TWO })
    await acting.act()
    const { state } = acting.github
    switchTo(state.directory, 'main')
    commitFiles(state.directory, { 'README.md': 'y\n' })
    retarget(state, 'main')
    forcePushFiles(state, { ...SCRIPT, Dockerfile: TWO })
    await expectNothingNew(acting)
  })

  test('over a force-push that says it otherwise', async () => {
    const acting = await open({}, { ...SCRIPT, Dockerfile: TWO })
    await acting.act()
    forcePushFiles(acting.github.state, { ...SCRIPT, 'other.txt': '1\n', Dockerfile: `${ABOVE}${TWO}` })
    await expectNothingNew(acting)
  })

  test('over a rename that GitHub follows', async () => {
    const acting = await open({}, { ...SCRIPT, Dockerfile: TWO }, { followsRenames: true })
    await acting.act()
    pushFiles(acting.github.state, { Dockerfile: null, 'app.Dockerfile': TWO })
    await expectNothingNew(acting)
    expect(linesNow(acting)[1]).toEqual(['app.Dockerfile', 2, 2])
    pushFiles(acting.github.state, { 'app.Dockerfile': `${ABOVE}${TWO}` })
    await expectNothingNew(acting)
  })
})

test('a rename that GitHub does not follow: once in the new place, and the old comment says so', async () => {
  const acting = await open({}, { ...SCRIPT, Dockerfile: ONE })
  const { github, act } = acting
  await act()
  pushFiles(github.state, { Dockerfile: null, 'app.Dockerfile': ONE })
  await act()
  const [old, ...others] = closedComments(github)
  expect(others).toEqual([])
  expect(old).toMatchObject({ path: 'Dockerfile', isMinimized: true, minimizedReason: 'outdated' })
  expect(old?.body).toMatch(/^The lines have changed; as of [0-9a-f]{40} this is said in a newer comment\./)
  expect(openComments(github)).toMatchObject([{ path: 'app.Dockerfile', line: 2 }])
  await expectNothingNew(acting)
})

test('a rename of a file that was there before the pull request', async () => {
  const rest = 'RUN true\n'.repeat(20)
  const acting = await open({ ...SCRIPT, Dockerfile: `FROM debian:12\n${rest}` }, { Dockerfile: `${ONE}${rest}` })
  const { github, act } = acting
  await act({ 'max-comments': '1' })
  const before = openComments(github)
  expect(before).toHaveLength(1)
  github.state.followsRenames = true
  pushFiles(github.state, { Dockerfile: null, 'app.Dockerfile': `${ONE}${rest}` })
  const run = await act({ 'max-comments': '1' })
  expect(writesOf(run.requests)).toEqual(['POST /check-runs'])
  expect(openComments(github)).toEqual(before)
})

test('another suggestion for the same lines: the comment is edited in place', async () => {
  const acting = await open({}, { ...SCRIPT, Dockerfile: PAIR })
  const { github, act } = acting
  await act()
  const [before] = structuredClone(openComments(github))
  expect(before?.body).toContain('--no-install-recommends')
  pushFiles(github.state, { '.drydock.yaml': 'rules: { apt-no-recommends: off }\n' })
  const run = await act()
  const [after, ...others] = openComments(github)
  expect(others).toEqual([])
  expect(after).toMatchObject({ id: before?.id, line: 3, start_line: 2, isMinimized: false })
  expect(after?.body).toContain('```suggestion\nRUN apt-get update && apt-get install -y curl && rm')
  expect(after?.body).not.toContain('recommend')
  expect(writesOf(run.requests)).toEqual(['POST /graphql mutation', 'POST /check-runs'])
  await expectNothingNew(acting)
})

test('an outdated thread whose finding stands: said once where it is now, and the old one is closed as moved', async () => {
  const acting = await open({}, { ...SCRIPT, Dockerfile: PAIR })
  const { github, act } = acting
  await act()
  // A line between the two makes the thread outdated and changes neither instruction.
  pushFiles(github.state, { Dockerfile: PAIR.replace('update\n', 'update\n# Then:\n') })
  expect(reviewThreads(github.state).map(({ isOutdated }) => isOutdated)).toEqual([true])
  await act()
  const [old, ...closed] = closedComments(github)
  const [now, ...open_] = openComments(github)
  expect([closed, open_]).toEqual([[], []])
  expect(old).toMatchObject({ line: 3, isMinimized: true, minimizedReason: 'outdated' })
  expect(old?.body).toMatch(/^The lines have changed; as of [0-9a-f]{40} this is said in a newer comment\./)
  expect(old?.body).not.toContain('```suggestion')
  expect(now).toMatchObject({ line: 4, start_line: 2 })
  expect(github.state.resolutions.size).toBe(0)
  await expectNothingNew(acting)
})

test('of instructions with the same text each keeps its own thread', async () => {
  const stage = (name: string) => ONE.replace('debian:12', `debian:12 AS ${name}`)
  const acting = await open({}, { ...SCRIPT, Dockerfile: `${stage('a')}${stage('b')}${stage('c')}` })
  const { github, act } = acting
  await act()
  const [c, b, a] = openComments(github)
  expect([a?.line, b?.line, c?.line]).toEqual([2, 6, 10])
  pushFiles(github.state, { Dockerfile: `${stage('b')}${stage('c')}` })
  const run = await act()
  expect(openComments(github).map(({ id }) => id)).toEqual([c?.id, b?.id])
  expect(closedComments(github)).toMatchObject([{ id: a?.id, body: expect.stringMatching(/^\*\*Fixed\*\* in /) }])
  expect(writesOf(run.requests)).toEqual(['POST /graphql mutation', 'POST /check-runs'])
  await expectNothingNew(acting)
})
