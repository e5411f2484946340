import { afterEach, expect, test } from '@jest/globals'
import { retarget } from './branches.js'
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  retargetedEvent,
  scheduleEvent,
  workflowDispatchEvent,
  workflowRunEvent,
} from './event.js'
import { ANN } from './people.js'
import { forcePushFiles, type OpenPullRequest, openPullRequest, pushFiles } from './pull-request.js'

let opened: OpenPullRequest
afterEach(() => opened.close())

const open = async (options = {}) => {
  opened = await openPullRequest({}, { Dockerfile: 'FROM scratch\n' }, options)
  return opened.github
}

test('of the pull request', async () => {
  const github = await open()
  const { ref, sha } = github.state.pullRequest.base
  retarget(github.state, 'feature')
  expect(pullRequestEvent(github, 'opened', ANN)).toMatchObject({ action: 'opened', sender: { login: 'ann' } })
  expect(retargetedEvent(github, { ref, sha })).toMatchObject({
    action: 'edited',
    changes: { base: { ref: { from: 'main' }, sha: { from: sha } } },
    pull_request: { base: { ref: 'feature' }, changed_files: 0 },
  })
})

test('of a queue of merges', async () => {
  const github = await open()
  const { head, base } = github.state.pullRequest
  expect(mergeGroupEvent(github, head.sha)).toMatchObject({
    action: 'checks_requested',
    merge_group: {
      ...{ head_sha: head.sha, head_ref: `refs/heads/gh-readonly-queue/main/pr-7-${base.sha}` },
      ...{ base_sha: base.sha, base_ref: 'refs/heads/main', head_commit: { id: head.sha } },
    },
    repository: { full_name: 'acme/app' },
  })
})

test('of pushes', async () => {
  const github = await open()
  const before = github.state.pullRequest.head.sha
  const pushed = pushFiles(github.state, { a: 'x\n' })
  const forced = forcePushFiles(github.state, { a: 'y\n' })
  const ref = 'refs/heads/feature'
  expect(pushEvent(github, { ref, before, after: pushed })).toMatchObject({ before, after: pushed, forced: false })
  expect(pushEvent(github, { ref, before: pushed, after: forced })).toMatchObject({ created: false, forced: true })
  expect(pushEvent(github, { ref, after: forced })).toMatchObject({ created: true, before: '0'.repeat(40) })
})

test('of runs without a pull request', async () => {
  const github = await open()
  expect(scheduleEvent(github)).toMatchObject({ schedule: '0 4 * * 1', repository: { default_branch: 'main' } })
  expect(workflowDispatchEvent(github, { inputs: { a: 'b' } })).toMatchObject({
    ref: 'refs/heads/main',
    inputs: { a: 'b' },
  })
})

test.each([
  [{}, 'acme/app', [7]],
  [{ fork: 'mona/app' }, 'mona/app', []],
])('of a run that ended: %j', async (options, full_name, numbers) => {
  const github = await open(options)
  const { workflow_run } = workflowRunEvent(github, 'failure')
  const { sha: head_sha, ref: head_branch } = github.state.pullRequest.head
  expect(workflow_run).toMatchObject({ event: 'pull_request', conclusion: 'failure', head_sha, head_branch })
  expect(workflow_run.head_repository).toMatchObject({ full_name, owner: { login: full_name.split('/')[0] } })
  expect(workflow_run.pull_requests.map(({ number }) => number)).toEqual(numbers)
})
