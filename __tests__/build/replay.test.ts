import { describe, expect, test } from '@jest/globals'
import type { History, PastChange } from '../../src/build/history.js'
import { isTelling, replay, replayWords } from '../../src/build/replay.js'

const MODELLED = '(modelled from the files that they changed, the Dockerfile aside)'

const change = (path: string, isComplete = true): PastChange => ({ id: path, paths: [path], isComplete })
const many = (count: number, path: string, isComplete = true) =>
  Array.from({ length: count }, () => change(path, isComplete))
const history = (changes: readonly PastChange[], more: Partial<History> = {}): History => ({
  ...{ kind: 'merged pull request', changes, isShallow: false },
  ...more,
})
const touches = (path: string) => (paths: readonly string[]) => paths.includes(path)

test('what is rebuilt, out of all, those that touch nothing of it included', () => {
  const past = history([...many(41, 'src/a.js'), ...many(3, 'package.json'), ...many(6, 'README.md')])
  const now = replay(past, paths => paths.includes('src/a.js') || paths.includes('package.json'))
  const reordered = replay(past, touches('package.json'))
  expect([now, reordered]).toEqual([
    { rebuilt: 44, of: 50, unknown: 0 },
    { rebuilt: 3, of: 50, unknown: 0 },
  ])
  expect(replayWords(past, now)).toBe(`Rebuilt by 44 of the last 50 merged pull requests ${MODELLED}.`)
  expect(replayWords(past, now, { reordered })).toBe(
    `Rebuilt by 44 of the last 50 merged pull requests; in this order by 3 ${MODELLED}.`,
  )
  expect(replayWords(past, now, { reordered: { rebuilt: 0, of: 50, unknown: 0 } })).toContain(
    '; in this order by none (',
  )
})

test('of what is not listed in full, known paths may be enough; if not, nobody knows', () => {
  const past = history([...many(20, 'a'), ...many(2, 'a', false), ...many(3, 'b', false), ...many(5, 'b')])
  expect(replay(past, touches('a'))).toEqual({ rebuilt: 22, of: 30, unknown: 3 })
  expect(replay(past, touches('b'))).toEqual({ rebuilt: 8, of: 30, unknown: 2 })
  expect(replay(past, () => false)).toEqual({ rebuilt: 0, of: 30, unknown: 5 })
})

test('the words claim no more than is known: at least before, at most afterwards', () => {
  const past = history(many(50, 'a'))
  const now = { rebuilt: 41, of: 50, unknown: 2 }
  const reordered = { rebuilt: 3, of: 50, unknown: 4 }
  expect(replayWords(past, now, { reordered })).toBe(
    `Rebuilt by at least 41 of the last 50 merged pull requests; in this order by at most 7 ${MODELLED}.`,
  )
  expect(replayWords(past, { rebuilt: 0, of: 50, unknown: 2 })).toBe(
    `Rebuilt by at most 2 of the last 50 merged pull requests ${MODELLED}.`,
  )
  expect(replayWords(past, { rebuilt: 0, of: 50, unknown: 0 })).toBe(
    `Rebuilt by none of the last 50 merged pull requests ${MODELLED}.`,
  )
})

describe('too little history', () => {
  const wordsOf = (past: History) =>
    replayWords(past, replay(past, touches('a')), { reordered: replay(past, touches('b')) })

  test('ten changes tell, nine do not', () => {
    expect(wordsOf(history(many(10, 'a')))).toContain('Rebuilt by 10 of the last 10')
    expect(wordsOf(history(many(9, 'a')))).toBe(
      'There is too little history to tell how often it is rebuilt: 9 merged pull requests.',
    )
  })

  test('what is not known does not count', () => {
    const past = history([...many(9, 'a'), ...many(30, 'c', false)])
    expect(isTelling(replay(past, touches('a')))).toBe(false)
    expect(wordsOf(past)).toMatch(/: 9 merged pull requests\.$/)
  })

  test('one, none, and where the clone has no more', () => {
    expect(wordsOf(history(many(1, 'a'), { kind: 'commit' }))).toMatch(/: 1 commit\.$/)
    expect(wordsOf(history([]))).toMatch(/: no merged pull requests\.$/)
    expect(wordsOf(history([], { kind: 'commit', isShallow: true }))).toMatch(
      /: no commits, as the clone is shallow\.$/,
    )
  })
})
