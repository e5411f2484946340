import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { UNKNOWN_REPOSITORY } from '../../src/build/repository.js'
import { checkChange } from '../../src/drydock.js'
import type { Change } from '../../src/inputs/change.js'
import { wholeFile } from '../../src/inputs/hunks.js'
import { askShellcheck } from '../../src/inputs/shellcheck.js'
import { judgeScripts } from '../../src/judge-scripts.js'
import { shellcheck } from '../../src/rules/shellcheck.js'
import { defaultSettings } from '../../src/settings/defaults.js'

const HEADER = '# shellcheck shell=sh\n:\n'
const { PATH } = process.env
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-path-'))
})
afterEach(() => {
  process.env.PATH = PATH
  rmSync(folder, { recursive: true, force: true })
})

/** A program in ShellCheck's place on the PATH: it finds `cd x;` in its files, and writes down how it was called. */
function standIn(): void {
  const source = `#!${process.execPath}
const { readFileSync, appendFileSync } = require('node:fs')
const files = process.argv.slice(2).filter(name => name.endsWith('.sh'))
appendFileSync(${JSON.stringify(join(folder, 'calls'))}, process.argv.slice(2).join(' ') + '\\n')
const comments = files.flatMap(file => readFileSync(file, 'utf8').split('\\n').flatMap((line, i) => {
  const found = /cd [^\\s;|&]+(?=;)/.exec(line)
  if (!found) return []
  const column = [...line.slice(0, found.index)].length + 1
  const endColumn = column + [...found[0]].length
  const span = { line: i + 1, endLine: i + 1 }
  const fix = { replacements: [{ ...span, column: endColumn, endColumn, replacement: ' || exit' }] }
  return [{ file, ...span, column, endColumn, level: 'warning', code: 2164, message: 'cd can fail.', fix }]
}))
console.log(JSON.stringify({ comments }))
process.exitCode = 1
`
  writeFileSync(join(folder, 'shellcheck'), source)
  chmodSync(join(folder, 'shellcheck'), 0o755)
  process.env.PATH = folder
}

function changeOf(...texts: readonly string[]): Change {
  const files = texts.map((text, i) => ({ path: `s${i}/Dockerfile`, text, ...wholeFile(text) }))
  return { files, unread: [], repository: UNKNOWN_REPOSITORY }
}

test('places and fixes lead back to the script, whatever characters stand before them', async () => {
  standIn()
  const script = `${HEADER}echo "🚢"; cd a; make\n\tcd b; make`
  const verdicts = (await askShellcheck([script, script]))?.get(script)
  const body = script.slice(HEADER.length)
  expect(verdicts?.map(({ range }) => body.slice(range.start, range.end))).toEqual(['cd a', 'cd b'])
  expect(
    verdicts?.map(({ edits }) => edits?.map(({ range, text }) => body.slice(0, range.start).slice(-4) + text)),
  ).toEqual([['cd a || exit'], ['cd b || exit']])
})

test('what stands above the script is none of its business', async () => {
  standIn()
  const script = '# shellcheck shell=sh\ncd a; make\necho'
  expect((await askShellcheck([script]))?.get(script)).toEqual([])
})

test('one process for all files, one more for all fixes, and findings with proved fixes', async () => {
  standIn()
  const text = 'FROM debian:12\nARG DIR=/a\nRUN echo; cd $DIR; \\\n    make\n'
  const settings = defaultSettings([shellcheck])
  const judged = await judgeScripts(changeOf(text, text, 'FROM a\n'), settings, askShellcheck)
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n')
  expect(calls.map(call => call.split(' ').slice(0, 3))).toEqual(
    Array(2).fill(['--norc', '--format=json1', '--severity=style']),
  )
  const findings = checkChange(judged, settings).flatMap(({ checked }) => checked.findings)
  expect(findings.map(({ message, code, withheld }) => [message, code, withheld])).toEqual(
    Array(2).fill(['cd can fail. (ShellCheck: SC2164)', 'SC2164', undefined]),
  )
  expect(findings[0]?.fix?.edits).toEqual([{ start: 43, end: 43, text: ' || exit' }])
})

test('a kind of finding can be switched off by its own name', async () => {
  standIn()
  const settings = defaultSettings([shellcheck])
  const text = 'FROM debian:12\n# hadolint ignore=SC2164\nRUN cd a; make\nRUN cd b; make\n'
  const judged = await judgeScripts(changeOf(text), settings, askShellcheck)
  const findings = checkChange(judged, settings).flatMap(({ checked }) => checked.findings)
  expect(findings.map(({ ignoredBy }) => ignoredBy)).toEqual(['hadolint ignore=SC2164', undefined])
})

test('without ShellCheck the review says so, in one line, and goes on', async () => {
  process.env.PATH = folder
  const judged = await judgeScripts(changeOf('FROM a\nRUN cd a; b\n'), defaultSettings([shellcheck]), askShellcheck)
  expect(judged.notices).toEqual(['ShellCheck is not on the PATH, so scripts in RUN were not checked by it.'])
  expect(judged.repository.shellVerdicts).toBeUndefined()
})

test('nobody is asked when the rule is off or there is no file', async () => {
  const ask = () => Promise.reject(new Error('asked'))
  const change = changeOf('FROM a\nRUN cd a; b\n')
  expect(await judgeScripts(change, defaultSettings([]), ask)).toBe(change)
  const none = changeOf()
  expect(await judgeScripts(none, defaultSettings([shellcheck]), ask)).toBe(none)
})
