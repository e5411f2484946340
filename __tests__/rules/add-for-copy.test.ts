import { expect, test } from '@jest/globals'
import { addForCopy } from '../../src/rules/add-for-copy.js'
import { findingsOf, fixed } from './checking.js'

test.each([
  ['an archive in double quotes', 'FROM debian:12\nADD "file.tgz" /usr/src/app/\n'],
  ['an archive in single quotes', "FROM debian:12\nADD 'file.tar' /usr/src/app/\n"],
  ['quotes inside a word', 'FROM debian:12\nADD file.t"gz" /usr/src/app/\n'],
])('is silent: %s', (_, text) => {
  expect(findingsOf(text, [addForCopy])).toEqual([])
})

test('a file in quotes is a file', () => {
  expect(fixed('FROM debian:12\nADD "a.txt" "/srv/"\n', [addForCopy])).toBe('FROM debian:12\nCOPY "a.txt" "/srv/"\n')
})
