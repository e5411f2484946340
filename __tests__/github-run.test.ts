import { afterEach, expect, test } from '@jest/globals'
import { reviewOnGitHub } from '../src/github-run.js'
import { type Files, type OpenPullRequest, openPullRequest } from './github/pull-request.js'

let opened: OpenPullRequest | undefined
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

/** Reviews a pull request and posts nothing. */
async function review(before: Files, after: Files, options = {}) {
  opened = await openPullRequest(before, after, options)
  const { client, pullRequest } = opened
  const outcome = await reviewOnGitHub({
    ...{ client, serverUrl: 'https://github.com', rules: undefined, runId: '1', sleep: async () => {} },
    inputs: { token: 't', config: '.drydock.yaml', checkName: 'Drydock', dryRun: true, overrides: {} },
    target: { kind: 'pull-request', pullRequest, isReadOnly: false },
    askShellcheck: async () => new Map(),
    askRegistries: () => Promise.reject(new Error('asked')),
    onStep: () => {},
  })
  if (typeof outcome === 'string') throw new Error(outcome)
  return outcome.review
}

const DOCKERFILE = 'FROM debian:12\nADD a.txt /a.txt\nMAINTAINER Ann Lee\nCMD ["a"]\n'
const HADOLINT = 'ignored: [DL4000]\noverride: { error: [DL3020] }\nno-fail: true\n'

test("a pull request is reviewed with hadolint's configuration, and says so where it changes it", async () => {
  const { findings, notices, conclusion } = await review({}, { Dockerfile: DOCKERFILE, '.hadolint.yaml': HADOLINT })
  const found = findings.map(({ rule, severity }) => `${rule.id} ${severity}`)
  expect(found).toContain('add-for-copy error')
  expect(found.join()).not.toContain('maintainer-deprecated')
  expect(conclusion).not.toBe('failure')
  expect(notices).toEqual([
    'This pull request changes `.hadolint.yaml`; it was reviewed with the changed configuration.',
  ])
})

test('a fork is reviewed with the configurations of its base', async () => {
  const after = { Dockerfile: DOCKERFILE, '.hadolint.yml': HADOLINT, '.drydock.yaml': 'fail-on: never\n' }
  const { findings, notices } = await review({}, after, { fork: 'stranger/app' })
  expect(findings.map(({ rule }) => rule.id)).toContain('maintainer-deprecated')
  expect(notices?.[0]).toContain('changes `.drydock.yaml` and `.hadolint.yml`; as it comes from a fork')
})

test("a broken configuration of hadolint's stops the run with the place", async () => {
  const after = { Dockerfile: DOCKERFILE, '.hadolint.yaml': 'ignored:\n  - 3008\n' }
  await expect(review({}, after)).rejects.toThrow('.hadolint.yaml, line 2: "ignored.0" must be a text, not 3008.')
})
