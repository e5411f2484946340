import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { NO_LINKS } from '../../src/formats/links.js'
import { publish } from '../../src/publish/publish.js'
import { failure } from '../github/http.js'
import { type OpenPullRequest, openPullRequest } from '../github/pull-request.js'
import { review } from '../review/reviewing.js'
import { wordRule } from '../review/words.js'

const bad = wordRule('bad', 'bad', 'good')
const TEXT = `FROM a\n${'RUN bad\n'.repeat(8)}`

let opened: OpenPullRequest | undefined
let log = ''
beforeEach(() => {
  log = ''
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    log += String(text)
    return true
  })
})
afterEach(async () => {
  jest.restoreAllMocks()
  expect(opened?.github.violations).toEqual([])
  await opened?.close()
  opened = undefined
})

/** A token that may not write where `path` says. */
function forbidden(...paths: readonly string[]) {
  const refusal = failure(403, 'Resource not accessible by integration')
  return ({ method, path }: { method: string; path: string }) =>
    method === 'POST' && paths.some(one => path.endsWith(one)) ? refusal : undefined
}

test('one review, bottom up, and one check run', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT })
  await publish(opened.client, opened.pullRequest, review(TEXT, [bad]), NO_LINKS, 'Drydock')
  const [posted] = opened.github.reviews
  expect(posted?.state).toBe('COMMENTED')
  expect(posted?.comments.map(({ line }) => line)).toEqual([9, 8, 7, 6, 5, 4, 3, 2])
  expect(opened.github.checkRuns).toMatchObject([{ name: 'Drydock', status: 'completed', conclusion: 'neutral' }])
  expect(opened.github.checkRuns[0]?.output.annotations).toEqual([])
})

test('nothing to say: no review, a green check', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT })
  await publish(opened.client, opened.pullRequest, review(TEXT, []), NO_LINKS, 'Images')
  expect(opened.github.reviews).toEqual([])
  expect(opened.github.checkRuns).toMatchObject([{ name: 'Images', conclusion: 'success' }])
})

test('annotations where there is no comment, more than one request takes', async () => {
  const long = `FROM a\n${'RUN bad\n'.repeat(120)}`
  opened = await openPullRequest({ Dockerfile: long }, { Dockerfile: `# new\n${long}` })
  const found = review(`# new\n${long}`, [bad], { hunks: [{ first: 1, last: 4 }] })
  await publish(opened.client, opened.pullRequest, found, NO_LINKS, 'Drydock')
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

test('without the right to comment everything is in the check, and the log names the permission', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT }, { intercept: forbidden('/reviews') })
  await publish(opened.client, opened.pullRequest, review(TEXT, [bad]), NO_LINKS, 'Drydock')
  const [run] = opened.github.checkRuns
  expect(run?.output.annotations).toHaveLength(8)
  expect(run?.output.summary).toContain('git apply')
  expect(log).toMatch(/::warning::.*pull-requests: write/)
})

test('a read-only token: annotations of the job', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT }, { intercept: forbidden('/reviews', '/check-runs') })
  await publish(opened.client, opened.pullRequest, review(TEXT, [bad]), NO_LINKS, 'Drydock')
  expect(log.match(/^::warning title=No bad \(bad\),file=Dockerfile,line=\d/gm)).toHaveLength(8)
})

test('any other failure is not swallowed', async () => {
  opened = await openPullRequest({}, { Dockerfile: TEXT }, { intercept: () => failure(422, 'Unprocessable Entity') })
  await expect(publish(opened.client, opened.pullRequest, review(TEXT, [bad]), NO_LINKS, 'Drydock')).rejects.toThrow(
    /Unprocessable/,
  )
})
