import { afterEach, expect, test } from '@jest/globals'
import { checkChange } from '../../src/drydock.js'
import { NO_LINKS } from '../../src/formats/links.js'
import type { LineSpan } from '../../src/inputs/change.js'
import { type Published, publish } from '../../src/publish/publish.js'
import { compose } from '../../src/review/compose.js'
import type { Rule } from '../../src/rules/rule.js'
import { defaultSettings } from '../../src/settings/defaults.js'
import { failure } from '../github/http.js'
import { type OpenPullRequest, openPullRequest } from '../github/pull-request.js'
import { changeOf } from '../review/reviewing.js'
import { wordRule } from '../review/words.js'

const bad = wordRule('bad', 'bad', 'good')
const TEXT = `FROM a\n${'RUN bad\n'.repeat(8)}`
const OPTIONS = { failOn: 'error', commentOn: 'changed-lines', maxComments: 25 } as const

let opened: OpenPullRequest | undefined
afterEach(async () => {
  expect(opened?.github.violations).toEqual([])
  await opened?.close()
  opened = undefined
})

/** Reviews one Dockerfile with some rules and publishes the review on the open pull request. */
function show(text: string, rules: readonly Rule[], hunks?: readonly LineSpan[]): Promise<Published> {
  const { client, pullRequest } = opened as OpenPullRequest
  const change = changeOf(text, hunks ? { hunks } : {})
  const files = checkChange(change, defaultSettings(rules))
  return publish({
    ...{ client, pullRequest, links: NO_LINKS, head: pullRequest.head, place: pullRequest },
    ...{ checkName: 'Drydock', externalId: '1/1', queued: undefined, mode: 'write', sleep: async () => {} },
    compose: standing => compose(change, files, OPTIONS, standing),
  })
}

/** A token that may not write where `path` says. */
function forbidden(...paths: readonly string[]) {
  const refusal = failure(403, 'Resource not accessible by integration')
  return ({ method, path }: { method: string; path: string }) =>
    method === 'POST' && paths.some(one => path.endsWith(one)) ? refusal : undefined
}

test('one review, bottom up, and one check run', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT })
  await show(TEXT, [bad])
  const [posted] = opened.github.reviews
  expect(posted?.state).toBe('COMMENTED')
  expect(posted?.comments.map(({ line }) => line)).toEqual([9, 8, 7, 6, 5, 4, 3, 2])
  expect(opened.github.checkRuns).toMatchObject([{ name: 'Drydock', status: 'completed', conclusion: 'neutral' }])
  expect(opened.github.checkRuns[0]?.output.annotations).toEqual([])
})

test('nothing to say: no review, a green check', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT })
  await show(TEXT, [])
  expect(opened.github.reviews).toEqual([])
  expect(opened.github.checkRuns).toMatchObject([{ conclusion: 'success' }])
})

test('annotations where there is no comment, more than one request takes', async () => {
  const long = `FROM a\n${'RUN bad\n'.repeat(120)}`
  opened = await openPullRequest({ Dockerfile: long }, { Dockerfile: `# new\n${long}` })
  await show(`# new\n${long}`, [bad], [{ first: 1, last: 4 }])
  const annotations = opened.github.checkRuns[0]?.output.annotations ?? []
  expect(annotations).toHaveLength(118)
  expect(annotations[0]).toMatchObject({
    path: 'Dockerfile',
    start_line: 5,
    annotation_level: 'warning',
    title: 'No bad (bad)',
  })
  expect(opened.github.reviews[0]?.comments).toHaveLength(2)
})

test('without the right to comment everything is in the check, and a note names the permission', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT }, { intercept: forbidden('/reviews') })
  const { needsAnnotations, notes } = await show(TEXT, [bad])
  const [run] = opened.github.checkRuns
  expect(run?.output.annotations).toHaveLength(8)
  expect(run?.output.summary).toContain('git apply')
  expect(needsAnnotations).toBe(false)
  expect(notes.join()).toContain('"pull-requests: write"')
})

test('a read-only token: the job itself has to show the review', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT }, { intercept: forbidden('/reviews', '/check-runs') })
  const { needsAnnotations, notes, review } = await show(TEXT, [bad])
  expect(needsAnnotations).toBe(true)
  expect(notes.join()).toMatch(/"pull-requests: write" and "checks: write"/)
  expect(review.findings.every(({ placement }) => placement === 'summary')).toBe(true)
})
