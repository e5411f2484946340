import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { workflowRunEvent } from '../github/event.js'
import { addToken, READ_ONLY } from '../github/permissions.js'
import { pushFiles } from '../github/pull-request.js'
import { ACTIONS_BOT } from '../github/state.js'
import { type Acting, checkSummary, closedComments, open, openComments, rulesIn, writesOf } from './acting.js'
import { NONE, ONE, SCRIPT, TWO } from './texts.js'

/** The recipe of docs/forks.md. */
function recipe() {
  const page = readFileSync(new URL('../../docs/forks.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)
  return blocks.map(text => parse(text)).find(({ on }) => on?.workflow_run)
}

/** The first workflow runs with a token of the fork, the second one with the repository's own. */
async function openFromFork(after: Readonly<Record<string, string>>): Promise<Acting> {
  const acting = await open({ '.drydock.yaml': 'rules: { apt-no-recommends: off }\n' }, after, { fork: 'mallory/app' })
  addToken(acting.github.state, 'ghs_fork', ACTIONS_BOT, READ_ONLY)
  return acting
}

function actSecond({ github, act }: Acting) {
  return act({}, { eventName: 'workflow_run', event: workflowRunEvent(github) })
}

test('the recipe takes nothing from the run before it, and asks for no more than it needs', () => {
  const { on, permissions, jobs } = recipe()
  expect(on).toEqual({ workflow_run: { workflows: ['Drydock'], types: ['completed'] } })
  expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'write', checks: 'write' })
  const steps = Object.values(jobs as Record<string, { steps: readonly { uses?: string; run?: string }[] }>).flatMap(
    job => job.steps,
  )
  expect(steps).toHaveLength(1)
  expect(steps[0]?.uses).toMatch(/drydock@/)
  expect(steps[0]?.run).toBeUndefined()
})

test('the review of a fork comes with the second workflow, under the configuration of the base', async () => {
  const acting = await openFromFork({ ...SCRIPT, Dockerfile: TWO, '.drydock.yaml': 'rules: { add-for-copy: off }\n' })
  const { github, act } = acting
  const first = await act({ token: 'ghs_fork' })
  expect(writesOf(first.requests)).toEqual([])
  const second = await actSecond(acting)
  expect(second.code).toBe(first.code)
  expect(rulesIn(openComments(github)).toSorted()).toEqual(['add-for-copy', 'apt-update-alone'])
  expect(github.checkRuns).toMatchObject([{ head_sha: github.state.pullRequest.head.sha, status: 'completed' }])
  expect(checkSummary(github)).toContain('as it comes from a fork, it was reviewed with the configuration of its base')
  // What is a comment by now is no annotation of the first workflow's next run.
  const rerun = await act({ token: 'ghs_fork' })
  expect(rerun.stdout).not.toMatch(/^::(warning|notice|error) title=/m)
  expect(rerun.outputs.findings).toBe(first.outputs.findings)
  // The life of the pull request goes on as ever.
  pushFiles(github.state, { Dockerfile: NONE })
  await act({ token: 'ghs_fork' })
  expect(closedComments(github)).toEqual([])
  await actSecond(acting)
  expect(closedComments(github).map(({ body }) => body.slice(0, 9))).toEqual(['**Fixed**', '**Fixed**'])
})

test('a run for a commit that is the head no longer says nothing', async () => {
  const acting = await openFromFork({ ...SCRIPT, Dockerfile: ONE })
  const event = workflowRunEvent(acting.github)
  pushFiles(acting.github.state, { Dockerfile: TWO })
  const run = await acting.act({}, { eventName: 'workflow_run', event })
  expect(run.code).toBe(0)
  expect(writesOf(run.requests)).toEqual([])
  expect(run.stdout).toContain('No open pull request has mallory:feature at ')
})
