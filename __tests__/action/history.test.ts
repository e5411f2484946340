import { describe, expect, test } from '@jest/globals'
import { mergeGroupEvent, pushEvent, scheduleEvent } from '../github/event.js'
import { badGateway, graphqlFailure, graphqlLimit, type How, inject, toGraphQL } from '../github/faults.js'
import { ok } from '../github/http.js'
import { addToken } from '../github/permissions.js'
import { ACTIONS_BOT } from '../github/state.js'
import { type Acting, checkSummary, open, openComments } from './acting.js'
import { ONE, SCRIPT } from './texts.js'

const NOTICE = 'What was merged before could not be read'
const isHistory = toGraphQL('states: MERGED')

/** The pull request, and what it asked the history with. */
async function watching(after: Parameters<typeof open>[1] = { ...SCRIPT, Dockerfile: ONE }) {
  const acting = await open({ 'README.md': 'y\n' }, after)
  const { state } = acting.github
  state.merged = [{ number: 3, base: 'main', mergedAt: '2026-01-01T00:00:00Z', files: [{ path: 'run.sh' }] }]
  const asked: unknown[] = []
  const matches: typeof isHistory = request => {
    if (isHistory(request)) asked.push((request.body as { variables: unknown }).variables)
    return false
  }
  state.faults.push({ matches, times: Number.POSITIVE_INFINITY })
  return { ...acting, asked }
}

const variables = (base?: string, count = 50) => ({ owner: 'acme', repo: 'app', count, ...(base && { base }) })

describe('what is asked', () => {
  test('once for each run, with the branch that the pull request goes into', async () => {
    const { act, asked, github } = await watching()
    expect((await act()).requests).toHaveLength(9)
    expect(asked).toEqual([variables('main')])
    expect(checkSummary(github)).not.toContain(NOTICE)
    expect((await act()).requests).toHaveLength(7)
    expect(asked).toEqual([variables('main'), variables('main')])
  })

  test('nothing without a Dockerfile, nothing for who wants none, as many as are wanted', async () => {
    const plain = await watching({ 'README.md': 'z\n' })
    await plain.act()
    const off = await watching({ ...SCRIPT, Dockerfile: ONE, '.drydock.yaml': 'history: 0\n' })
    expect((await off.act()).requests).toHaveLength(8)
    expect([plain.asked, off.asked]).toEqual([[], []])
    const few = await watching({ ...SCRIPT, Dockerfile: ONE, '.drydock.yaml': 'history: 20\n' })
    await few.act()
    expect(few.asked).toEqual([variables('main', 20)])
  })

  test('a draft that is skipped has none', async () => {
    const { act, asked, github } = await watching()
    github.state.pullRequest.draft = true
    await act({ drafts: 'skip' })
    expect(asked).toEqual([])
  })

  test('a queue names its branch; a push and a schedule mean the default branch', async () => {
    const { act, asked, github } = await watching()
    const { head } = github.state.pullRequest
    await act({}, { eventName: 'merge_group', event: mergeGroupEvent(github, head.sha) })
    await act({}, { eventName: 'push', event: pushEvent(github, { ref: 'refs/heads/feature', after: head.sha }) })
    await act({}, { eventName: 'schedule', event: scheduleEvent(github), sha: head.sha })
    expect(asked).toEqual([variables('main'), variables('main'), variables('main')])
  })
})

const unknownField = ok({
  errors: [
    {
      ...{ path: ['query'], locations: [{ line: 3, column: 5 }] },
      extensions: { code: 'undefinedField', typeName: 'PullRequest', fieldName: 'files' },
      message: "Field 'files' doesn't exist on type 'PullRequest'",
    },
  ],
})

async function expectReviewed({ act, github }: Acting, reason: string): Promise<void> {
  const run = await act()
  expect([run.code, run.stderr, run.outputs.findings]).toEqual([0, '', '1'])
  expect(run.requests).toHaveLength(9)
  expect(openComments(github)).toHaveLength(1)
  expect(checkSummary(github)).toContain(NOTICE)
  expect(checkSummary(github)).toContain(reason)
}

test.each<readonly [string, How, string]>([
  ['a bad gateway', badGateway(), 'Bad Gateway'],
  ['a timeout of GraphQL', graphqlFailure(), 'Something went wrong while executing your query'],
  ['its limit', graphqlLimit(), 'API rate limit exceeded'],
  ['a broken connection', 'reset', 'socket hang up'],
  ['a server that does not know the field', unknownField, 'exist on type'],
])('%s: the review is posted all the same, at once, and says what it lacks', async (_, how, reason) => {
  const acting = await watching()
  inject(acting.github.state, isHistory, how, { times: 9 })
  await expectReviewed(acting, reason)
  expect(acting.asked).toHaveLength(1)
})

test('a token that may not read pull requests, on a push', async () => {
  const { act, github } = await watching()
  const { head } = github.state.pullRequest
  addToken(github.state, 'poor', ACTIONS_BOT, { contents: 'read', 'pull-requests': 'none', checks: 'write' })
  const event = pushEvent(github, { ref: 'refs/heads/feature', after: head.sha })
  const run = await act({ token: 'poor' }, { eventName: 'push', event })
  expect([run.code, run.stderr, run.outputs.findings]).toEqual([0, '', '1'])
  expect(checkSummary(github)).toContain(NOTICE)
  expect(checkSummary(github)).toMatch(/Give the job "pull-requests: read"/)
})
