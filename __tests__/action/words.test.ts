import { describe, expect, test } from '@jest/globals'
import { ANN, reply, resolveThread, STRANGER } from '../github/people.js'
import { addToken } from '../github/permissions.js'
import { type Files, pushFiles } from '../github/pull-request.js'
import { pressSuggestions } from '../github/suggestions.js'
import { type Acting, closedComments, commentsOf, open, openComments, rulesIn, writesOf } from './acting.js'
import { ONE, SCRIPT } from './texts.js'

const FAIL = { 'fail-on': 'warning' }

/** One comment speaks of three findings; its suggestion mends the copy and leaves the error. */
const MIXED =
  'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nENV API_TOKEN=abcdef123456\nRUN npm ci\nUSER node\nCMD ["node", "index.js"]\n'
const MIXED_FILES: Files = {
  ...{ Dockerfile: MIXED, 'package.json': '{"name":"x","version":"1.0.0"}', 'package-lock.json': '{}' },
  ...{ '.dockerignore': 'node_modules\n', 'index.js': '' },
}

async function mixed(): Promise<Acting & { readonly id: number; press(): void }> {
  const acting = await open({}, MIXED_FILES)
  const { github, act } = acting
  expect((await act()).code).toBe(1)
  const comment = openComments(github).find(({ body }) => body.includes('source-before-dependencies'))
  if (!comment) throw new Error('nothing is said of the copy')
  expect(rulesIn([comment])).toContain('secret-in-build')
  const press = () => pushFiles(github.state, { Dockerfile: pressSuggestions(MIXED, [comment]) })
  return { ...acting, id: comment.id, press }
}

describe('a comment of which only a part still stands', () => {
  test('a pressed button, which resolves it, dismisses nothing: the error is raised anew and counts', async () => {
    const { github, act, id, press } = await mixed()
    press()
    resolveThread(github.state, id, ANN)
    const run = await act()
    expect([run.code, run.outputs.dismissed, run.outputs.errors]).toEqual([1, '0', '1'])
    expect(closedComments(github).map(comment => comment.id)).toEqual([id])
    expect(rulesIn(openComments(github))).toContain('secret-in-build')
    expect(rulesIn(openComments(github))).not.toContain('source-before-dependencies')
    const before = structuredClone(commentsOf(github))
    const again = await act()
    expect([again.code, writesOf(again.requests)]).toEqual([1, ['POST /check-runs']])
    expect(commentsOf(github)).toEqual(before)
  })

  test('an answer `drydock ignore` stays a word on all of it', async () => {
    const { github, act, id, press } = await mixed()
    press()
    resolveThread(github.state, id, ANN)
    reply(github.state, id, ANN, 'drydock ignore')
    const run = await act()
    expect([run.code, run.outputs.errors]).toEqual([0, '0'])
    expect(Number(run.outputs.dismissed)).toBeGreaterThan(0)
  })

  test('resolved while all of it stands, it dismisses all of it', async () => {
    const { github, act, id } = await mixed()
    resolveThread(github.state, id, ANN)
    const run = await act()
    expect([run.code, run.outputs.errors]).toEqual([0, '0'])
    expect(Number(run.outputs.dismissed)).toBeGreaterThanOrEqual(2)
    expect(writesOf(run.requests)).toEqual(['POST /check-runs'])
  })
})

test('a word on a file that was deleted is none on another, which only looks the same', async () => {
  const scripts = { 'a/run.sh': '', 'b/run.sh': '' }
  const { github, act } = await open({ ...scripts, 'b/Dockerfile': `${ONE}# x\n` }, { 'a/Dockerfile': ONE })
  await act()
  resolveThread(github.state, openComments(github)[0]?.id ?? 0, ANN)
  pushFiles(github.state, { 'a/Dockerfile': null, 'b/Dockerfile': `${ONE}# y\n` })
  const run = await act(FAIL)
  expect([run.code, run.outputs.findings, run.outputs.dismissed]).toEqual([1, '1', '0'])
})

test.each([
  true,
  false,
])('dry-run says what a real run would, dismissed or not (%s), and posts nothing', async isResolved => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  await act(FAIL)
  if (isResolved) resolveThread(github.state, openComments(github)[0]?.id ?? 0, ANN)
  const real = await act(FAIL)
  const dry = await act({ ...FAIL, 'dry-run': 'true' })
  expect(real.code).toBe(isResolved ? 0 : 1)
  expect([dry.code, dry.outputs]).toEqual([real.code, real.outputs])
  expect(writesOf(dry.requests)).toEqual([])
})

describe('whose word counts', () => {
  test('a member’s at the end of a long conversation', async () => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
    await act(FAIL)
    const id = openComments(github)[0]?.id ?? 0
    for (let i = 0; i < 59; i++) reply(github.state, id, STRANGER, 'Hm. drydock ignore?')
    expect((await act(FAIL)).code).toBe(1)
    reply(github.state, id, STRANGER, 'drydock ignore', 'MEMBER')
    const run = await act(FAIL)
    expect([run.code, run.outputs.dismissed]).toEqual([0, '1'])
  })

  test('that of who gave Drydock a token of their own', async () => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
    addToken(github.state, 'ghp_ann', ANN)
    const inputs = { ...FAIL, token: 'ghp_ann' }
    expect((await act(inputs)).code).toBe(1)
    reply(github.state, openComments(github)[0]?.id ?? 0, ANN, 'drydock ignore')
    const run = await act(inputs)
    expect([run.code, run.outputs.dismissed]).toEqual([0, '1'])
  })
})
