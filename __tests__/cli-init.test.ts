import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { WORKFLOW } from '../src/init/workflow.js'

const at = (path: string) => new URL(`../${path}`, import.meta.url).pathname

let built: string
beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'drydock-built-'))
  const options = ['--bundle', '--platform=node', '--format=cjs', '--external:undici', '--log-level=error']
  execFileSync(at('node_modules/.bin/esbuild'), ['src/cli.ts', ...options, `--outfile=${join(built, 'cli.cjs')}`], {
    cwd: at(''),
  })
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-init-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function drydock(...args: string[]) {
  const run = spawnSync(process.execPath, [join(built, 'cli.cjs'), ...args], { cwd: directory, encoding: 'utf8' })
  return { code: run.status, out: run.stdout, err: run.stderr }
}

const write = (path: string, text: string) => writeFileSync(join(directory, path), text)
const read = (path: string) => readFileSync(join(directory, path), 'utf8')
const rulesFound = (): readonly string[] => {
  const { out } = drydock('review', '--all', '--format', 'json')
  return JSON.parse(out).findings.map(({ rule, severity }: { rule: string; severity: string }) => `${rule} ${severity}`)
}

const DOCKERFILE = 'FROM debian:12\nMAINTAINER Ann Lee\nADD a.txt /a.txt\nCMD ["a"]\n'
const HADOLINT = `# How we lint.
failure-threshold: warning
ignored:
  - DL4000
  - SC2086
  - DL3099
  - nonsense
override:
  error:
    - DL3020
    - DL3049
  info: [DL3002]
label-schema:
  com.example.team: text
strict-labels: true
`

describe('drydock init', () => {
  test('writes a short commented file that changes nothing, and says what comes next', () => {
    write('Dockerfile', DOCKERFILE)
    const before = rulesFound()
    const { code, out, err } = drydock('init')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Wrote .drydock.yaml.\n')
    expect(out).toContain('drydock review --all')
    expect(out).toContain(WORKFLOW)
    const text = read('.drydock.yaml')
    expect(text.split('\n').length).toBeLessThan(30)
    expect(rulesFound()).toEqual(before)
    // What the comments show can be used as it stands.
    write('.drydock.yaml', text.replace(/^# (?=(?:rules|ignore|exclude):| {2})/gm, ''))
    expect(rulesFound()).toContain('add-for-copy info')
  })

  test("says in our words what hadolint's file says, with the origin of each entry, and comes to the same", () => {
    write('Dockerfile', DOCKERFILE)
    write('.hadolint.yaml', HADOLINT)
    const before = rulesFound()
    expect(before).toEqual(expect.arrayContaining(['add-for-copy error', 'label-schema error', 'root-user info']))
    expect(before.join()).not.toContain('maintainer-deprecated')
    expect(drydock('init').out).toContain('Wrote .drydock.yaml from .hadolint.yaml.')
    expect(read('.drydock.yaml')).toBe(EXPECTED)
    rmSync(join(directory, '.hadolint.yaml'))
    expect(rulesFound()).toEqual(before)
  })

  test('a check that two rules share is off for both', () => {
    const pip = 'COPY r.txt .\nRUN pip install -r r.txt\nRUN pip install flask==3.1.2\n'
    write('Dockerfile', `FROM python:3.13\n${pip}CMD ["a"]\n`)
    expect(rulesFound().join()).toMatch(/cache-mount .*module-cache-left/)
    write('.hadolint.yaml', 'ignored: [DL3042]\n')
    expect(rulesFound().join()).not.toMatch(/cache-mount|module-cache-left/)
    drydock('init')
    expect(read('.drydock.yaml')).toContain('  DL3042: off\n')
    rmSync(join(directory, '.hadolint.yaml'))
    expect(rulesFound().join()).not.toMatch(/cache-mount|module-cache-left/)
  })

  test('from .hadolint.yml, too, and for a folder that is named', () => {
    mkdirSync(join(directory, 'services'))
    write('services/.hadolint.yml', 'format: tty\n')
    const { code, out } = drydock('init', 'services')
    expect([code, out]).toEqual([0, expect.stringContaining('from .hadolint.yml')])
    expect(read('services/.drydock.yaml')).toContain('# .hadolint.yml names no rules.')
  })

  test('at the root of a repository, where it is looked for', () => {
    execFileSync('git', ['init', '--quiet'], { cwd: directory })
    mkdirSync(join(directory, 'services'))
    expect(drydock('init', 'services').code).toBe(0)
    expect(read('.drydock.yaml')).toContain('fail-on: error')
  })

  test('never writes over a file', () => {
    write('.drydock.yaml', 'fail-on: never\n')
    const { code, out, err } = drydock('init')
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/\.drydock\.yaml: there is a configuration already; it was left as it is\.\n$/)
    expect(read('.drydock.yaml')).toBe('fail-on: never\n')
  })

  test("a broken file of hadolint's, wrong usage, a folder that is not there", () => {
    write('.hadolint.yaml', 'ignored:\n  DL3008: yes\n')
    const { code, err } = drydock('init')
    expect([code, err]).toEqual([2, 'drydock: .hadolint.yaml, line 1: "ignored" must be a list, not Object.\n'])
    expect(drydock('review', '--all')).toMatchObject({
      code: 2,
      err: expect.stringContaining('.hadolint.yaml, line 1'),
    })
    expect(drydock('init', '--all')).toMatchObject({ code: 2, err: 'drydock: drydock init has no option --all\n' })
    expect(drydock('init', 'nowhere')).toMatchObject({ code: 2 })
    expect(drydock('--help').out).toContain('drydock init [path]')
  })
})

test('the workflow is that of the README', () => {
  expect(readFileSync(at('README.md'), 'utf8')).toContain(WORKFLOW)
})

const EXPECTED = `# What Drydock reviews, and how. Written by "drydock init" from .hadolint.yaml, and it goes before that file:
# once nothing else reads .hadolint.yaml, that one can go.

rules:
  # DL4000 in ignored
  maintainer-deprecated: off
  # ignored; one of many checks that a rule speaks for
  SC2086: off
  # ignored; no rule of Drydock answers it
  DL3099: off
  # ignored names "nonsense", which nobody knows
  # DL3002 in override.info
  root-user: info
  # DL3020 in override.error
  add-for-copy: error
  # DL3049 in override.error, label-schema
  label-schema:
    severity: error
    options:
      labels:
        com.example.team: text
      strict: true
  # label-schema
  label-value:
    options:
      labels:
        com.example.team: text

# failure-threshold in .hadolint.yaml
fail-on: warning
`
