import { describe, expect, test } from '@jest/globals'
import type { Files } from '../github/pull-request.js'
import type { LoopbackGitHub } from '../github/server.js'
import { type BundleRun, checkSummary, commentsOf, open, writesOf } from './acting.js'
import { markdownProblems } from './rendered.js'
import { readLog } from './runner-log.js'

const NEVER = { 'fail-on': 'never' }
/** GitHub's limit on a check run's summary, and what it takes of annotations in one request. */
const SUMMARY_LIMIT = 65_535
const PAGE = 50

function numbered(count: number, fileOf: (i: number) => readonly [string, string]): Files {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => fileOf(i)))
}

/** What holds for a review of any size: one review, a summary that fits, whole characters, and every finding in the log. */
function expectFitting(run: BundleRun, github: LoopbackGitHub, limit = 25): void {
  expect([run.code, run.stderr]).toEqual([0, ''])
  expect(github.reviews.length).toBeLessThanOrEqual(1)
  const comments = commentsOf(github)
  expect(comments.length).toBeLessThanOrEqual(limit)
  const summary = checkSummary(github)
  expect([...summary].length).toBeLessThanOrEqual(SUMMARY_LIMIT)
  expect([...run.summary].length).toBeLessThanOrEqual(250_100)
  for (const page of [summary, run.summary]) expect(markdownProblems(page)).toEqual([])
  expect(comments.flatMap(({ body }) => markdownProblems(body, { hasMarker: true }))).toEqual([])
  const log = readLog(run.stdout)
  expect(log.shown.filter(line => /^ {2}\d+:\d+ (?:error|warning|info) /.test(line))).toHaveLength(
    Number(run.outputs.findings),
  )
  expect(JSON.stringify(github.checkRuns)).not.toMatch(/\\ud[89a-f]/i)
}

/** The page says how much it leaves out, and where that is. */
function expectLeftOut(summary: string): number {
  const [, count = '0'] =
    /\n(\d+) more findings left out to fit: the job's log lists every one\.\n$/.exec(summary) ?? []
  return Number(count)
}

test('3,100 files, with Dockerfiles beyond the 3,000 that GitHub lists', async () => {
  const text = 'FROM debian:12\nMAINTAINER Ann Lee\nUSER 1000\n'
  const files = numbered(3_090, i => [`files/${String(i).padStart(4, '0')}`, `${i}\n`])
  const beyond = numbered(10, i => [`z/${i}/Dockerfile`, text])
  const { act, github } = await open({ 'z/old/Dockerfile': text }, { ...files, ...beyond, 'a/Dockerfile': text })
  const start = Date.now()
  const run = await act(NEVER)
  report('3,101 files', run, start)
  expectFitting(run, github)
  expect(commentsOf(github)).toMatchObject([{ path: 'a/Dockerfile' }])
  const summary = checkSummary(github)
  expect(summary).toMatch(/> GitHub lists 3000 files of a pull request; .* other 101 are in the summary\./)
  expect(summary).toContain('11 infos in 11 Dockerfiles')
  for (const path of Object.keys(beyond)) expect(summary).toContain(`**info** \`${path}\``)
  expect(summary).not.toContain('z/old')
  expect(run.requests.length).toBeLessThanOrEqual(40)
})

test('a diff that GitHub does not show: its findings are in the summary, with the patch', async () => {
  const many = 'RUN true # a long line that makes the diff longer than GitHub shows\n'.repeat(6000)
  const { act, github } = await open({}, { Dockerfile: `FROM debian:12\nMAINTAINER Ann Lee\n${many}USER 1000\n` })
  const start = Date.now()
  const run = await act(NEVER)
  report('a Dockerfile of 6,003 lines', run, start)
  expectFitting(run, github)
  expect(github.reviews).toEqual([])
  expect(checkSummary(github)).toContain('**info** `Dockerfile` [line 2]')
  expect(checkSummary(github)).toContain('+LABEL org.opencontainers.image.authors="Ann Lee"')
  expect(github.checkRuns[0]?.output.annotations).toMatchObject([{ path: 'Dockerfile', start_line: 2 }])
})

