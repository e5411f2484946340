import { describe, expect, test } from '@jest/globals'
import { git } from '../github/git.js'
import type { Permissions } from '../github/http.js'
import { addToken, DEFAULT_PERMISSIONS, READ_ONLY } from '../github/permissions.js'
import { pushFiles } from '../github/pull-request.js'
import { ACTIONS_BOT } from '../github/state.js'
import { type Acting, type BundleRun, closedComments, open, openComments, writesOf } from './acting.js'
import { NONE, ONE, SCRIPT, TWO } from './texts.js'

/** More findings than annotations that the runner shows: one error, nine warnings, four infos. */
const FILES = {
  ...SCRIPT,
  'a.Dockerfile': TWO,
  'b.Dockerfile': TWO,
  'c.Dockerfile': TWO.replace('ADD run.sh', 'ADD ../gone.sh'),
  'd.Dockerfile': TWO,
  'e.Dockerfile': ONE,
}

async function openFor(permissions: Permissions, options: Parameters<typeof open>[2] = {}): Promise<Acting> {
  const acting = await open({}, FILES, options)
  addToken(acting.github.state, acting.github.token, ACTIONS_BOT, permissions)
  return acting
}

interface Annotation {
  readonly level: string
  readonly file: string
}

/** Annotations on files, and the lines that name what the token lacks. */
function readLog({ stdout }: BundleRun) {
  const annotations = [...stdout.matchAll(/^::(error|warning|notice) ([^:]*)::/gm)].map(
    ([, level = '', properties = '']): Annotation => ({ level, file: /file=([^,]*)/.exec(properties)?.[1] ?? '' }),
  )
  const notes = stdout.split('\n').filter(line => /"(pull-requests|checks): write"/.test(line))
  return { annotations: annotations.filter(({ file }) => file !== ''), notes }
}

