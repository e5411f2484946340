import { expect, test } from '@jest/globals'
import { pushFiles } from '../github/pull-request.js'
import { closedComments, commentsOf, open, openComments, writesOf } from './acting.js'
import { NONE, ONE, SCRIPT } from './texts.js'

/** Two jobs that share a pull request. */
const jobOf = (name: string) => ({ 'check-name': name, files: `${name}/**/Dockerfile` })

test('two jobs for different files: each keeps to its own comments', async () => {
  const scripts = { 'a/run.sh': SCRIPT['run.sh'], 'b/run.sh': SCRIPT['run.sh'] }
  const { github, act } = await open({}, { ...scripts, 'a/Dockerfile': ONE, 'b/Dockerfile': ONE })
  for (const name of ['a', 'b']) {
    const run = await act(jobOf(name))
    expect([run.code, run.outputs.findings]).toEqual([0, '1'])
  }
  expect(openComments(github).map(({ path }) => path)).toEqual(['a/Dockerfile', 'b/Dockerfile'])
  const before = structuredClone(commentsOf(github))
  for (const name of ['a', 'b']) expect(writesOf((await act(jobOf(name))).requests)).toEqual(['POST /check-runs'])
  expect(commentsOf(github)).toEqual(before)
  expect(github.checkRuns.map(({ name }) => name)).toEqual(['a', 'b', 'a', 'b'])
  // What is fixed is for its own job to say.
  pushFiles(github.state, { 'a/Dockerfile': NONE })
  await act(jobOf('b'))
  expect(commentsOf(github)).toEqual(before)
  await act(jobOf('a'))
  expect(closedComments(github).map(({ path, body }) => [path, body.slice(0, 9)])).toEqual([
    ['a/Dockerfile', '**Fixed**'],
  ])
  expect(openComments(github)).toEqual(before.filter(({ path }) => path === 'b/Dockerfile'))
})
