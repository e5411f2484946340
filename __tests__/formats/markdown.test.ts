import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { headline } from '../../src/formats/headline.js'
import { toJson } from '../../src/formats/json.js'
import { NO_LINKS, placeLink, ruleLink } from '../../src/formats/links.js'
import { toMarkdown } from '../../src/formats/markdown.js'
import { styleFor } from '../../src/formats/style.js'
import { toText } from '../../src/formats/text.js'
import { review } from '../review/reviewing.js'
import { wordRule } from '../review/words.js'

const bad = wordRule('bad', 'bad', 'good')
const links = {
  blob: 'https://github.com/acme/app/blob/abc',
  rules: 'https://github.com/acme/drydock/blob/v1/docs/rules',
}
const OUTSIDE = { hunks: [{ first: 1, last: 1 }] }

test('figures, a table, and what is not on the diff with permalinks and patches', () => {
  const page = toMarkdown(review('FROM a\nRUN bad\nRUN bad bad\n', [bad], OUTSIDE), links)
  expect(page).toContain('3 warnings in 1 Dockerfile; 3 fixes, each proved on text.')
  expect(page).toContain('3 of 3 fixes proved before being offered')
  expect(page).toContain('| `Dockerfile` |  | 3 |  |')
  expect(page).toContain('[line 2](https://github.com/acme/app/blob/abc/Dockerfile?plain=1#L2)')
  expect(page).toContain('[`bad`](https://github.com/acme/drydock/blob/v1/docs/rules/bad.md)')
  expect(page.match(/^```diff$/gm)).toHaveLength(3)
})

test.each(['Dockerfile', 'my app/Dockerfile'])('git apply takes the patches of %s', path => {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-patch-'))
  try {
    execFileSync('git', ['init', '--quiet'], { cwd: directory })
    const text = 'FROM a\nRUN bad'
    execFileSync('mkdir', ['-p', join(directory, path, '..')])
    writeFileSync(join(directory, path), text)
    const patch = review(text, [bad], { ...OUTSIDE, path }).findings[0]?.patch ?? ''
    execFileSync('git', ['apply', '-'], { cwd: directory, input: patch })
    expect(readFileSync(join(directory, path), 'utf8')).toBe('FROM a\nRUN good')
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('a page that is too long loses its patches first, then findings, and says so', () => {
  const text = `FROM a\n${'RUN bad\n'.repeat(200)}`
  const found = review(text, [bad], OUTSIDE)
  const whole = toMarkdown(found, links)
  const short = toMarkdown(found, links, whole.length - 1)
  expect(short).toContain('Patches are left out to fit.')
  expect(short.length).toBeLessThan(whole.length)
  const shorter = toMarkdown(found, links, 3000)
  expect(shorter.length).toBeLessThanOrEqual(3000)
  const [, left] = /(\d+) more findings left out to fit/.exec(shorter) ?? []
  const shown = shorter.match(/^\*\*warning\*\*/gm)?.length ?? 0
  expect(Number(left) + shown).toBe(200)
})

test('text of a file cannot break out', () => {
  const nasty = wordRule('nasty', 'bad', "'````' @user")
  const path = 'a|b `x`/Dockerfile'
  const page = toMarkdown(review('FROM a\nRUN bad\n', [nasty], { ...OUTSIDE, path }), links)
  expect(page).toContain('`````diff')
  expect(page).toContain('| ``a\\|b `x`/Dockerfile`` |')
})

test('links where there is somewhere to go', () => {
  expect(placeLink(NO_LINKS, 'a', { first: 2, last: 4 })).toBe('lines 2–4')
  expect(placeLink(links, 'a b/(c)', { first: 2, last: 4 })).toBe(
    '[lines 2–4](https://github.com/acme/app/blob/abc/a%20b/%28c%29?plain=1#L2-L4)',
  )
  expect(ruleLink(NO_LINKS, 'bad')).toBe('`bad`')
})

test('headlines', () => {
  expect(headline(review('FROM a\n', [bad]))).toBe('Nothing to say about 1 Dockerfile.')
  const one = review('FROM a\nRUN bad\n', [
    wordRule('e', 'bad', undefined, 'error'),
    wordRule('i', 'bad', 'ok', 'info'),
  ])
  expect(headline(one)).toBe('1 error, 1 info in 1 Dockerfile; 1 fix, each proved on text.')
})

test('files that could not be read are named', () => {
  const unread = [{ path: 'x/Dockerfile', reason: 'it is not UTF-8' }]
  const found = { ...review('FROM a\n', []), unread }
  expect(toMarkdown(found, links)).toContain('Not read:\n- `x/Dockerfile`: it is not UTF-8')
  expect(toText(found, styleFor(false))).toContain('not read x/Dockerfile: it is not UTF-8')
  expect(JSON.parse(toJson(found)).unread).toEqual(unread)
})

test('for the terminal: a withheld fix says why, one that follows says so', () => {
  const breaking = wordRule('breaking', 'bad', 'bad \\')
  const text = toText(review('FROM a\nRUN bad\nRUN c\n', [breaking]), styleFor(false))
  expect(text).toContain('A fix was tried and is not offered: it changes an instruction that it does not name.')
  const two = toText(review('FROM a\nRUN bad\n', [bad, wordRule('e', 'bad', 'x', 'error')]), styleFor(false))
  expect(two).toContain('once the fix that wants the same lines is in')
})
