import { expect, test } from '@jest/globals'
import { ANN, resolveThread } from '../github/people.js'
import { pushFiles } from '../github/pull-request.js'
import { checkSummary, open, openComments } from './acting.js'
import { NONE, ONE, PAIR, SCRIPT, TWO } from './texts.js'

const GATE = (limit: number) => ({ 'fail-on': `score<${limit}` })

test('before and after, with all suggestions; a gate that says why it is shut', async () => {
  const { act, github } = await open({ ...SCRIPT, Dockerfile: NONE }, { Dockerfile: ONE })
  // One warning: (80 + 400) / 5 = 96; (96 + 80) / 2 = 88.
  const run = await act(GATE(88))
  expect([run.code, run.outputs.score, run.outputs.conclusion]).toEqual([0, '88', 'neutral'])
  expect(checkSummary(github)).toContain('\nScore 100 → 88 (correctness 80) · 100 with all suggestions\n')
  expect(run.stdout).toContain('Score 100 → 88 (correctness 80) · 100 with all suggestions')
  expect(run.requests).toHaveLength(9)

  const shut = await act(GATE(89))
  expect([shut.code, shut.outputs.conclusion]).toEqual([1, 'failure'])
  expect(github.checkRuns.at(-1)).toMatchObject({ conclusion: 'failure' })
  expect(github.checkRuns.at(-1)?.output.title).toMatch(/ Score 88 is below 89\.$/)
  expect(shut.stdout).toContain('::error::1 warning in 1 Dockerfile; 1 fix, each proved on text. Score 88 is below 89.')
  expect(shut.requests).toHaveLength(7)

  // Without a finding it is quiet, whatever the limit.
  pushFiles(github.state, { Dockerfile: `${NONE}# new\n` })
  expect(await act(GATE(100))).toMatchObject({ code: 0, outputs: { score: '100', conclusion: 'success' } })
  expect(checkSummary(github)).not.toContain('Score')
})

test('several files have a table, and each is to pass by itself', async () => {
  const { act, github } = await open(
    { 'a/run.sh': '', 'b/run.sh': '', 'a/Dockerfile': PAIR, 'b/Dockerfile': ONE },
    { 'a/Dockerfile': TWO, 'b/Dockerfile': NONE },
  )
  const run = await act({ 'fail-on': 'score<90' })
  expect(run.outputs.conclusion).toBe('failure')
  const summary = checkSummary(github)
  const row = (path: string) => new RegExp(`^\\| \`${path}/Dockerfile\` \\| (.*) \\|$`, 'm')
  expect(summary).toContain('<details><summary>Scores of 2 Dockerfiles</summary>')
  expect(summary.slice(summary.indexOf('<details>'))).toMatch(row('b'))
  expect(row('b').exec(summary.slice(summary.indexOf('<details>')))?.[1]).toBe(
    '88 → 100 | 100 | 100 | 100 | 80 → 100 | 100 | ',
  )
  expect(github.checkRuns.at(-1)?.output.title).toMatch(/ 1 Dockerfile scores below 90, namely \d+\.$/)
  expect(run.requests.length).toBeLessThanOrEqual(9)
})

test('what a person dismissed counts no more, on neither side', async () => {
  const { act, github } = await open({ ...SCRIPT, Dockerfile: `${ONE}# x\n` }, { Dockerfile: ONE.replace('12', '13') })
  expect(await act({ ...GATE(89), 'comment-on': 'changed-files' })).toMatchObject({ code: 1, outputs: { score: '88' } })
  const [comment] = openComments(github)
  resolveThread(github.state, comment?.id ?? 0, ANN)
  const run = await act({ ...GATE(100), 'comment-on': 'changed-files' })
  expect([run.code, run.outputs.score, run.outputs.dismissed]).toEqual([0, '100', '1'])
  expect(checkSummary(github)).not.toContain('Score')
})

test('nothing to review has no score', async () => {
  const { act } = await open({}, { 'a.txt': 'a\n' })
  expect((await act(GATE(70))).outputs).toMatchObject({ score: '', conclusion: 'success' })
})
