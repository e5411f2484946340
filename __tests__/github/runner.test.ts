import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
  workflowRunEvent,
} from './event.js'
import { parseOutputs, runAction } from './runner.js'
import { removeSample, type Sample, sampleRepository, startSample } from './sample.js'
import type { LoopbackGitHub } from './server.js'

let sample: Sample
let github: LoopbackGitHub
let folder: string

beforeAll(async () => {
  sample = sampleRepository()
  github = (await startSample(sample.directory)).github
  folder = mkdtempSync(join(tmpdir(), 'drydock-action-'))
})
afterAll(async () => {
  await github.close()
  removeSample(sample)
  rmSync(folder, { recursive: true })
})

/** Asks for the pull request of its event, and writes all that an action can write. */
const SCRIPT = `
const { appendFileSync, readFileSync } = require('node:fs')
const { env } = process
const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8'))
const headers = { authorization: 'token ' + env.INPUT_TOKEN }
fetch(env.GITHUB_API_URL + '/repos/' + env.GITHUB_REPOSITORY + '/pulls/' + event.number, { headers })
  .then(response => response.json())
  .then(pull => {
    appendFileSync(env.GITHUB_OUTPUT, 'head<<END\\n' + pull.head.sha + '\\nEND\\n')
    appendFileSync(env.GITHUB_STEP_SUMMARY, '# Done')
    console.log(JSON.stringify(env))
    console.error('careful')
    process.exitCode = 3
  })
`

test('an action runs as a runner would run it', async () => {
  const script = join(folder, 'action.cjs')
  const metadata = join(folder, 'action.yml')
  writeFileSync(script, SCRIPT)
  writeFileSync(metadata, 'inputs:\n  token:\n    required: true\n  fail-on:\n    default: error\n  my files:\n')
  const event = pullRequestEvent(github)
  const options = { script, metadata, github, event, eventName: 'pull_request', env: { EXTRA: '1' } }
  const ended = await runAction({ ...options, inputs: { 'my files': 'a b' } })
  expect(ended).toMatchObject({ code: 3, stderr: 'careful\n', summary: '# Done' })
  expect(ended.outputs).toEqual({ head: event.pull_request.head.sha })
  const env = JSON.parse(ended.stdout)
  expect(env).toMatchObject({ 'INPUT_FAIL-ON': 'error', INPUT_MY_FILES: 'a b', INPUT_TOKEN: github.token, EXTRA: '1' })
  expect(env).toMatchObject({ GITHUB_REF: 'refs/pull/7/merge', GITHUB_HEAD_REF: 'feature', GITHUB_ACTIONS: 'true' })
  expect(env.GITHUB_SHA).toMatch(/^[0-9a-f]{40}$/)
  expect(sample.commits).not.toContain(env.GITHUB_SHA)
  expect(env).not.toHaveProperty('NODE_OPTIONS')
  expect(github.violations).toEqual([])
  await expect(runAction({ ...options, inputs: { file: 'a' } })).rejects.toThrow('has no input file')
})

test('every event has the commit and the branch that GitHub gives it', async () => {
  const script = join(folder, 'refs.cjs')
  writeFileSync(
    script,
    'const { GITHUB_SHA, GITHUB_REF, GITHUB_ACTOR, GITHUB_GRAPHQL_URL } = process.env\n' +
      'console.log(JSON.stringify([GITHUB_SHA, GITHUB_REF, GITHUB_ACTOR, GITHUB_GRAPHQL_URL]))',
  )
  const [first = '', head = ''] = sample.commits
  const group = mergeGroupEvent(github, first)
  const refs = async (eventName: string, event: unknown, more = {}) =>
    JSON.parse((await runAction({ script, github, eventName, event, ...more })).stdout).slice(0, 2)
  const push = pushEvent(github, { ref: 'refs/heads/release', after: head })
  expect(await refs('push', push)).toEqual([head, 'refs/heads/release'])
  expect(await refs('merge_group', group)).toEqual([first, group.merge_group.head_ref])
  expect(await refs('schedule', scheduleEvent(github))).toEqual([sample.main, 'refs/heads/main'])
  expect(await refs('schedule', scheduleEvent(github), { sha: first })).toEqual([first, 'refs/heads/main'])
  const dispatch = workflowDispatchEvent(github, { ref: 'refs/heads/feature' })
  expect(await refs('workflow_dispatch', dispatch, { sha: head })).toEqual([head, 'refs/heads/feature'])
  expect(await refs('workflow_run', workflowRunEvent(github))).toEqual([sample.main, 'refs/heads/main'])
  expect(await refs('pull_request_target', pullRequestEvent(github))).toEqual([sample.main, 'refs/heads/main'])
  const named = { actor: 'dependabot[bot]', graphqlUrl: 'http://127.0.0.1/api/graphql' }
  const { stdout } = await runAction({ script, github, eventName: 'push', event: push, ...named })
  expect(JSON.parse(stdout).slice(2)).toEqual(Object.values(named))
})

test('the event is the pull request as the API shows it', () => {
  const { pull_request, repository, sender, number } = pullRequestEvent(github, 'opened')
  expect(pull_request).toMatchObject({ number: 7, draft: false, user: { login: 'octocat' } })
  expect(pull_request.head).toMatchObject({ ref: 'feature', repo: { full_name: 'acme/app', fork: false } })
  expect(repository).toMatchObject({ name: 'app', owner: { login: 'acme' }, default_branch: 'main' })
  expect(repository.html_url).toBe('https://github.com/acme/app')
  expect([sender.login, number]).toEqual(['octocat', 7])
})

test.each([
  ['a=1\nb=x=y\n', { a: '1', b: 'x=y' }],
  ['a<<E\n\nE\n', { a: '' }],
  ['a<<ghadelimiter_1\nx\n\ny=1\nghadelimiter_1\nb=2\n', { a: 'x\n\ny=1', b: '2' }],
  ['a=1\na=2\n', { a: '2' }],
])('outputs are read: %j', (text, outputs) => {
  expect(parseOutputs(text)).toEqual(outputs)
})

test.each(['nonsense', 'a<<E\nx\n'])('outputs that a runner refuses: %j', text => {
  expect(() => parseOutputs(text)).toThrow('invalid line')
})