describe('300 findings', () => {
  const adds = (count: number) =>
    Array.from({ length: count }, (_, i) => `ADD run.sh /🐳${i}\nLABEL a${i}=1\n`).join('')
  const TEXT = (count: number) => `FROM debian:12\n${adds(count)}USER 1000\n`

  test.each([
    ['30 at most', { 'max-comments': '30' }, 30],
    ['none', { 'max-comments': '0' }, 0],
  ])('in one Dockerfile: %s, the rest in the summary and as annotations', async (_, inputs, limit) => {
    const { act, github } = await open({}, { Dockerfile: TEXT(300), 'run.sh': '' })
    const start = Date.now()
    const run = await act({ ...NEVER, ...inputs })
    report(`300 findings, ${limit} comments`, run, start)
    expect(run.outputs.findings).toBe('300')
    expectFitting(run, github, limit)
    expect(commentsOf(github)).toHaveLength(limit)
    const summary = checkSummary(github)
    const told = summary.match(/^\*\*warning\*\* `Dockerfile`/gm)?.length ?? 0
    expect(limit + told + expectLeftOut(summary)).toBe(300)
    // No more than 200 annotations: a request for each fifty.
    expect(github.checkRuns[0]?.output.annotations).toHaveLength(200)
    expect(writesOf(run.requests).filter(request => /check-runs/.test(request))).toHaveLength(200 / PAGE)
  })

  test('over 100 Dockerfiles', async () => {
    const files = numbered(100, i => [`🐳${i}/Dockerfile`, TEXT(3)])
    const { act, github } = await open({}, { ...files, 'run.sh': '', ...numbered(100, i => [`🐳${i}/run.sh`, '']) })
    const start = Date.now()
    const run = await act(NEVER)
    report('300 findings in 100 files', run, start)
    expect(run.outputs.findings).toBe('300')
    expectFitting(run, github)
    expect(commentsOf(github)).toHaveLength(25)
  })
})

test('500 Dockerfiles at once, in folders of astral names', async () => {
  const text = 'FROM debian\nMAINTAINER Ann Lee\nENV DB_PASSWORD=hunter2\nRUN apt-get install -y curl\nCMD a --now\n'
  const { act, github } = await open(
    {},
    numbered(500, i => [`${'🐳'.repeat(25)}/${'𝒟'.repeat(20)}${i}/Dockerfile`, text]),
  )
  const start = Date.now()
  const run = await act(NEVER)
  report('500 Dockerfiles', run, start)
  expectFitting(run, github)
  expect(commentsOf(github)).toHaveLength(25)
  // The most severe come first.
  for (const { body } of commentsOf(github)) expect(body).toContain('secret-in-build')
  const summary = checkSummary(github)
  expect(summary).toMatch(/500 errors, .* in 500 Dockerfiles/)
  expect(expectLeftOut(summary)).toBeGreaterThan(1000)
  // The limit is one of characters: the units of a string are more, and nothing is left out for their sake.
  expect([...summary].length).toBeGreaterThan(SUMMARY_LIMIT - 2000)
  expect(summary.length).toBeGreaterThan(SUMMARY_LIMIT)
  expect(summary).toMatch(/\n\d+ more files with findings are in the job's log\.\n/)
  expect(
    github.checkRuns[0]?.output.annotations.filter(({ annotation_level }) => annotation_level === 'failure'),
  ).toHaveLength(200)
  expect(run.requests.length).toBeLessThanOrEqual(25)
})

/** Figures for who asks for them. */
function report(name: string, { requests }: BundleRun, start: number): void {
  if (process.env.DRYDOCK_FIGURES)
    process.stdout.write(`${name}: ${requests.length} requests, ${((Date.now() - start) / 1000).toFixed(1)} s\n`)
}
