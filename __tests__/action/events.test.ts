import { describe, expect, test } from '@jest/globals'
import { pushTo, retarget } from '../github/branches.js'
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  retargetedEvent,
  scheduleEvent,
  workflowDispatchEvent,
  workflowRunEvent,
} from '../github/event.js'
import { commitFiles, switchTo } from '../github/git-repository.js'
import { pushFiles } from '../github/pull-request.js'
import { type Acting, checkSummary, open, openComments, rulesIn, writesOf } from './acting.js'

const TEXT = 'FROM debian:12\nMAINTAINER Ann Lee\nUSER 1000\n'
const OTHER = 'FROM debian:12\nMAINTAINER Ann Lee\nENV DB_PASSWORD=hunter2\nUSER 1000\n'
const NEVER = { 'fail-on': 'never' }

/** The check stands at the commit, and there is no comment. */
function expectCheckOnly({ github }: Acting, head: string | undefined): void {
  expect(github.reviews).toEqual([])
  expect(github.checkRuns).toMatchObject([{ head_sha: head, name: 'Drydock', status: 'completed' }])
}

describe('pull_request', () => {
  test.each(['opened', 'synchronize', 'reopened', 'ready_for_review'])('%s: comments and a check', async action => {
    const { act, github } = await open({}, { Dockerfile: TEXT })
    const run = await act(NEVER, { event: pullRequestEvent(github, action) })
    expect(run.code).toBe(0)
    expect(rulesIn(openComments(github))).toEqual(['maintainer-deprecated'])
    expect(github.checkRuns).toMatchObject([{ head_sha: github.state.pullRequest.head.sha, conclusion: 'neutral' }])
  })

  test('edited, with another base: what the diff to that shows', async () => {
    const { act, github } = await open({}, { 'old/Dockerfile': TEXT, 'new/Dockerfile': TEXT })
    const { state } = github
    const from = { ref: 'main', sha: state.pullRequest.base.sha }
    await act(NEVER)
    expect(openComments(github)).toHaveLength(2)
    switchTo(state.directory, 'next', 'main')
    commitFiles(state.directory, { 'old/Dockerfile': TEXT })
    switchTo(state.directory, 'feature', 'next')
    pushTo(state, commitFiles(state.directory, { 'new/Dockerfile': TEXT }))
    retarget(state, 'next')
    const run = await act(NEVER, { event: retargetedEvent(github, from) })
    expect(run.code).toBe(0)
    expect(openComments(github)).toMatchObject([{ path: 'new/Dockerfile' }])
    expect(checkSummary(github)).toContain('in 1 Dockerfile')
  })

  test('closed: nothing, without a request', async () => {
    const { act, github } = await open({}, { Dockerfile: TEXT })
    github.state.pullRequest.state = 'closed'
    const run = await act({}, { event: pullRequestEvent(github, 'closed') })
    expect([run.code, run.requests, run.outputs.conclusion]).toEqual([0, [], 'success'])
    expect(run.stdout).toContain('The pull request is closed. There is nothing to review.')
  })

  test('pull_request_target: the same as pull_request, on a fork too', async () => {
    const { act, github } = await open({}, { Dockerfile: TEXT }, { fork: 'mallory/app' })
    const run = await act(NEVER, { eventName: 'pull_request_target', event: pullRequestEvent(github, 'opened') })
    expect(run.code).toBe(0)
    expect(openComments(github)).toHaveLength(1)
    expect(github.checkRuns).toMatchObject([{ head_sha: github.state.pullRequest.head.sha }])
  })

  test('no Dockerfile changed: success after four requests, so that the check can be required', async () => {
    const { act, github } = await open({ Dockerfile: TEXT }, { 'app.js': '1\n' })
    const run = await act()
    expect([run.code, run.outputs.conclusion]).toEqual([0, 'success'])
    expect(run.requests).toEqual([
      'GET /pulls/7/files',
      'POST /graphql query',
      'POST /graphql query',
      'POST /check-runs',
    ])
    expect(github.checkRuns).toMatchObject([{ conclusion: 'success' }])
  })
})

describe('drafts', () => {
  test.each<[string, Record<string, string>, Record<string, string>, boolean]>([
    ['are reviewed', {}, {}, true],
    ['are reviewed with the input', {}, { drafts: 'review' }, true],
    ['are left alone with the input', {}, { drafts: 'skip' }, false],
    ['are left alone with the configuration', { '.drydock.yaml': 'drafts: skip\n' }, {}, false],
    ['the input goes first', { '.drydock.yaml': 'drafts: skip\n' }, { drafts: 'review' }, true],
  ])('%s', async (_, before, inputs, isReviewed) => {
    const { act, github } = await open(before, { Dockerfile: TEXT })
    github.state.pullRequest.draft = true
    const run = await act({ ...NEVER, ...inputs })
    expect(run.code).toBe(0)
    expect(openComments(github)).toHaveLength(isReviewed ? 1 : 0)
    expect(github.checkRuns).toMatchObject([{ conclusion: isReviewed ? 'neutral' : 'success' }])
    expect(checkSummary(github).includes('Drafts are not reviewed')).toBe(!isReviewed)
    github.state.pullRequest.draft = false
    await act({ ...NEVER, ...inputs }, { event: pullRequestEvent(github, 'ready_for_review') })
    expect(openComments(github)).toHaveLength(1)
  })
})

