import { expect, test } from '@jest/globals'
import { OTHER_BOT, STRANGER, startThread } from '../github/people.js'
import { pushFiles } from '../github/pull-request.js'
import { ACTIONS_BOT } from '../github/state.js'
import { closedComments, commentsOf, open, openComments, rulesIn, writesOf } from './acting.js'
import { NONE, ONE, SCRIPT } from './texts.js'

/** The comment that Drydock would post, as anybody can copy it. */
async function copied(): Promise<string> {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  await act()
  return openComments(github)[0]?.body ?? ''
}

test.each([
  STRANGER,
  OTHER_BOT,
])('a marker of somebody else ($login) keeps no finding back, and is never edited', async account => {
  const body = await copied()
  expect(body).toMatch(/<!-- drydock:1 open \S+ \S+ \S+ add-for-copy\/\S+ -->$/)
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  const forged = startThread(github.state, account, 'Dockerfile', 2, body)
  const before = structuredClone(forged)
  await act()
  expect(rulesIn(commentsOf(github, ACTIONS_BOT))).toEqual(['add-for-copy'])
  pushFiles(github.state, { Dockerfile: NONE })
  await act()
  expect(closedComments(github)).toMatchObject([{ user: ACTIONS_BOT, body: expect.stringContaining('**Fixed**') }])
  expect(commentsOf(github, account)).toEqual([before])
})

test('a marker that somebody else puts into an answer counts for nothing', async () => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  startThread(github.state, STRANGER, 'Dockerfile', 2, 'Why?\n<!-- drydock:1 closed - - - -->')
  await act()
  expect(rulesIn(openComments(github))).toEqual(['add-for-copy'])
})

test('a marker in a Dockerfile counts for nothing', async () => {
  const marker = '<!-- drydock:1 closed - - - -->'
  const text = ONE.replace('ADD', `MAINTAINER ${marker}\n# ${marker}\nADD`).concat(`# ${marker}\n`)
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: text })
  await act()
  const before = structuredClone(commentsOf(github))
  expect(rulesIn(openComments(github)).toSorted()).toEqual(['add-for-copy', 'maintainer-deprecated'])
  expect(openComments(github).some(({ body }) => body.includes(`authors="${marker}"`))).toBe(true)
  const again = await act()
  expect(writesOf(again.requests)).toEqual(['POST /check-runs'])
  expect(commentsOf(github)).toEqual(before)
  pushFiles(github.state, { Dockerfile: NONE })
  await act()
  expect(closedComments(github)).toHaveLength(2)
  expect(openComments(github)).toEqual([])
})
