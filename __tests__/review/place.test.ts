import { expect, test } from '@jest/globals'
import { applyPatch } from 'diff'
import type { Build } from '../../src/build/build.js'
import { commentText } from '../../src/formats/comment.js'
import { NO_LINKS } from '../../src/formats/links.js'
import { pressSuggestions } from '../github/suggestions.js'
import { review } from './reviewing.js'
import { wordRule } from './words.js'

const bad = wordRule('bad', 'bad', 'good')
const evil = wordRule('evil', 'bad', 'nice', 'error')
const odd = wordRule('odd', 'odd', undefined)
const TEXT = 'FROM a\nRUN one bad\nRUN two\nRUN three bad\nRUN odd \\\n    bad\n'

test('each fix is its own suggestion while their lines do not touch', () => {
  const { threads, counts } = review(TEXT, [bad])
  expect(threads.map(({ first, last, suggestion }) => [first, last, suggestion?.lines])).toEqual([
    [2, 2, ['RUN one good']],
    [4, 4, ['RUN three good']],
    [6, 6, ['    good']],
  ])
  expect(counts).toMatchObject({ warnings: 3, suggestions: 3, proved: 3, withheld: 0 })
})

test('fixes on the same line share a comment and a suggestion', () => {
  const worse = wordRule('worse', 'one', '1')
  const { threads } = review(TEXT, [bad, worse])
  expect(threads[0]).toMatchObject({ first: 2, last: 2, suggestion: { lines: ['RUN 1 good'] } })
  expect(threads[0]?.findings).toHaveLength(2)
})

test('where two want the same text the more severe goes first, and the comment says that the other follows', () => {
  const { threads, findings, counts } = review('FROM a\nRUN bad\n', [bad, evil])
  expect(threads).toHaveLength(1)
  expect(threads[0]?.suggestion?.lines).toEqual(['RUN nice'])
  expect(threads[0]?.fixed.map(({ rule }) => rule.id)).toEqual(['evil'])
  expect(findings.map(({ rule, offer }) => [rule.id, offer])).toEqual([
    ['evil', 'suggestion'],
    ['bad', 'follows'],
  ])
  const body = threads[0] ? commentText(threads[0], NO_LINKS) : ''
  expect(body).toMatch(/^\*\*Error:\*\* There is bad here\. \(`evil`\)/)
  expect(body).toContain('follows once this suggestion is in')
  expect(counts.suggestions).toBe(1)
})

test('a finding without a fix joins the comment on its lines, or stands alone', () => {
  const { threads } = review('FROM a\nRUN odd bad\nRUN odd\n', [bad, odd])
  expect(threads.map(({ first, findings }) => [first, findings.map(({ rule }) => rule.id)])).toEqual([
    [2, ['odd', 'bad']],
    [3, ['odd']],
  ])
})

test('a suggestion that leaves its hunk goes to the summary with a patch, and nothing of it stays', () => {
  const both = wordRule('both', 'bad', 'good')
  const wide = {
    ...both,
    *check(build: Build) {
      const problems = [...(both.check?.(build, {}) ?? [])]
      const fixes = problems.flatMap(({ fix }) => (typeof fix === 'object' ? fix : []))
      const edits = fixes.flatMap(fix => fix.edits)
      const [[first], [fix]] = [problems, fixes]
      if (first && fix) yield { ...first, fix: { ...fix, edits } }
    },
  }
  const { threads, findings } = review(TEXT, [wide], { hunks: [{ first: 1, last: 4 }] })
  expect(threads).toEqual([])
  expect(findings).toMatchObject([{ placement: 'summary', offer: 'patch', startLine: 2, startColumn: 9 }])
  expect(applyPatch(TEXT, findings[0]?.patch ?? '')).toBe(TEXT.replaceAll('bad', 'good'))
})

test('only lines of the diff carry comments; all findings count', () => {
  const { threads, findings, conclusion } = review(TEXT, [evil], { hunks: [{ first: 1, last: 3 }] })
  expect(threads.map(({ first }) => first)).toEqual([2])
  expect(findings.map(({ placement }) => placement)).toEqual(['comment', 'summary', 'summary'])
  expect(conclusion).toBe('failure')
})

test('changed-lines wants a changed instruction, changed-files any line of the diff', () => {
  const shown = { hunks: [{ first: 1, last: 6 }], changed: [{ first: 5, last: 5 }] }
  const lines = (commentOn: 'changed-lines' | 'changed-files') =>
    review(TEXT, [bad], shown, { commentOn }).threads.map(({ first }) => first)
  // Line 6 belongs to the instruction of which line 5 was changed.
  expect(lines('changed-lines')).toEqual([6])
  expect(lines('changed-files')).toEqual([2, 4, 6])
})

test('at most so many comments, the most severe of them; the rest keeps its fix as a patch', () => {
  const mild = wordRule('mild', 'two', '2', 'info')
  const { threads, findings } = review(
    TEXT,
    [bad, mild, wordRule('big', 'three', '3', 'error')],
    {},
    { maxComments: 1 },
  )
  expect(threads).toHaveLength(1)
  expect(threads[0]?.findings.map(({ rule }) => rule.id)).toEqual(['big', 'bad'])
  const left = findings.filter(({ placement }) => placement === 'summary')
  expect(left.map(({ offer }) => offer)).toEqual(['patch', 'patch', 'patch'])
})

test.each([
  ['CRLF', TEXT.replaceAll('\n', '\r\n')],
  ['mixed line ends', TEXT.replace('\n', '\r\n')],
])('%s: a comment and a patch, no button', (_, text) => {
  const { threads, findings } = review(text, [bad])
  expect(threads.every(({ suggestion }) => suggestion === undefined)).toBe(true)
  expect(findings.every(({ placement, offer }) => placement === 'comment' && offer === 'patch')).toBe(true)
  expect(threads[0] && commentText(threads[0], NO_LINKS)).toContain('Its patch is in the summary')
})

test('a fix that does not hold is not offered, and the finding says why', () => {
  const breaking = wordRule('breaking', 'two', 'two \\')
  const [finding] = review(TEXT, [breaking]).findings
  expect(finding?.fix).toBeUndefined()
  expect(finding?.withheld).toBe('it changes an instruction that it does not name')
  const awful = wordRule('awful', 'one', 'bad')
  expect(review(TEXT, [bad, awful]).findings.find(({ rule }) => rule.id === 'awful')?.withheld).toContain('bad would')
})

test('buttons of a file without a final newline, and of fences', () => {
  const text = 'FROM a\nRUN ``` bad'
  const { threads } = review(text, [bad])
  const comments = threads.map(thread => ({ body: commentText(thread, NO_LINKS), line: thread.last }))
  expect(pressSuggestions(text, comments)).toBe('FROM a\nRUN ``` good')
})

test('findings that comments switch off are marked and do not count', () => {
  const { findings, ignored, counts, conclusion } = review('FROM a\n# drydock ignore=Xevil\nRUN bad\n', [evil])
  expect([findings, threadsOf(ignored), counts.ignored, conclusion]).toEqual([
    [],
    ['drydock ignore=Xevil'],
    1,
    'success',
  ])
})

function threadsOf(ignored: readonly { readonly ignoredBy: string | undefined }[]): readonly (string | undefined)[] {
  return ignored.map(({ ignoredBy }) => ignoredBy)
}