/** Each patch of a job's summary applies to the head by itself, and changes what it names. */
function expectPatchesApply({ github }: Acting, summary: string): number {
  const { directory, pullRequest } = github.state
  const patches = [...summary.matchAll(/^(`{3,})diff\n([\s\S]*?)^\1$/gm)].map(([, , patch = '']) => patch)
  for (const patch of patches) {
    git(directory, ['checkout', '--quiet', '--force', pullRequest.head.sha])
    git(directory, ['apply', '-'], patch)
    const [, path] = /^\+\+\+ b\/(.*)$/m.exec(patch) ?? []
    expect(git(directory, ['diff', '--name-only']).toString().trim()).toBe(path)
  }
  return patches.length
}

describe('a pull request from a fork, whose token can only read', () => {
  test.each<[string, Record<string, string>]>([
    ['no Dockerfile', { 'notes.md': 'hi\n' }],
    ['a Dockerfile without a fault', { ...SCRIPT, Dockerfile: NONE }],
  ])('that brings %s: nothing to say, and no annotation that says so', async (_, files) => {
    const { github, act } = await open({}, files, { fork: 'mallory/app' })
    addToken(github.state, github.token, ACTIONS_BOT, READ_ONLY)
    const run = await act()
    expect([run.code, run.outputs.findings, run.outputs.conclusion]).toEqual([0, '0', 'success'])
    expect(run.stdout).not.toMatch(/^::(warning|notice|error)/m)
    expect(writesOf(run.requests)).toEqual([])
  })

  test('shows the same with the same exit code, and tries no write', async () => {
    const acting = await openFor(READ_ONLY, { fork: 'mallory/app' })
    const writing = await openFor(DEFAULT_PERMISSIONS)
    for (const limit of ['error', 'never']) {
      const run = await acting.act({ 'fail-on': limit })
      const other = await writing.act({ 'fail-on': limit })
      expect(run.code).toBe(limit === 'error' ? 1 : 0)
      expect(run.code).toBe(other.code)
      expect(run.outputs).toEqual({ ...other.outputs, suggestions: '0' })
      expect(writesOf(run.requests)).toEqual([])
      expect(acting.github.requests.filter(({ status }) => status >= 400)).toEqual([])
      const { annotations, notes } = readLog(run)
      expect(annotations).toHaveLength(10)
      expect(annotations.map(({ level }) => level)).toEqual(['error', ...Array(9).fill('warning')])
      expect(annotations[0]?.file).toBe('c.Dockerfile')
      expect(notes).toHaveLength(1)
      expect(notes[0]).toMatch(/without "pull-requests: write" and "checks: write".*docs\/forks\.md/)
      expect(expectPatchesApply(acting, run.summary)).toBeGreaterThan(10)
    }
  })
})

describe('a token that lacks a permission', () => {
  const refused = ({ github }: Acting) =>
    github.requests.filter(({ status, method }) => status === 403 && method !== 'GET').map(({ path }) => path)

  test('both, as Dependabot has it: one refused write for each, and all is in the job', async () => {
    const acting = await openFor(READ_ONLY)
    const run = await acting.act({}, { actor: 'dependabot[bot]' })
    expect(run.code).toBe(1)
    expect(writesOf(run.requests)).toEqual(['POST /pulls/7/reviews', 'POST /check-runs'])
    expect(refused(acting)).toHaveLength(2)
    const { annotations, notes } = readLog(run)
    expect(annotations.map(({ level }) => level)).toEqual(['error', ...Array(9).fill('warning')])
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/Give the job "pull-requests: write" and "checks: write" under "permissions:"/)
    expect(expectPatchesApply(acting, run.summary)).toBeGreaterThan(10)
    expect(run.outputs.findings).toBe('14')
  })

  test('to comment: all is in the check', async () => {
    const acting = await openFor({ ...DEFAULT_PERMISSIONS, 'pull-requests': 'read' })
    const run = await acting.act()
    expect(run.code).toBe(1)
    expect(refused(acting)).toHaveLength(1)
    const { annotations = [], summary } = acting.github.checkRuns[0]?.output ?? {}
    expect(annotations).toHaveLength(14)
    expect(expectPatchesApply(acting, summary ?? '')).toBeGreaterThan(10)
    const log = readLog(run)
    expect([log.annotations, log.notes.length]).toEqual([[], 1])
    expect(log.notes[0]).toMatch(/Give the job "pull-requests: write" under "permissions:"/)
  })

  test('to create checks: what is no comment is in the job', async () => {
    const acting = await open({ ...SCRIPT, Dockerfile: ONE }, { Dockerfile: `${ONE}RUN true\n`, 'b.Dockerfile': ONE })
    const permissions = { ...DEFAULT_PERMISSIONS, checks: 'read' } as const
    addToken(acting.github.state, acting.github.token, ACTIONS_BOT, permissions)
    const run = await acting.act({ 'fail-on': 'warning' })
    expect(run.code).toBe(1)
    expect(refused(acting)).toHaveLength(1)
    expect(openComments(acting.github)).toMatchObject([{ path: 'b.Dockerfile' }])
    const { annotations, notes } = readLog(run)
    expect(annotations).toEqual([{ level: 'warning', file: 'Dockerfile' }])
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/Give the job "checks: write" under "permissions:"/)
  })

  test('to comment, with comments of earlier runs: one refused write, one line, and none is edited', async () => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
    await act()
    addToken(github.state, github.token, ACTIONS_BOT, { ...DEFAULT_PERMISSIONS, 'pull-requests': 'read' })
    pushFiles(github.state, { Dockerfile: NONE })
    const run = await act()
    expect(run.code).toBe(0)
    expect(writesOf(run.requests)).toEqual(['POST /graphql mutation', 'POST /check-runs'])
    expect(closedComments(github)).toEqual([])
    expect(readLog(run).notes).toHaveLength(1)
    expect(readLog(run).notes[0]).toMatch(/Give the job "pull-requests: write" under "permissions:"/)
  })
})
