import { expect, test } from '@jest/globals'
import { copyIntoFolder } from '../../src/rules/copy-into-folder.js'
import { findingsOf, fixed } from './checking.js'

test.each([
  ['continuation lines', 'FROM node:22\nCOPY a.txt \\\n  b.txt \\\n  # there\n  /app\n', '/app/'],
  ['Windows line ends', 'FROM node:22\r\nCOPY a.txt b.txt /app\r\n', '/app/\r\n'],
  ['lower case and flags', 'FROM node:22\ncopy --link --chown=node:node a.txt b.txt /app\n', '/app/'],
])('%s', (_, before, after) => {
  expect(fixed(before, [copyIntoFolder])).toContain(after)
})

test('a word that a line end splits is not edited', () => {
  const [finding] = findingsOf('FROM node:22\nCOPY a.txt b.txt /a\\\npp\n', [copyIntoFolder])
  expect(finding?.message).toContain('becomes a file')
  expect(finding?.fix).toBeUndefined()
})

test.each([
  'FROM a:1\nONBUILD COPY a.txt b.txt /app\n',
  'FROM node:22\nCOPY --parents a.txt b.txt /app\n',
  'FROM node:22\nADD a.tar.gz b.tar.gz /app\n',
  'FROM node:22\nCOPY bin/one bin/two /app\n',
])('is silent: %s', text => {
  expect(findingsOf(text, [copyIntoFolder])).toEqual([])
})
