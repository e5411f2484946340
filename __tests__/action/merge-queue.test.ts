import { expect, test } from '@jest/globals'
import { mergeGroupEvent } from '../github/event.js'
import { commitFiles, switchTo } from '../github/git-repository.js'
import { ANN, resolveThread } from '../github/people.js'
import { type Acting, checkSummary, open, openComments, writesOf } from './acting.js'
import { ONE, SCRIPT } from './texts.js'

const FAIL = { 'fail-on': 'warning' }

/** A pull request with two findings, of which a person dismissed the first, and its group in the queue. */
async function inTheQueue(): Promise<Acting & { readonly event: ReturnType<typeof mergeGroupEvent> }> {
  const acting = await open({}, { ...SCRIPT, Dockerfile: ONE })
  const { github, act } = acting
  expect((await act(FAIL)).code).toBe(1)
  resolveThread(github.state, openComments(github)[0]?.id ?? 0, ANN)
  expect((await act(FAIL)).code).toBe(0)
  switchTo(github.state.directory, 'group', github.state.pullRequest.head.ref)
  const group = commitFiles(github.state.directory, { 'queued.txt': '1\n' })
  return { ...acting, event: mergeGroupEvent(github, group) }
}

test('what was dismissed on the pull request does not fail its group, and the summary says by whose word', async () => {
  const { github, act, event } = await inTheQueue()
  expect(event.merge_group.head_ref).toMatch(/^refs\/heads\/gh-readonly-queue\/main\/pr-7-[0-9a-f]{40}$/)
  const run = await act(FAIL, { eventName: 'merge_group', event })
  expect([run.code, run.outputs.findings, run.outputs.dismissed]).toEqual([0, '0', '1'])
  expect(writesOf(run.requests)).toEqual(['POST /check-runs'])
  expect(github.checkRuns.at(-1)).toMatchObject({ head_sha: event.merge_group.head_sha, conclusion: 'success' })
  expect(checkSummary(github)).toMatch(/^- `add-for-copy` in `Dockerfile` .*, by `ann`$/m)
})

test('what the group brings besides counts', async () => {
  const { github, act } = await inTheQueue()
  switchTo(github.state.directory, 'group')
  const group = commitFiles(github.state.directory, { 'other/Dockerfile': ONE, 'other/run.sh': '' })
  const run = await act(FAIL, { eventName: 'merge_group', event: mergeGroupEvent(github, group) })
  expect([run.code, run.outputs.findings, run.outputs.dismissed]).toEqual([1, '1', '1'])
})

test.each([
  'refs/heads/gh-readonly-queue/main/pr-8-HEAD',
  'refs/heads/some-queue/main',
  undefined,
])('of %s nobody knows what was dismissed: everything counts', async head_ref => {
  const { github, act, event } = await inTheQueue()
  const merge_group = { ...event.merge_group, head_ref: head_ref?.replace('HEAD', event.merge_group.base_sha) }
  const run = await act(FAIL, { eventName: 'merge_group', event: { ...event, merge_group } })
  expect([run.code, run.outputs.findings, run.outputs.dismissed]).toEqual([1, '1', '0'])
  expect(github.checkRuns.at(-1)).toMatchObject({ conclusion: 'failure' })
})
