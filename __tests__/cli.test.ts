import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { applyEdits } from '../src/fixes/edits.js'
import { commitFiles, newRepository, switchTo } from './github/git-repository.js'
import { NODES } from './nodes.mjs'

const CLI = new URL('../dist/cli.cjs', import.meta.url).pathname

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-cli-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
}

function drydock(args: readonly string[], options: { cwd?: string; node?: string; env?: Record<string, string> } = {}) {
  const env = { ...process.env, NO_COLOR: '1', ...options.env }
  const run = spawnSync(options.node ?? process.execPath, [CLI, ...args], {
    cwd: options.cwd ?? directory,
    env,
    encoding: 'utf8',
  })
  return { code: run.status, out: run.stdout, err: run.stderr }
}

const OLD = 'FROM alpine:3.22\nMAINTAINER Ann Lee\n'

describe.each(NODES)('on %s', (_, node: string) => {
  test('shows the code, the problem and the diff of the fix; notes do not fail', () => {
    write({ Dockerfile: OLD })
    const { code, out, err } = drydock(['review'], { node })
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('MAINTAINER is deprecated.')
    expect(out).toContain('2 | MAINTAINER Ann Lee')
    expect(out).toContain('-MAINTAINER Ann Lee')
    expect(out).toContain('+LABEL org.opencontainers.image.authors="Ann Lee"')
  })
})

test('exit code 1 from --fail-on on', () => {
  write({ Dockerfile: OLD })
  expect(drydock(['review', '--fail-on', 'info']).code).toBe(1)
  expect(drydock(['review', '--fail-on', 'warning']).code).toBe(0)
  expect(drydock(['review', '--fail-on', 'never']).code).toBe(0)
})

describe('the score', () => {
  // One info: (96 + 400) / 5 = 99.2; (99.2 + 96) / 2 = 97.6
  test('fails below the limit, and says so', () => {
    write({ Dockerfile: OLD })
    const failed = drydock(['review', '--fail-on', 'score<98'])
    expect(failed.code).toBe(1)
    expect(failed.out).toContain('each proved on text. Score 97 is below 98.')
    expect(drydock(['review', '--fail-on', 'score<97']).code).toBe(0)
    write({ '.drydock.yaml': 'fail-on: score<98\n' })
    expect(drydock(['review']).code).toBe(1)
    expect(drydock(['score']).code).toBe(1)
  })

  test('of every Dockerfile, the lowest first, as text, JSON and Markdown', () => {
    write({ 'a/Dockerfile': 'FROM alpine:3.22\n', 'b/Dockerfile': OLD })
    const { code, out, err } = drydock(['score'])
    expect([code, err]).toEqual([0, ''])
    expect(out.split('\n').map(line => line.trim().split(/ {2,}/))).toEqual([
      ['score', 'caching', 'size', 'security', 'correctness', 'upkeep', 'with all suggestions', 'file'],
      ['97', '100', '100', '100', '100', '96', '100', 'b/Dockerfile'],
      ['100', '100', '100', '100', '100', '100', 'a/Dockerfile'],
      ['98', '100', '100', '100', '100', '98', '100', 'mean of 2 Dockerfiles'],
      [''],
      ['1 info in 2 Dockerfiles; 1 fix, each proved on text.'],
      [''],
    ])
    const { score } = JSON.parse(drydock(['score', '--format', 'json']).out)
    expect(score).toMatchObject({ total: 98, withSuggestions: { total: 100 } })
    expect(score.files[1]).toMatchObject({ path: 'b/Dockerfile', total: 97, categories: { upkeep: 96, size: 100 } })
    expect(JSON.parse(drydock(['review', '--format', 'json']).out).score).toEqual(score)
    const page = drydock(['score', '--format', 'markdown']).out
    expect(page).toContain('\nScore 98 · 100 with all suggestions\n')
    expect(page).toContain('\n| `b/Dockerfile` | 97 | 100 | 100 | 100 | 100 | 96 | 100 |\n')
    rmSync(join(directory, 'a'), { recursive: true })
    rmSync(join(directory, 'b'), { recursive: true })
    expect(drydock(['score']).out).toBe('No Dockerfile to review.\n')
  })
})

test('json: offsets that fix the file, lines and columns from 1', () => {
  write({ 'a/Dockerfile': OLD, 'b/Dockerfile': 'FROM alpine:3.22\n' })
  const report = JSON.parse(drydock(['review', '--format', 'json']).out)
  expect(report.version).toBe(1)
  expect(report.files).toEqual([
    { path: 'a/Dockerfile', kind: 'dockerfile' },
    { path: 'b/Dockerfile', kind: 'dockerfile' },
  ])
  const [finding] = report.findings
  expect(finding).toMatchObject({
    ...{ rule: 'maintainer-deprecated', severity: 'info', category: 'upkeep', path: 'a/Dockerfile' },
    ...{ startLine: 2, startColumn: 1, endLine: 2, endColumn: 19, placement: 'comment' },
    fix: { safe: true, proved: true },
  })
  expect(finding.aliases).toContain('DL4000')
  const edits = finding.fix.edits.map((edit: { startOffset: number; endOffset: number; text: string }) => ({
    ...{ start: edit.startOffset, end: edit.endOffset, text: edit.text },
  }))
  expect(applyEdits(OLD, edits)).toBe('FROM alpine:3.22\nLABEL org.opencontainers.image.authors="Ann Lee"\n')
  expect(report.summary).toEqual({ errors: 0, warnings: 0, infos: 1, suggestions: 1 })
})