describe('a whole repository: a summary and a check at the commit, and no comments', () => {
  const EVERYTHING = { Dockerfile: TEXT, 'other/Dockerfile': OTHER, 'a.txt': '1\n' }

  test('push', async () => {
    const acting = await open(EVERYTHING, {})
    const { act, github } = acting
    const after = github.state.pullRequest.base.sha
    const run = await act({}, { eventName: 'push', event: pushEvent(github, { ref: 'refs/heads/main', after }) })
    expect(run.code).toBe(1)
    expectCheckOnly(acting, after)
    expect(checkSummary(github)).toContain('1 error, 2 infos in 2 Dockerfiles')
    expect(run.summary).toContain('`other/Dockerfile`')
    expect(github.checkRuns[0]?.output.annotations).toHaveLength(3)
  })

  test('push that deletes the branch: nothing, without a request', async () => {
    const { act, github } = await open(EVERYTHING, {})
    const after = '0'.repeat(40)
    const before = github.state.pullRequest.base.sha
    const about = pushEvent(github, { ref: 'refs/heads/gone', before, after: before })
    const event = { ...about, after, deleted: true, head_commit: null, commits: [] }
    const run = await act({}, { eventName: 'push', event })
    expect([run.code, run.requests]).toEqual([0, []])
    expect(run.stdout).toContain('The branch is deleted.')
  })

  test.each([
    ['schedule', scheduleEvent],
    ['workflow_dispatch', workflowDispatchEvent],
  ])('%s', async (eventName, eventOf) => {
    const acting = await open(EVERYTHING, {})
    const run = await acting.act(NEVER, { eventName, event: eventOf(acting.github) })
    expect([run.code, run.stderr]).toEqual([0, ''])
    expectCheckOnly(acting, acting.github.state.pullRequest.base.sha)
    expect(checkSummary(acting.github)).toContain('in 2 Dockerfiles')
    expect(run.requests).toHaveLength(5)
  })

  test('merge_group: what the group changes, at its head', async () => {
    const acting = await open({ 'old/Dockerfile': OTHER }, { Dockerfile: TEXT })
    const { act, github } = acting
    const { head } = github.state.pullRequest
    switchTo(github.state.directory, 'group', head.ref)
    const group = commitFiles(github.state.directory, { 'queued.txt': '1\n' })
    const run = await act({}, { eventName: 'merge_group', event: mergeGroupEvent(github, group) })
    expect(run.code).toBe(0)
    expectCheckOnly(acting, group)
    expect(checkSummary(github)).toContain('1 info in 1 Dockerfile')
    expect(checkSummary(github)).not.toContain('old/Dockerfile')
  })
})

describe('workflow_run', () => {
  const FORK = { fork: 'mallory/app' }
  const AFTER = { eventName: 'workflow_run' }

  test('after a fork’s pull request: the review is on it, looked up by its head', async () => {
    const { act, github } = await open({ '.drydock.yaml': 'fail-on: never\n' }, { Dockerfile: OTHER }, FORK)
    const run = await act({}, { ...AFTER, event: workflowRunEvent(github) })
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(run.requests[0]).toBe('GET /pulls')
    expect(rulesIn(openComments(github)).toSorted()).toEqual(['maintainer-deprecated', 'secret-in-build'])
    expect(github.checkRuns).toMatchObject([{ head_sha: github.state.pullRequest.head.sha }])
  })

  test('whose head has moved: nothing, the run for that will come', async () => {
    const { act, github } = await open({}, { Dockerfile: TEXT }, FORK)
    const event = workflowRunEvent(github)
    pushFiles(github.state, { Dockerfile: OTHER })
    const run = await act({}, { ...AFTER, event })
    expect([run.code, writesOf(run.requests)]).toEqual([0, []])
    expect(run.stdout).toMatch(
      /No open pull request has mallory:feature at [0-9a-f]{40}\. There is nothing to review\./,
    )
  })

  test.each(['push', 'schedule'])('after %s: nothing, without a request', async event => {
    const { act, github } = await open({}, { Dockerfile: TEXT }, FORK)
    const about = workflowRunEvent(github)
    const run = await act({}, { ...AFTER, event: { ...about, workflow_run: { ...about.workflow_run, event } } })
    expect([run.code, run.requests]).toEqual([0, []])
    expect(run.stdout).toContain(`ran on "${event}", not on a pull request`)
  })
})

test.each(['issue_comment', 'release'])('%s: an error that says where Drydock runs', async eventName => {
  const { act, github } = await open({}, { Dockerfile: TEXT })
  const run = await act({}, { eventName, event: { ...scheduleEvent(github), action: 'created' } })
  expect([run.code, run.requests]).toEqual([1, []])
  expect(run.stdout).toContain(`::error::Drydock cannot run on the event "${eventName}". Run it on: pull_request, `)
})
