import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  badGateway,
  cutOff,
  graphqlFailure,
  graphqlLimit,
  inject,
  interrupt,
  primaryLimit,
  secondaryLimit,
  timeout,
  to,
  toGraphQL,
  tooMany,
} from './faults.js'
import { failure } from './http.js'
import { type OpenPullRequest, openPullRequest, pushFiles } from './pull-request.js'
import type { State } from './state.js'

const repository = { owner: 'acme', repo: 'app' }
const pull = { ...repository, pull_number: 7 }

let opened: OpenPullRequest
let state: State
beforeEach(async () => {
  opened = await openPullRequest({}, { Dockerfile: 'FROM scratch\n' })
  state = opened.github.state
})
afterEach(async () => {
  expect(opened.github.violations).toEqual([])
  await opened.close()
})

const post = () => opened.client.pulls.createReview({ ...pull, event: 'COMMENT', body: 'Hello' })
const errorOf = (request: Promise<unknown>) =>
  request.then(
    () => undefined,
    error => error,
  )

describe('a fault', () => {
  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('%s the work leaves %i reviews', async (when, count) => {
    inject(state, to('POST', '/reviews'), badGateway(), { when })
    const error = await errorOf(post())
    expect(error).toMatchObject({ status: 502, response: { headers: { 'content-type': 'text/html' } } })
    expect(error.response.data).toContain('<title>502 Bad Gateway</title>')
    expect(state.reviews).toHaveLength(count)
    await post()
    expect(state.reviews).toHaveLength(count + 1)
    expect(opened.github.requests.map(({ status }) => status)).toEqual([502, 200])
  })

  test('breaks the connection, with the work done or not', async () => {
    inject(state, to('POST', '/reviews'), 'reset', { when: 'after' })
    inject(state, to('POST', /reviews$/), 'reset')
    expect(await errorOf(post())).toMatchObject({ status: 500 })
    expect(state.reviews).toHaveLength(1)
    await errorOf(post())
    expect(state.reviews).toHaveLength(1)
    expect((await opened.client.pulls.get(pull)).status).toBe(200)
  })

  test('breaks off in the middle of an answer', async () => {
    inject(state, to('GET', '/files'), cutOff())
    const url = `${opened.github.url}/repos/acme/app/pulls/7/files`
    const headers = { authorization: `token ${opened.github.token}` }
    const answer = await fetch(url, { headers })
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow('terminated')
    expect(await (await fetch(url, { headers })).json()).toMatchObject([{ filename: 'Dockerfile' }])
  })

  test.each([
    ['failure', graphqlFailure(), undefined, 'Something went wrong while executing your query'],
    ['limit', graphqlLimit(), 'RATE_LIMITED', 'API rate limit exceeded'],
  ])('GraphQL tells of its %s with status 200', async (_, how, type, message) => {
    inject(state, toGraphQL(), how)
    const error = await errorOf(opened.client.graphql('{ viewer { login } }'))
    expect(error.errors).toEqual([{ ...(type && { type }), message: expect.stringContaining(message) }])
    expect(opened.github.requests.map(({ status }) => status)).toEqual([200])
  })

  test('keeps the answer for ever', async () => {
    inject(state, to('GET', '/pulls/7'), 'hang')
    const request = { signal: AbortSignal.timeout(50) }
    expect(await errorOf(opened.client.pulls.get({ ...pull, request }))).toBeDefined()
    expect(opened.github.requests[0]?.status).toBe(0)
  })

  test('meets as many requests as it is told to, and only those that it matches', async () => {
    const fault = inject(state, toGraphQL('viewer'), failure(500, 'Oops'), { times: 2 })
    await opened.client.graphql('{ rateLimit { cost } }')
    for (const _ of [1, 2]) expect(await errorOf(opened.client.graphql('{ viewer { login } }'))).toBeDefined()
    expect(await opened.client.graphql('{ viewer { login } }')).toEqual({ viewer: { login: 'github-actions[bot]' } })
    expect(fault.times).toBe(0)
  })

  test('may only let something happen between two requests', async () => {
    const old = state.pullRequest.head.sha
    interrupt(state, to('POST', '/reviews'), () => {
      pushFiles(state, { Dockerfile: 'FROM busybox\n' })
    })
    const { data } = await opened.client.pulls.get(pull)
    await opened.client.pulls.createReview({ ...pull, commit_id: data.head.sha, event: 'COMMENT', body: 'Hello' })
    const { data: moved } = await opened.client.pulls.get(pull)
    expect([data.head.sha, moved.head.sha !== old]).toEqual([old, true])
  })
})

test.each([
  [secondaryLimit(2), 403, 'You have exceeded a secondary rate limit', '2', '999'],
  [secondaryLimit(), 403, 'You have exceeded a secondary rate limit', undefined, '999'],
  [primaryLimit(1_900_000_000), 403, 'API rate limit exceeded', undefined, '0'],
  [tooMany(1), 429, 'secondary rate limit', '1', '999'],
  [timeout(), 504, "We couldn't respond to your request in time", undefined, '999'],
])('ready-made answers: %#', async (how, status, message, retryAfter, remaining) => {
  inject(state, () => true, how)
  const error = await errorOf(post())
  expect(error).toMatchObject({ status, message: expect.stringContaining(message) })
  const { headers } = error.response
  expect([headers['retry-after'], headers['x-ratelimit-remaining']]).toEqual([retryAfter, remaining])
})