test('markdown tells each finding, with its fix as a patch', () => {
  write({ Dockerfile: OLD })
  const { out } = drydock(['review', '--format', 'markdown'])
  expect(out).toContain('### Findings')
  expect(out).toContain('**info** `Dockerfile` line 2: MAINTAINER is deprecated.')
  expect(out).toContain('+LABEL org.opencontainers.image.authors="Ann Lee"')
})

test('markdown holds a patch that git apply takes where there is no button', () => {
  write({ Dockerfile: OLD.replaceAll('\n', '\r\n') })
  execFileSync('git', ['init', '--quiet'], { cwd: directory })
  const { out } = drydock(['review', '--all', '--format', 'markdown'])
  const patch = /````?diff\n([\s\S]*?)````?\n/.exec(out)?.[1] ?? ''
  execFileSync('git', ['apply', '-'], { cwd: directory, input: patch })
  expect(drydock(['review', '--all', '--fail-on', 'info']).code).toBe(0)
})

describe('in a git repository', () => {
  beforeEach(() => {
    rmSync(directory, { recursive: true })
    directory = newRepository()
    commitFiles(directory, { 'old/Dockerfile': OLD, 'new/Dockerfile': `${OLD}RUN echo 1\n` })
    switchTo(directory, 'feature', 'main')
  })

  test('only what differs from the base, committed or not; the rest of such a file in one line each', () => {
    commitFiles(directory, { 'new/Dockerfile': `${OLD}RUN echo 2\n` })
    write({ 'extra/Dockerfile': OLD })
    const report = JSON.parse(drydock(['review', '--format', 'json']).out)
    expect(report.files.map(({ path }: { path: string }) => path)).toEqual(['extra/Dockerfile', 'new/Dockerfile'])
    const placements = report.findings.map(
      ({ path, placement }: { path: string; placement: string }) => `${path} ${placement}`,
    )
    expect(placements).toEqual(['extra/Dockerfile comment', 'new/Dockerfile summary'])
    expect(drydock(['review']).out).toContain('not on changed lines')
  })

  test('the score before and after', () => {
    commitFiles(directory, { 'new/Dockerfile': 'FROM alpine:3.22\nRUN echo 1\n' })
    expect(drydock(['review']).out).toMatch(/Nothing to say about 1 Dockerfile\.\nScore 97 → 100\n$/)
    commitFiles(directory, { 'new/Dockerfile': `${OLD}RUN echo 2\n` })
    expect(drydock(['review']).out).toContain('\nScore 97 (upkeep 96) · 100 with all suggestions\n')
  })

  test('a base by name, a folder, a file, everything', () => {
    const files = (...args: string[]) =>
      JSON.parse(drydock(['review', ...args, '--format', 'json']).out).files.map(({ path }: { path: string }) => path)
    expect(files('--base', 'main')).toEqual([])
    expect(files('--all')).toEqual(['new/Dockerfile', 'old/Dockerfile'])
    expect(files('old', '--all')).toEqual(['old/Dockerfile'])
    expect(files('old/Dockerfile', '--all')).toEqual(['old/Dockerfile'])
    expect(files('--all', '--exclude', 'old')).toEqual(['new/Dockerfile'])
    expect(drydock(['review']).err).toContain('No Dockerfile differs')
  })

  test('no base is an error that says what to do', () => {
    expect(drydock(['review', '--base', 'nowhere'])).toMatchObject({ code: 2, out: '' })
    expect(drydock(['review', '--base', 'nowhere']).err).toMatch(/"nowhere" is unknown.*--all/)
  })
})

test.each([
  [['rewiew'], 'no command "rewiew"'],
  [['review', '--formt', 'json'], '--formt'],
  [['review', '--format', 'xml'], 'text, json, markdown'],
  [['review', 'a', 'b'], 'one path'],
  [['review', 'nowhere'], 'no such file'],
  [['review', '--all', '--base', 'x'], 'exclude each other'],
  [['review', '--config', 'none.yaml'], 'none.yaml: there is no such configuration file'],
  [['review', '--base', '--all'], '--base'],
])('wrong usage exits with 2 and says why: %j', (args, message) => {
  const { code, err, out } = drydock(args)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
  expect(err.trim().split('\n')).toHaveLength(1)
})

test('a mistake in the configuration exits with 2', () => {
  write({ Dockerfile: OLD, '.drydock.yaml': 'rules:\n  no-such-rule: off\n' })
  expect(drydock(['review'])).toMatchObject({ code: 2, out: '' })
})

test('the configuration switches a rule off', () => {
  write({ Dockerfile: OLD, '.drydock.yaml': 'rules:\n  maintainer-deprecated: off\n' })
  expect(drydock(['review']).out).toBe('Nothing to say about 1 Dockerfile.\n')
})

test('help, version, nothing to review, a file that is no text', () => {
  expect(drydock(['--help']).out).toContain('Usage: drydock review')
  expect(drydock([]).out).toContain('Usage: drydock review')
  expect(drydock(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(drydock(['review']).out).toBe('No Dockerfile to review.\n')
  writeFileSync(join(directory, 'Dockerfile'), new Uint8Array([0xff, 0xfe, 0x46]))
  const { code, out } = drydock(['review'])
  expect([code, out]).toEqual([1, expect.stringContaining('it is not UTF-8; save it as UTF-8')])
  expect(out).toContain('1 Dockerfile could not be read.')
})

test('colour only where it is wanted', () => {
  write({ Dockerfile: OLD })
  expect(drydock(['review']).out).not.toContain('\u001b')
  expect(drydock(['review'], { env: { FORCE_COLOR: '1' } }).out).toContain('\u001b[')
})
