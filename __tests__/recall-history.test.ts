import { expect, test } from '@jest/globals'
import type { History } from '../src/build/history.js'
import { UNKNOWN_REPOSITORY } from '../src/build/repository.js'
import type { Change } from '../src/inputs/change.js'
import { recallHistory, withHistory } from '../src/recall-history.js'

const FILE = { path: 'Dockerfile', text: 'FROM a\n', hunks: [], changed: [] }
const NOTHING: Change = { files: [], unread: [], repository: UNKNOWN_REPOSITORY }
const HISTORY: History = { kind: 'commit', changes: [], isShallow: false }
const change = { ...NOTHING, files: [FILE] }

async function asked(change: Change, count: number) {
  const counts: number[] = []
  const ask = async (count: number) => {
    counts.push(count)
    return HISTORY
  }
  return { recalled: await recallHistory(change, count, ask), counts }
}

test('it is asked for where there is something to review, and somebody wants it', async () => {
  expect(await asked(change, 50)).toEqual({ recalled: { history: HISTORY }, counts: [50] })
  expect((await asked({ ...NOTHING, affected: [FILE] }, 7)).counts).toEqual([7])
  expect(await asked(change, 0)).toEqual({ recalled: {}, counts: [] })
  expect((await asked(NOTHING, 50)).counts).toEqual([])
})

test('it is part of what is known, now and before the change', () => {
  const before = { ...UNKNOWN_REPOSITORY, files: new Map([['a', 1]]) }
  const told = withHistory({ ...change, before, notices: ['One.'] }, { history: HISTORY })
  expect([told.repository.history, told.before?.history]).toEqual([HISTORY, HISTORY])
  expect([told.before?.files, told.notices]).toEqual([before.files, ['One.']])
  expect(withHistory(change, { history: HISTORY }).before).toBeUndefined()
  expect(withHistory(change, {})).toBe(change)
})

test('no failure comes out of it, but a notice with the reason', async () => {
  const recalled = await recallHistory(change, 50, async () => {
    throw new Error('502 Bad Gateway\nmore')
  })
  const notice =
    'What was merged before could not be read (502 Bad Gateway), so it is not told how often layers are rebuilt.'
  expect(recalled).toEqual({ notice })
  const told = withHistory({ ...change, notices: ['One.'] }, recalled)
  expect([told.notices, told.repository.history]).toEqual([['One.', notice], undefined])
})
