import { expect, test } from '@jest/globals'
import { ignoreWithoutEffect } from '../../src/rules/list.js'
import { type Files, fixed, said } from './checking.js'

const FILES: Files = {
  Dockerfile: 'FROM scratch\nCOPY . /\n',
  'a.md': 'a',
  'dir/keep': 'k',
  'dir/other': 'o',
  'dir/sub/f': 'f',
}

test.each<[string, readonly string[]]>([
  ['dir\n!dir/keep\ndir\n', ['!dir/keep | Line 3 takes this exception back: `dir/keep` comes in, but empty.']],
  ['dir\n!dir/keep\n**/keep\n', ['!dir/keep | Line 3 takes this exception back: `dir/keep` stays out of the build.']],
  [
    '*\n!a.md\n!dir\n*',
    ['!a.md | Line 4 takes this exception and 1 more line back: `a.md` and 3 more files stay out of the build.'],
  ],
  [
    '!dir/sub\n!a.md\n!dir/keep\n*',
    [
      '!dir/sub | Line 4 takes this exception and 2 more lines back: `dir/sub/f` and 2 more files stay out of the build.',
    ],
  ],
  [
    'dir\n!a.md\n!dir/keep\ndir\n*.md\n*',
    [
      '!a.md | Line 5 takes this exception back: `a.md` stays out of the build.',
      '!dir/keep | Line 4 takes this exception back: `dir/keep` comes in, but empty.',
    ],
  ],
  [
    '*\n!dir/keep\n!a.md\n*',
    [
      '!dir/keep | Line 4 takes this exception and 1 more line back: `dir/keep` and 1 more file stay out of the build or come in empty.',
    ],
  ],
  ['x\n!x/a\n!x/b\nx\n', ['!x/a | Line 4 takes this and 1 more line back whole: the last match counts.']],
  [
    '!x\n!y\nz\n',
    [
      '!x | Nothing above this exception and 1 more line keeps anything out, so it changes nothing: the last match counts.',
    ],
  ],
  // A part of what is excepted may be kept out all the same.
  ['*\n!dir\ndir/sub\n', []],
  ['*\n!dir/keep\n*.md\n', []],
  ['dir\n!dir/none\n', []],
  ['dir\n!**/keep\n', []],
])('%j', (text, expected) => {
  expect(said(text, [ignoreWithoutEffect], FILES)).toEqual(expected)
})

test.each<[string, string]>([
  ['dir\n!dir/keep\ndir\n', 'dir\n!dir/keep\n'],
  ['dir\n!dir/keep\ndir', 'dir\n!dir/keep'],
  ['!a.md\n!dir/keep\n*\n', '*\n!a.md\n!dir/keep\n'],
  ['# all\n!a.md\n\n**/*.md', '# all\n**/*.md\n!a.md\n'],
])('%j is mended', (text, expected) => {
  expect(fixed(text, [ignoreWithoutEffect], FILES)).toBe(expected)
})

test('two contexts are two matters', () => {
  const compose =
    'services:\n  a: {build: {context: ., dockerfile: a.Dockerfile}}\n  b: {build: {context: dir, dockerfile: ../b.Dockerfile}}\n'
  const files = {
    ...FILES,
    'a.Dockerfile': 'FROM a\nCOPY . /\n',
    'b.Dockerfile': 'FROM a\nCOPY . /\n',
    'compose.yml': compose,
  }
  expect(said('dir\n!dir/keep\ndir\n', [ignoreWithoutEffect], files)).toHaveLength(1)
})
