import { beforeAll, describe, expect, test } from '@jest/globals'
import type { LoopbackGitHub } from '../github/server.js'
import { type BundleRun, checkSummary, commentsOf, open } from './acting.js'
import { HOSTILE_NAMES, HOSTILE_TEXT, hostileFiles } from './hostile.js'
import { BIDI, markdownProblems } from './rendered.js'
import { type Command, readLog } from './runner-log.js'

const TOKEN = 'ghs_loopback'

/** Lines of our own that the runner may take for commands; any other came from the pull request. */
function others(commands: readonly Command[]): readonly Command[] {
  return commands.filter(({ name, message }) => {
    if (name === 'add-mask') return message !== TOKEN
    if (name === 'debug') return !/^(?:reviewing .+|\d+ Dockerfiles to review)$/.test(message)
    return name !== 'stop-commands' || !/^[0-9a-f-]{36}$/.test(message)
  })
}

/** Everything that the log shows, and everything that GitHub got. */
function expectNoToken({ stdout, stderr, summary }: BundleRun, { reviews, checkRuns }: LoopbackGitHub, token = TOKEN) {
  expect(readLog(stdout).shown.join('\n')).not.toContain(token)
  expect([stderr, summary, JSON.stringify([reviews, checkRuns])].join('\n')).not.toContain(token)
}

describe('hostile text in every place a pull request can put it', () => {
  let run: BundleRun
  let github: LoopbackGitHub
  beforeAll(async () => {
    const acting = await open({}, hostileFiles())
    run = await acting.act({ 'fail-on': 'never', 'comment-on': 'changed-files' })
    github = acting.github
  })

  test('every file is reviewed, whatever its name', () => {
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(checkSummary(github)).toContain(`in ${HOSTILE_NAMES.length + 6} Dockerfiles`)
  })

  test('comments', () => {
    const comments = commentsOf(github)
    expect(comments).toHaveLength(25)
    expect(comments.flatMap(({ body }) => markdownProblems(body, { hasMarker: true }))).toEqual([])
  })

  test('the summary of the check and of the job', () => {
    expect(checkSummary(github)).toContain('octo-team')
    expect(markdownProblems(checkSummary(github))).toEqual([])
    expect(run.summary).toContain('```diff')
    expect(markdownProblems(run.summary)).toEqual([])
  })

  test('the log', () => {
    const { commands, isStopped, shown } = readLog(run.stdout)
    expect(isStopped).toBe(false)
    expect(others(commands)).toEqual([])
    expect(shown.join('\n')).toContain('::error::boom/Dockerfile')
    expect(shown.filter(line => BIDI.test(line))).toEqual([])
  })

  test('and the token is nowhere', () => expectNoToken(run, github))
})

test('annotations of a job that can only read are commands of our own', async () => {
  const { act, github } = await open({}, hostileFiles(), { fork: 'mallory/app' })
  const run = await act({ 'fail-on': 'error' })
  const { commands, isStopped } = readLog(run.stdout)
  expect([run.code, isStopped]).toEqual([1, false])
  const names = others(commands).map(({ name }) => name)
  expect(names.filter(name => name === 'error')).toHaveLength(10)
  expect(new Set(names)).toEqual(new Set(['error', 'warning']))
  expect(others(commands).filter(({ message }) => message.startsWith('boom'))).toEqual([])
  expect(markdownProblems(run.summary)).toEqual([])
  expectNoToken(run, github)
})

test.each([
  ['no YAML', 'rules: [\n::error::boom @octo-team: "##[error]x\n'],
  ['a key that there is not', '"::error::boom%0A::error::boom @octo-team\\n::error::boom": 1\n'],
  ['a value that there is not', 'fail-on: "x\\n::error::boom\\r::error::boom"\n'],
])('a configuration that is %s: one error in the log, and nothing else', async (_, text) => {
  const { act, github } = await open({}, { '.drydock.yaml': text, Dockerfile: HOSTILE_TEXT })
  const run = await act()
  const { commands } = readLog(run.stdout)
  expect(run.code).toBe(1)
  expect(others(commands)).toEqual([{ name: 'error', message: expect.stringMatching(/^\.drydock\.yaml, line \d+: /) }])
  expect([github.reviews, github.checkRuns, run.summary]).toEqual([[], [], ''])
})
