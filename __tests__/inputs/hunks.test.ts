import { expect, test } from '@jest/globals'
import { createTwoFilesPatch } from 'diff'
import fc from 'fast-check'
import { readHunks, textBefore, wholeFile } from '../../src/inputs/hunks.js'

test('additions, and the neighbours of deletions', () => {
  const patch = '@@ -1,4 +1,4 @@\n FROM a\n-RUN b\n+RUN c\n RUN d\n RUN e\n@@ -20,3 +20,2 @@\n RUN x\n-RUN y\n RUN z'
  const { hunks, changed } = readHunks(patch)
  expect(hunks).toEqual([
    { first: 1, last: 4 },
    { first: 20, last: 21 },
  ])
  expect(changed).toEqual([
    { first: 2, last: 2 },
    { first: 20, last: 21 },
  ])
})

test('a file that lost everything shows nothing', () => {
  expect(readHunks('@@ -1,2 +0,0 @@\n-a\n-b')).toEqual({ hunks: [], changed: [] })
})

test('no newline at the end, CR and odd separators are text', () => {
  const patch = '@@ -1 +1,2 @@\n-a\r\n\\ No newline at end of file\n+a\u2028b\r\n+--- c\n\\ No newline at end of file'
  expect(readHunks(patch).hunks).toEqual([{ first: 1, last: 2 }])
})

test.each([undefined, '', 'no patch at all', '@@ -1,9 +1,9 @@\n a'])('nothing to trust, nothing shown: %j', patch => {
  expect(readHunks(patch)).toEqual({ hunks: [], changed: [] })
})

test.each([
  ['', []],
  ['a', [{ first: 1, last: 1 }]],
  ['a\nb\n', [{ first: 1, last: 2 }]],
  ['a\n\n', [{ first: 1, last: 2 }]],
])('all lines of %j', (text, spans) => {
  expect(wholeFile(text)).toEqual({ hunks: spans, changed: spans })
})

const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', '--- d\n', '\\ e\n', 'f\u2028g\n'), {
  maxLength: 30,
})
const text = fc.tuple(lines, fc.constantFrom('', 'z', '\r')).map(([some, last]) => some.join('') + last)

test('a diff leads from the text after it to the one before', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const patch = createTwoFilesPatch('a', 'b', before, after, '', '', { context: 3 }).replace(
        /^(?:.*\n)*?(?=@@|$)/,
        '',
      )
      expect(textBefore(after, patch)).toBe(before === after ? undefined : before)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['a file that is gone', undefined, '@@ -1,2 +0,0 @@\n-a\n-b', 'a\nb\n'],
  ['a new line in front', 'x\na\n', '@@ -1 +1,2 @@\n+x\n a', 'a\n'],
  ['another text', 'y\na\n', '@@ -1 +1,2 @@\n+x\n a', undefined],
  ['a text that is too short', 'x', '@@ -1 +1,2 @@\n+x\n a', undefined],
  ['no diff', 'a\n', '', undefined],
  ['a diff that is cut off', 'a\n', '@@ -1,9 +1,9 @@\n a', undefined],
])('%s', (_, after, patch, before) => {
  expect(textBefore(after, patch)).toBe(before)
})
