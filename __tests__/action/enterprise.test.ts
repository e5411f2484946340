import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type ApiResponse, type Intercept, ok } from '../github/http.js'
import { ANN, resolveThread } from '../github/people.js'
import { startProxy } from '../github/proxy.js'
import { pushFiles } from '../github/pull-request.js'
import { type BundleRun, checkSummary, closedComments, commentsOf, open, openComments, writesOf } from './acting.js'

const TEXT = 'FROM debian:12\nMAINTAINER Ann Lee\nRUN apt-get install -y curl\nUSER 1000\n'
const FIXED = TEXT.replace('MAINTAINER Ann Lee\n', '')
const SERVER = { GITHUB_SERVER_URL: 'https://ghe.example' }
const NEVER = { 'fail-on': 'never' }

/** GraphQL refuses a query that names what a server does not have. */
function lacking(name: string, message: string): Intercept {
  return ({ path, body }): ApiResponse | undefined => {
    const { query = '' } = (path === '/graphql' ? body : {}) as { readonly query?: string }
    if (!new RegExp(`\\b${name}\\b`).test(query)) return undefined
    const extensions = { code: 'undefinedField', typeName: 'PullRequestReviewThread', fieldName: name }
    return ok({ errors: [{ path: ['query'], extensions, locations: [{ line: 8, column: 11 }], message }] })
  }
}

/** Lines for people that the log has besides the review. */
function notesIn({ stdout }: BundleRun): readonly string[] {
  const after = stdout.split(/^::[0-9a-f-]{36}::\n/m)[1] ?? ''
  return after.split('\n').filter(line => line !== '' && !line.startsWith('::'))
}

test('REST and GraphQL are where the environment says, and links go to the server', async () => {
  const { act, github } = await open({}, { Dockerfile: TEXT, 'a b/Dockerfile': TEXT }, { enterprise: true })
  const run = await act({ ...NEVER, 'max-comments': '0' }, { env: SERVER })
  expect([run.code, run.stderr]).toEqual([0, ''])
  const paths = github.requests.map(({ path }) => path)
  expect(paths.filter(path => !/^\/api\/(?:v3\/repos\/acme\/app\/|graphql$)/.test(path))).toEqual([])
  expect(new Set(paths.map(path => path.split('/')[2]))).toEqual(new Set(['v3', 'graphql']))
  const { sha } = github.state.pullRequest.head
  for (const page of [checkSummary(github), run.summary]) {
    expect(page).toContain(`(https://ghe.example/acme/app/blob/${sha}/a%20b/Dockerfile?plain=1#L2)`)
    expect(page).not.toContain('https://github.com/acme')
  }
})

test('a GraphQL of its own address', async () => {
  const { act, github } = await open({}, { Dockerfile: TEXT })
  const elsewhere: string[] = []
  const graphql = createServer(async (message, reply) => {
    elsewhere.push(message.url ?? '')
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk as Buffer)
    const headers = { authorization: String(message.headers.authorization), 'content-type': 'application/json' }
    const answer = await fetch(github.state.graphqlUrl, { method: 'POST', headers, body: Buffer.concat(chunks) })
    reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise<void>(resolve => graphql.listen(0, '127.0.0.1', resolve))
  closing.push(() => graphql.close())
  const { port } = graphql.address() as AddressInfo
  const run = await act(NEVER, { graphqlUrl: `http://127.0.0.1:${port}/elsewhere/graphql` })
  expect([run.code, openComments(github).length]).toEqual([0, 2])
  expect(new Set(elsewhere)).toEqual(new Set(['/elsewhere/graphql']))
  expect(elsewhere.length).toBeGreaterThanOrEqual(3)
})

const closing: (() => unknown)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

test('behind a proxy', async () => {
  const { act, github } = await open({}, { Dockerfile: TEXT }, { enterprise: true })
  const proxy = await startProxy(github)
  closing.push(() => proxy.close())
  const host = 'http://ghe.example'
  const run = await act(NEVER, {
    graphqlUrl: `${host}/api/graphql`,
    env: { ...SERVER, GITHUB_API_URL: `${host}/api/v3`, http_proxy: proxy.url },
  })
  expect([run.code, run.stderr]).toEqual([0, ''])
  expect(new Set(proxy.tunnels)).toEqual(new Set(['ghe.example:80']))
  expect([openComments(github).length, github.checkRuns.length]).toEqual([2, 1])
})

describe('an older server', () => {
  const RESOLVED_BY = "Field 'resolvedBy' doesn't exist on type 'PullRequestReviewThread'"
  const CLASSIFIER = "Field 'minimizeComment' doesn't exist on type 'Mutation'"

  test('without a field of threads: posted once, nothing twice, what is fixed is said, one line in the log', async () => {
    const intercept = lacking('resolvedBy', RESOLVED_BY)
    const { act, github } = await open({}, { Dockerfile: TEXT }, { enterprise: true, intercept })
    const first = await act(NEVER, { env: SERVER })
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(openComments(github)).toHaveLength(2)
    expect(notesIn(first)).toEqual([expect.stringContaining(`(${RESOLVED_BY})`)])
    const before = structuredClone(commentsOf(github))
    const again = await act(NEVER, { env: SERVER })
    expect(commentsOf(github)).toEqual(before)
    expect(writesOf(again.requests)).toEqual(['POST /check-runs'])
    expect(notesIn(again)).toHaveLength(1)
    pushFiles(github.state, { Dockerfile: FIXED })
    await act(NEVER, { env: SERVER })
    expect(openComments(github)).toHaveLength(1)
    expect(closedComments(github)).toMatchObject([{ isMinimized: true, body: expect.stringMatching(/^\*\*Fixed\*\*/) }])
  })

  test('that does not say who resolved: what a person resolved is not said twice while its comment stands', async () => {
    const { act, github } = await open(
      {},
      { Dockerfile: TEXT },
      { enterprise: true, intercept: lacking('resolvedBy', RESOLVED_BY) },
    )
    await act(NEVER)
    for (const { id } of openComments(github)) resolveThread(github.state, id, ANN)
    const run = await act(NEVER)
    expect(commentsOf(github)).toHaveLength(2)
    expect(notesIn(run)[0]).toContain('does not tell which conversations are resolved')
  })

  test('that cannot minimise: the comment says that it is fixed all the same, and the log has one line', async () => {
    const intercept = lacking('minimizeComment', CLASSIFIER)
    const { act, github } = await open({}, { Dockerfile: TEXT }, { enterprise: true, intercept })
    await act(NEVER)
    pushFiles(github.state, { Dockerfile: FIXED })
    const run = await act(NEVER)
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(github.checkRuns).toHaveLength(2)
    expect(closedComments(github)).toMatchObject([
      { isMinimized: false, body: expect.stringMatching(/^\*\*Fixed\*\*/) },
    ])
    expect(openComments(github)).toHaveLength(1)
    expect(notesIn(run)).toEqual([expect.stringContaining(CLASSIFIER)])
  })
})
