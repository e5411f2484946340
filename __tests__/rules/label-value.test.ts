import { describe, expect, test } from '@jest/globals'
import { labelValue } from '../../src/rules/label-value.js'
import { configured, findingsOf, fixed, said } from './checking.js'

const OCI = 'org.opencontainers.image'
const file = (labels: string) => `FROM alpine:3.22\n${labels}\n`
const faults = (labels: string) => findingsOf(file(labels), [labelValue]).map(({ message }) => message)
const mended = (labels: string) => fixed(file(labels), [labelValue]).slice('FROM alpine:3.22\n'.length, -1)

test.each([
  'https://example.com',
  'http://example.com:8080/a?b#c',
  'https://example.com/a(b)',
  'git+https://example.com/a.git',
  'ssh://git@example.com/a',
  'git://example.com/a',
  'mailto:ann@example.com',
  'urn:isbn:1',
])('%s is a URL', url => {
  expect(faults(`LABEL ${OCI}.source="${url}"`)).toEqual([])
})

test.each([
  ['example.com', undefined],
  ['www.example.com/a', undefined],
  ['https:/github.com/a/b', undefined],
  ['https://', undefined],
  ['see the wiki', undefined],
  ['github.com/a/b', 'https://github.com/a/b'],
  ['www.github.com/a/b', 'https://www.github.com/a/b'],
  ['gitlab.com/a/b/c', 'https://gitlab.com/a/b/c'],
  ['git@gitlab.com:a/b/c.git', 'https://gitlab.com/a/b/c'],
  ['git@git.example.com:a/b.git', undefined],
  ['github.com', undefined],
])('%s is none', (url, meant) => {
  expect(faults(`LABEL ${OCI}.url="${url}"`)).toEqual([`\`${OCI}.url\` is no URL.`])
  expect(mended(`LABEL ${OCI}.url="${url}"`)).toBe(`LABEL ${OCI}.url="${meant ?? url}"`)
})

test.each([
  ['2026-11-25T10:00:00Z', true],
  ['2026-11-25t10:00:00.123456789z', true],
  ['2026-11-25 10:00:00+01:00', true],
  ['2026-11-25', false],
  ['2026-13-25T10:00:00Z', false],
  ['2026-11-25T10:00:00', false],
  ['Nov 25 2026', false],
])('time %s: %s', (time, isRight) => {
  expect(faults(`LABEL ${OCI}.created="${time}"`)).toHaveLength(isRight ? 0 : 1)
})

test.each([
  ['email', 'ann@example.com', true],
  ['email', 'Ann <ann@example.com>', false],
  ['email', '', false],
  ['hash', 'ba4da41', true],
  ['hash', 'aba4da413a368e296dfc64fb20897334d0340aa1', true],
  ['hash', 'main', false],
  ['semver', '1.2.3-rc.1+b', true],
  ['semver', 'v1.2.3', false],
  ['semver', '1.2', false],
  ['spdx', 'MIT License', false],
  ['text', 'anything', true],
  ['text', '', false],
  ['url', '$HOME', true],
] as const)('by a schema: %s %j: %s', (type, value, isRight) => {
  const rule = configured(labelValue, { labels: { a: type } })
  expect(findingsOf(file(`LABEL a="${value}"`), [rule])).toHaveLength(isRight ? 0 : 1)
})

test('a day gets an hour only with somebody looking', () => {
  const [found] = findingsOf(file(`LABEL ${OCI}.created=2026-11-25`), [labelValue])
  expect(found?.fix).toMatchObject({ safe: false, title: 'Write `2026-11-25T00:00:00Z`' })
  expect(mended(`LABEL ${OCI}.created="2026-11-31x"`)).toContain('31x')
})

describe('layouts', () => {
  test.each([
    ['quotes of both kinds', `LABEL ${OCI}.licenses='Apache 2'`, `LABEL ${OCI}.licenses='Apache-2.0'`],
    ['no quotes', `LABEL ${OCI}.licenses=Apache2`, `LABEL ${OCI}.licenses=Apache-2.0`],
    ['an escaped blank', `LABEL ${OCI}.licenses=Apache\\ 2`, `LABEL ${OCI}.licenses=Apache-2.0`],
    ['a quoted key', `LABEL "${OCI}.licenses"="Apache 2" b=c`, `LABEL "${OCI}.licenses"="Apache-2.0" b=c`],
    ['the old form', `label ${OCI}.licenses Apache 2`, `label ${OCI}.licenses Apache-2.0`],
    ['ONBUILD', `ONBUILD LABEL ${OCI}.licenses=Apache2`, `ONBUILD LABEL ${OCI}.licenses=Apache-2.0`],
    [
      'several lines with a comment',
      `LABEL a=b \\\n  # the license\n  ${OCI}.licenses="MIT License" \\\n  c=d`,
      `LABEL a=b \\\n  # the license\n  ${OCI}.licenses="MIT" \\\n  c=d`,
    ],
    ['CRLF', `LABEL a=b \\\r\n  ${OCI}.licenses="MIT License"\r`, `LABEL a=b \\\r\n  ${OCI}.licenses="MIT"\r`],
  ])('%s', (_, before, after) => {
    expect(mended(before)).toBe(after)
  })

  test('what a line end splits is not edited', () => {
    const text = `LABEL ${OCI}.licenses="MIT \\\nLicense"`
    expect(faults(text)).toHaveLength(1)
    expect(mended(text)).toBe(text)
  })

  test('of the GNU family both are named; a comment says what is missing', () => {
    const [found] = findingsOf(file(`LABEL ${OCI}.licenses=GPLv3`), [labelValue])
    expect(found?.fix).toBeUndefined()
    expect(found?.message).toContain('`GPL-3.0-only` or `GPL-3.0-or-later`')
    expect(said(file(`LABEL a=b ${OCI}.licenses=BSD`), [labelValue])).toEqual([
      `${OCI}.licenses=BSD | \`${OCI}.licenses\` is no SPDX license expression: it does not say which version or variant of the license.`,
    ])
  })
})
