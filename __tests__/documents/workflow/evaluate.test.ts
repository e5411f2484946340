import { expect, test } from '@jest/globals'
import { evaluate } from '../../../src/documents/workflow/evaluate.js'

const NAMES: Readonly<Record<string, unknown>> = { a: 'x', no: '', list: [1, 'b'], none: null, yes: true }

function outcome(code: string) {
  const { value, truth } = evaluate(code, ([context, key]) => (context === 'inputs' ? NAMES[key ?? ''] : undefined))
  return [value, truth]
}

test.each<[string, unknown, boolean | undefined]>([
  ["'it''s'", "it's", true],
  ['-1.5', -1.5, true],
  ['0', 0, false],
  ['null', null, false],
  ['inputs.a', 'x', true],
  ["inputs['a']", 'x', true],
  ['inputs.none', null, false],
  ['other.a', undefined, undefined],
  ['inputs.list.*', undefined, undefined],
  ["inputs.a == 'X'", true, true],
  ["inputs.yes == 'true'", false, false],
  ['inputs.none == 0', true, true],
  ["inputs.a != 'x'", false, false],
  ["inputs.list == 'x'", undefined, undefined],
  ['!inputs.no', true, true],
  ["inputs.no || 'y'", 'y', true],
  ["inputs.a && 'b' || 'c'", 'b', true],
  ["inputs.no && 'b' || 'c'", 'c', true],
  ["other.a && 'b' || 'c'", undefined, true],
  ['other.a && inputs.no', undefined, false],
  ['inputs.no && other.a', '', false],
  ['other.a || inputs.a', undefined, true],
  ['(inputs.no || inputs.a) && inputs.yes', true, true],
  ["fromJSON('[1]')[0]", undefined, undefined],
  ["fromJSON('{')", undefined, undefined],
  ["format('{0}/{1}', inputs.a, 'y')", 'x/y', true],
  ["startsWith(inputs.a, 'X')", true, true],
  ["endsWith('abc', 'b')", false, false],
  ["contains('abc', 'b')", true, true],
  ["contains(inputs.list, 'B')", true, true],
  ["contains(other.a, 'B')", undefined, undefined],
  ['always()', undefined, undefined],
  ['inputs.a ==', undefined, undefined],
  ['(inputs.a', undefined, undefined],
  ['inputs.a inputs.a', undefined, undefined],
  ['"a"', undefined, undefined],
  ['inputs.a % 2', undefined, undefined],
  ['', undefined, undefined],
])('%s', (code, value, truth) => {
  expect(outcome(code)).toEqual([value, truth])
})

test('brackets without end', () => {
  expect(outcome('('.repeat(100_000))).toEqual([undefined, undefined])
  expect(outcome(`${'('.repeat(450)}'a'${')'.repeat(450)}`)).toEqual(['a', true])
})

test('JSON becomes what it holds', () => {
  expect(outcome(`fromJSON('{"a": ["b"]}')`)).toEqual([{ a: ['b'] }, true])
})
