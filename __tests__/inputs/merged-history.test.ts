import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Client, connect } from '../../src/inputs/github/client.js'
import { readMerged } from '../../src/inputs/github/history.js'
import { troubleOf } from '../../src/inputs/github/trouble.js'
import {
  badGateway,
  graphqlFailure,
  graphqlLimit,
  type How,
  inject,
  secondaryLimit,
  toGraphQL,
} from '../github/faults.js'
import { addToken } from '../github/permissions.js'
import { type OpenPullRequest, openPullRequest } from '../github/pull-request.js'
import { ACTIONS_BOT, type MergedPullRequest } from '../github/state.js'

const place = { owner: 'acme', repo: 'app' }
let opened: OpenPullRequest
let client: Client
let slept: number
const connected = (token: string) => {
  const { url: apiUrl, graphqlUrl } = opened.github.state
  const sleep = async () => void slept++
  return connect(token, { userAgent: 'test', apiUrl, graphqlUrl, sleep })
}
beforeEach(async () => {
  opened = await openPullRequest({}, { Dockerfile: 'FROM scratch\n' })
  slept = 0
  client = connected(opened.github.token)
})
afterEach(async () => {
  expect(opened.github.violations).toEqual([])
  await opened.close()
})

const merged = (number: number, files: MergedPullRequest['files'], more: Partial<MergedPullRequest> = {}) => ({
  ...{ number, base: 'main', mergedAt: `2026-01-${String(number).padStart(2, '0')}T10:00:00Z`, files },
  ...more,
})
const idsOf = async (base: string | undefined, count = 50) =>
  (await readMerged(client, place, base, count)).changes.map(({ id }) => id)

test('the paths of what was merged, the newest first, in one request', async () => {
  opened.github.state.merged = [
    merged(1, [{ path: 'src/a.js' }, { path: 'gone "it".txt', changeType: 'DELETED' }]),
    merged(2, []),
    merged(3, [{ path: 'ключ\n.txt', changeType: 'ADDED' }]),
  ]
  const before = opened.github.requests.length
  expect(await readMerged(client, place, 'main', 50)).toEqual({
    kind: 'merged pull request',
    isShallow: false,
    changes: [
      { id: '#3', paths: ['ключ\n.txt'], isComplete: true },
      { id: '#2', paths: [], isComplete: true },
      { id: '#1', paths: ['src/a.js', 'gone "it".txt'], isComplete: true },
    ],
  })
  expect(opened.github.requests.length - before).toBe(1)
})

test('by the time of the merge; only into the branch that is named; no more than are wanted', async () => {
  opened.github.state.merged = [
    merged(1, [], { mergedAt: '2026-03-01T10:00:00Z' }),
    merged(2, [], { base: 'release' }),
    merged(3, []),
    merged(4, []),
  ]
  expect(await idsOf('main')).toEqual(['#1', '#4', '#3'])
  expect(await idsOf('release')).toEqual(['#2'])
  expect(await idsOf(undefined)).toEqual(['#1', '#4', '#3', '#2'])
  expect(await idsOf('none')).toEqual([])
  expect(await idsOf('main', 2)).toEqual(['#4', '#3'])
})

test('what changes more than GitHub lists, or renames, is not known in full', async () => {
  const files = (count: number) => Array.from({ length: count }, (_, i) => ({ path: `f${i}` }))
  opened.github.state.merged = [
    merged(1, files(100)),
    merged(2, files(101)),
    merged(3, [{ path: 'new.txt', changeType: 'RENAMED' }, { path: 'a' }]),
  ]
  const { changes } = await readMerged(client, place, 'main', 100)
  expect(changes.map(({ id, paths, isComplete }) => [id, paths.length, isComplete])).toEqual([
    ['#3', 2, false],
    ['#2', 100, false],
    ['#1', 100, true],
  ])
})

test('what GitHub cannot tell of is not known in full', async () => {
  const node = (number: number, files: unknown) => ({
    number,
    mergedAt: '2026-01-01T00:00:00Z',
    changedFiles: 2,
    files,
  })
  const nodes = [
    node(5, null),
    null,
    node(4, { nodes: null }),
    node(3, { nodes: [{ path: 'a', changeType: 'ADDED' }, null] }),
  ]
  inject(opened.github.state, toGraphQL(), { status: 200, body: { data: { repository: { pullRequests: { nodes } } } } })
  const { changes } = await readMerged(client, place, 'main', 50)
  expect(changes).toEqual([
    { id: '#5', paths: [], isComplete: false },
    { id: '#4', paths: [], isComplete: false },
    { id: '#3', paths: ['a'], isComplete: false },
  ])
})

test.each<readonly [string, How, string]>([
  ['a bad gateway', badGateway(), 'ambiguous'],
  ['a failure of GraphQL', graphqlFailure(), 'ambiguous'],
  ['a broken connection', 'reset', 'ambiguous'],
  ['a limit of GraphQL', graphqlLimit(), 'limited'],
  ['another limit', secondaryLimit(1), 'limited'],
])('%s is not waited for: it is asked once', async (_, how, trouble) => {
  inject(opened.github.state, toGraphQL('MERGED'), how, { times: 9 })
  const before = opened.github.requests.length
  const error = await readMerged(client, place, 'main', 50).catch(error => error)
  expect([troubleOf(error), opened.github.requests.length - before, slept]).toEqual([trouble, 1, 0])
})

test('a token that may not read pull requests', async () => {
  addToken(opened.github.state, 'poor', ACTIONS_BOT, { contents: 'read', 'pull-requests': 'none', checks: 'write' })
  const error = await readMerged(connected('poor'), place, 'main', 50).catch(error => error)
  expect(troubleOf(error)).toBe('forbidden')
})
