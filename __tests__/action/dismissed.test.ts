import { describe, expect, test } from '@jest/globals'
import type { Account } from '../github/http.js'
import { ANN, OTHER_BOT, reply, resolveThread, STRANGER, startThread, unresolveThread } from '../github/people.js'
import { addToken, MAY_RESOLVE } from '../github/permissions.js'
import { pushFiles } from '../github/pull-request.js'
import { ACTIONS_BOT } from '../github/state.js'
import { type Acting, checkSummary, closedComments, commentsOf, open, openComments, writesOf } from './acting.js'
import { NONE, ONE, SCRIPT, TWO } from './texts.js'

const FAIL = { 'fail-on': 'warning' }

/** A pull request that failed for one finding, and the comment that says so. */
async function reviewed(): Promise<Acting & { readonly id: number }> {
  const acting = await open({}, { ...SCRIPT, Dockerfile: ONE })
  const run = await acting.act(FAIL)
  expect(run.code).toBe(1)
  return { ...acting, id: openComments(acting.github)[0]?.id ?? 0 }
}

/** It does not count, the summary says by whose word, and no comment is touched. */
async function expectDismissed({ github, act }: Acting, login: string): Promise<void> {
  const before = structuredClone(commentsOf(github))
  const run = await act(FAIL)
  expect(run.code).toBe(0)
  expect(run.outputs).toMatchObject({ findings: '0', warnings: '0', dismissed: '1', conclusion: 'success' })
  expect(writesOf(run.requests)).toEqual(['POST /check-runs'])
  expect(commentsOf(github)).toEqual(before)
  const summary = checkSummary(github)
  expect(github.checkRuns.at(-1)?.conclusion).toBe('success')
  expect(summary).toContain('1 finding dismissed in conversations.')
  expect(summary).toMatch(
    new RegExp(`^- \`add-for-copy\` in \`Dockerfile\` \\[line \\d+\\]\\(.*\\), by \`${login}\`$`, 'm'),
  )
  expect(github.checkRuns.at(-1)?.output.annotations).toEqual([])
}

/** It counts as ever, and the comment that was there stands for it. */
async function expectCounted({ github, act }: Acting): Promise<void> {
  const before = structuredClone(commentsOf(github))
  const run = await act(FAIL)
  expect(run.code).toBe(1)
  expect(run.outputs).toMatchObject({ findings: '1', dismissed: '0', conclusion: 'failure' })
  expect(commentsOf(github)).toEqual(before)
  expect(checkSummary(github)).not.toContain('ismissed')
}

describe('a conversation that a person resolved', () => {
  test('is not raised again, not even where the lines went elsewhere; unresolved it counts', async () => {
    const acting = await reviewed()
    const { github, id } = acting
    resolveThread(github.state, id, ANN)
    await expectDismissed(acting, 'ann')
    pushFiles(github.state, { Dockerfile: `# Above.\n${ONE}` })
    await expectDismissed(acting, 'ann')
    unresolveThread(github.state, id)
    await expectCounted(acting)
  })

  test('keeps its finding away after the thread is outdated', async () => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: TWO.replace('ADD', 'COPY') })
    await act()
    resolveThread(github.state, openComments(github)[0]?.id ?? 0, STRANGER)
    pushFiles(github.state, { Dockerfile: TWO.replace('ADD', 'COPY').replace('update\n', 'update\n# Then:\n') })
    const run = await act()
    expect(run.outputs).toMatchObject({ findings: '0', dismissed: '2' })
    expect(openComments(github)).toHaveLength(1)
    expect(github.reviews).toHaveLength(1)
  })

  test('is told when the finding is gone after all', async () => {
    const { github, act, id } = await reviewed()
    resolveThread(github.state, id, ANN)
    pushFiles(github.state, { Dockerfile: NONE })
    const run = await act()
    expect(run.outputs.dismissed).toBe('0')
    expect(closedComments(github)).toMatchObject([{ id, isMinimized: true, minimizedReason: 'resolved' }])
    expect([...github.state.resolutions.values()]).toEqual([ANN])
  })
})

test('an answer `drydock ignore` counts of those whose word counts, and nowhere but in a line of its own', async () => {
  const author: Account = { login: 'octocat', id: 583_231, type: 'User', association: 'CONTRIBUTOR' }
  const answers: Readonly<Record<string, readonly [Account, string]>> = {
    collaborator: [ANN, 'drydock ignore'],
    author: [author, 'drydock ignore'],
    reason: [ANN, 'drydock ignore: the archive is wanted here'],
    command: [ANN, 'We want this.\n\n/drydock ignore'],
    mention: [ANN, '@Drydock ignore'],
    stranger: [STRANGER, 'drydock ignore'],
    bot: [{ ...OTHER_BOT, association: 'COLLABORATOR' }, 'drydock ignore'],
    quotation: [ANN, '> drydock ignore\n\nWho wrote that?'],
    fence: [ANN, '```\ndrydock ignore\n```'],
    tildes: [ANN, '~~~~\n```\n~~~\ndrydock ignore\n~~~~'],
    indented: [ANN, 'So:\n\n    drydock ignore'],
    sentence: [ANN, 'You could say drydock ignore here.'],
    word: [ANN, 'drydock ignored this before'],
  }
  const names = Object.keys(answers)
  const files = Object.fromEntries(names.map(name => [`${name}.Dockerfile`, ONE]))
  const { github, act } = await open({}, { ...SCRIPT, ...files, Dockerfile: ONE })
  await act()
  for (const { id, path } of openComments(github)) {
    const [account, body] = answers[path.replace('.Dockerfile', '')] ?? []
    if (account && body) reply(github.state, id, account, body)
  }
  // An answer in somebody else's conversation is none to Drydock.
  const other = startThread(github.state, STRANGER, 'Dockerfile', 2, 'Why ADD?')
  reply(github.state, other.id, ANN, 'drydock ignore')
  const before = structuredClone(commentsOf(github))
  const run = await act()
  expect(run.outputs).toMatchObject({ findings: String(names.length + 1 - 5), dismissed: '5' })
  const told = [...checkSummary(github).matchAll(/^- `add-for-copy` in `(\w+)\.Dockerfile` .*, by `(\w+)`$/gm)]
  expect(Object.fromEntries(told.map(([, name, login]) => [name, login]))).toEqual({
    ...{ collaborator: 'ann', author: 'octocat', reason: 'ann', command: 'ann', mention: 'ann' },
  })
  expect(commentsOf(github)).toEqual(before)
})

test('a thread that the token itself resolved on fixing is nobody’s word', async () => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: TWO })
  addToken(github.state, github.token, ACTIONS_BOT, MAY_RESOLVE)
  await act()
  pushFiles(github.state, { Dockerfile: TWO.replace('ADD', 'COPY') })
  await act()
  pushFiles(github.state, { Dockerfile: TWO })
  const run = await act()
  expect(run.outputs).toMatchObject({ findings: '3', dismissed: '0' })
})

test('what was dismissed keeps its place: no further comment comes up', async () => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: TWO })
  await act({ 'max-comments': '1' })
  const [only] = openComments(github)
  resolveThread(github.state, only?.id ?? 0, ANN)
  await act({ 'max-comments': '1' })
  expect(openComments(github)).toHaveLength(1)
})
