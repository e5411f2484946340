import { describe, expect, test } from '@jest/globals'
import { ANN, reply, startThread } from '../github/people.js'
import { addToken, MAY_RESOLVE } from '../github/permissions.js'
import { type Files, pushFiles } from '../github/pull-request.js'
import { ACTIONS_BOT } from '../github/state.js'
import {
  type Acting,
  checkSummary,
  closedComments,
  commentsOf,
  open,
  openComments,
  rulesIn,
  writesOf,
} from './acting.js'
import { NONE, ONE, SCRIPT, TWO } from './texts.js'

/** A pull request with Drydock's first review of it, then a push and the next. */
async function reviewedTwice(text: string, files: Files, permissions?: typeof MAY_RESOLVE): Promise<Acting> {
  const acting = await open({}, { ...SCRIPT, Dockerfile: text })
  const { github, act } = acting
  if (permissions) addToken(github.state, github.token, ACTIONS_BOT, permissions)
  await act()
  pushFiles(github.state, files)
  await act()
  return acting
}

describe('a finding that is gone', () => {
  test('is said to be fixed, in which commit, in the comment itself', async () => {
    const { github, act } = await reviewedTwice(TWO, { Dockerfile: TWO.replace('ADD', 'COPY') })
    const { sha } = github.state.pullRequest.head
    const [comment, ...others] = closedComments(github)
    expect(others).toEqual([])
    expect(comment?.body.split('\n', 1)).toEqual([`**Fixed** in ${sha}.`])
    expect(comment?.body).toContain('This only copies files')
    expect(comment?.body).not.toContain('```suggestion')
    expect(comment).toMatchObject({ line: 2, isMinimized: true, minimizedReason: 'resolved' })
    expect(openComments(github)).toHaveLength(1)
    expect(checkSummary(github)).toContain('1 comment fixed since the last run')
    expect(github.state.resolutions.size).toBe(0)
    // It stays as it is: neither a later commit nor a rerun is said to have fixed it.
    const before = structuredClone(commentsOf(github))
    pushFiles(github.state, { 'other.txt': '1\n' })
    const run = await act()
    expect(writesOf(run.requests)).toEqual(['POST /check-runs'])
    expect(commentsOf(github)).toEqual(before)
  })

  test('its thread is resolved by a token that may, and that is no word of a person later on', async () => {
    const { github, act } = await reviewedTwice(ONE, { Dockerfile: NONE }, MAY_RESOLVE)
    const [comment] = closedComments(github)
    expect([...github.state.resolutions]).toEqual([[comment?.id, ACTIONS_BOT]])
    expect(comment).toMatchObject({ isMinimized: true, minimizedReason: 'resolved' })
    pushFiles(github.state, { Dockerfile: ONE })
    const run = await act()
    expect(run.outputs).toMatchObject({ findings: '1', dismissed: '0' })
    expect(openComments(github)).toHaveLength(1)
    expect(openComments(github)[0]?.id).not.toBe(comment?.id)
  })

  test('in a conversation: nothing of it is deleted', async () => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
    await act()
    const [comment] = openComments(github)
    const answer = reply(github.state, comment?.id ?? 0, ANN, 'Good point.')
    pushFiles(github.state, { Dockerfile: NONE })
    await act()
    expect(commentsOf(github).map(({ id }) => id)).toEqual([comment?.id, answer.id])
    expect(commentsOf(github)[1]).toMatchObject({ body: 'Good point.', isMinimized: false })
    expect(closedComments(github)).toHaveLength(1)
  })
})

describe('what is not fixed is not called so', () => {
  const cases: readonly (readonly [string, string, Files, string])[] = [
    [
      'switched off by a comment in the file',
      ONE,
      { Dockerfile: ONE.replace('ADD', '# drydock ignore=add-for-copy\nADD') },
      'Switched off as of COMMIT by `drydock ignore=add-for-copy`.',
    ],
    [
      'ignored by the configuration',
      ONE,
      { '.drydock.yaml': 'ignore: [{ paths: [Dockerfile], rules: [add-for-copy] }]\n' },
      'Switched off as of COMMIT by `',
    ],
    [
      'a rule that the configuration switches off',
      ONE,
      { '.drydock.yaml': 'rules: { add-for-copy: off }\n' },
      'The configuration switches this rule off as of COMMIT.',
    ],
    ['a file removed', ONE, { Dockerfile: null }, 'The file is gone or has another name as of COMMIT.'],
    [
      'a file left out by the configuration',
      ONE,
      { '.drydock.yaml': 'exclude: [Dockerfile]\n' },
      'As of COMMIT this file is not part of the review any more.',
    ],
    [
      'an instruction that was edited and has the same fault',
      ONE,
      { Dockerfile: ONE.replace('/run.sh\n', '/bin/run.sh\n') },
      'As of COMMIT this instruction is gone or written anew;',
    ],
  ]
  test.each(cases)('%s', async (_, text, files, outcome) => {
    const { github } = await reviewedTwice(text, files)
    const [comment, ...others] = closedComments(github)
    expect(others).toEqual([])
    expect(comment?.body).toContain(outcome.replace('COMMIT', github.state.pullRequest.head.sha))
    expect(comment?.body).not.toContain('**Fixed**')
    expect(comment?.isMinimized).toBe(true)
    expect(checkSummary(github)).not.toContain('fixed since')
  })

  test('a file that cannot be parsed any more: its comments stay', async () => {
    const { github } = await reviewedTwice(ONE, { Dockerfile: `${ONE}RUN <<EOF\n` })
    expect(closedComments(github)).toEqual([])
    expect(rulesIn(openComments(github))).toEqual(['add-for-copy', 'dockerfile-syntax'])
  })
})

describe('what two runs at once have said twice', () => {
  /** Two comments on the same finding, both Drydock's. */
  async function saidTwice() {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
    await act()
    const [first] = openComments(github)
    const second = startThread(github.state, ACTIONS_BOT, 'Dockerfile', 2, first?.body ?? '')
    return { github, act, first: first?.id ?? 0, second: second.id }
  }

  test('is said once: of two the one with answers stays', async () => {
    const { github, act, second } = await saidTwice()
    const answer = reply(github.state, second, ANN, 'Is it?')
    await act()
    expect(commentsOf(github).map(({ id }) => id)).toEqual([second, answer.id])
  })

  test('is not deleted where both have answers: one says where the other is', async () => {
    const { github, act, first, second } = await saidTwice()
    for (const id of [first, second]) reply(github.state, id, ANN, 'Is it?')
    await act()
    expect(commentsOf(github)).toHaveLength(4)
    expect(openComments(github).map(({ id }) => id)).toEqual([first])
    expect(closedComments(github)).toMatchObject([{ id: second, isMinimized: true, minimizedReason: 'outdated' }])
  })
})
