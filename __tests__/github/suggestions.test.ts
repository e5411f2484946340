import { describe, expect, test } from '@jest/globals'
import { pressSuggestions, suggestionBlocks } from './suggestions.js'

const suggest = (line: number, lines: readonly string[], start_line?: number) => ({
  body: ['```suggestion', ...lines, '```'].join('\n'),
  line,
  start_line: start_line ?? null,
})

describe('pressing suggestions', () => {
  test.each([
    ['one line', 'a\nb\nc\n', [suggest(2, ['B'])], 'a\nB\nc\n'],
    ['more lines for fewer, in any order', 'a\nb\nc\n', [suggest(3, ['C', 'D']), suggest(2, ['A'], 1)], 'A\nC\nD\n'],
    ['a deletion', 'a\nb\nc\n', [suggest(2, [])], 'a\nc\n'],
    ['a deletion of a blank line', 'a\n\nc\n', [suggest(2, [])], 'a\nc\n'],
    ['a line made blank', 'a\nb\nc\n', [suggest(2, [''])], 'a\n\nc\n'],
    ['no final newline, kept', 'a\nb', [suggest(2, ['B'])], 'a\nB'],
    ['no final newline, added', 'a\nb', [suggest(2, ['b', ''])], 'a\nb\n'],
    ['CRLF throughout', 'a\r\nb\r\n', [suggest(1, ['A', 'x'])], 'A\r\nx\r\nb\r\n'],
    ['a comment without a suggestion', 'a\n', [{ body: 'Look', line: null }], 'a\n'],
  ])('%s', (_, text, comments, pressed) => {
    expect(pressSuggestions(text, comments)).toBe(pressed)
  })

  test.each([
    ['two on one line', [suggest(2, ['B']), suggest(3, ['C'], 2)], 'Only one suggestion per line'],
    ['one within another', [suggest(3, ['x'], 1), suggest(2, ['y'])], 'Only one suggestion per line'],
    ['one that changes nothing', [suggest(2, ['b'])], 'no changes were made'],
    ['a line behind the end', [suggest(4, ['x'])], 'outside the file'],
    ['a range upside down', [suggest(1, ['x'], 2)], 'outside the file'],
    ['an outdated one', [{ ...suggest(1, ['x']), line: null }], 'Outdated'],
    ['one on a deleted line', [{ ...suggest(1, ['x']), side: 'LEFT' }], 'deleted lines'],
    ['a block that does not end', [{ body: '```suggestion\nx', line: 1 }], 'closing fence'],
    ['a fence too short to close', [{ body: '````suggestion\nx\n```', line: 1 }], 'closing fence'],
  ])('refuses %s', (_, comments, message) => {
    expect(() => pressSuggestions('a\nb\nc\n', comments)).toThrow(message)
  })

  test('refuses a file of mixed line ends', () => {
    expect(() => pressSuggestions('a\r\nb\n', [suggest(1, ['x'])])).toThrow('mixes')
  })
})

test.each([
  ['a long fence with fences within', '````suggestion\n```\nx\n```\n````', [['```', 'x', '```']]],
  ['a closing fence that is longer', '```suggestion\nx\n`````', [['x']]],
  ['a body with CRLF', '```suggestion\r\nx\r\n```\r\n', [['x']]],
  ['two blocks', '```suggestion\nx\n```\nor\n```suggestion\n```', [['x'], []]],
  ['other code', '```diff\n-x\n```\n~~~suggestion\n~~~', []],
  ['a suggestion shown in a block', '````markdown\n```suggestion\nx\n```\n````', []],
])('reads %s', (_, body, blocks) => {
  expect(suggestionBlocks(body)).toEqual(blocks)
})
