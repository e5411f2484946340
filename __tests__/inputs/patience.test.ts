import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Client, connect } from '../../src/inputs/github/client.js'
import { troubleOf } from '../../src/inputs/github/trouble.js'
import { cutOff, graphqlFailure, graphqlLimit, type How, inject, to, toGraphQL } from '../github/faults.js'
import { type OpenPullRequest, openPullRequest } from '../github/pull-request.js'

let opened: OpenPullRequest
let client: Client
let slept: number[]
beforeEach(async () => {
  opened = await openPullRequest({}, { Dockerfile: 'FROM scratch\n' })
  slept = []
  const { url: apiUrl, graphqlUrl } = opened.github.state
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds / 1000)
  }
  client = connect(opened.github.token, { userAgent: 'test', apiUrl, graphqlUrl, sleep })
})
afterEach(async () => {
  expect(opened.github.violations).toEqual([])
  await opened.close()
})

const QUERY = 'query { viewer { login } }'
const VIEWER = { viewer: { login: 'github-actions[bot]' } }
const MUTATION = 'mutation { minimizeComment(input: { subjectId: "x", classifier: RESOLVED }) { clientMutationId } }'
const page: How = { status: 200, body: Buffer.from('<html>Log in</html>'), headers: { 'content-type': 'text/html' } }
const empty: How = { status: 200, body: Buffer.from(''), headers: { 'content-type': 'application/json' } }

const errorOf = (request: Promise<unknown>) =>
  request.then(
    () => undefined,
    error => error,
  )
const files = async () => {
  const parameters = { owner: 'acme', repo: 'app', pull_number: 7 }
  return (await client.paginate(client.rest.pulls.listFiles, parameters)).map(({ filename }) => filename)
}

test.each([
  ['a failure without a type', graphqlFailure(), [1]],
  ['a limit', graphqlLimit(), [60]],
  ['half an answer', cutOff(), [1]],
  ['the page of a proxy', page, [1]],
  ['nothing at all', empty, [1]],
])('GraphQL answers with status 200 and %s: it is asked again', async (_, how, pauses) => {
  inject(opened.github.state, toGraphQL(), how)
  expect(await client.graphql(QUERY)).toEqual(VIEWER)
  expect(slept).toEqual(pauses)
})

test.each([
  ['half an answer', cutOff()],
  ['the page of a proxy', page],
  ['nothing at all', empty],
])('REST answers with status 200 and %s: no list is empty for that', async (_, how) => {
  inject(opened.github.state, to('GET', '/files'), how)
  expect(await files()).toEqual(['Dockerfile'])
  expect(slept).toEqual([1])
  inject(opened.github.state, to('GET', '/files'), how, { times: 9 })
  expect(troubleOf(await errorOf(files()))).toBe('ambiguous')
  expect(slept).toEqual([1, 1, 3])
})

test('what fails for good is a failure, and nobody waits for ever', async () => {
  inject(opened.github.state, toGraphQL(), graphqlFailure(), { times: 3 })
  expect(troubleOf(await errorOf(client.graphql(QUERY)))).toBe('ambiguous')
  expect(slept).toEqual([1, 3])
  inject(opened.github.state, toGraphQL(), graphqlLimit(), { times: 9 })
  expect(troubleOf(await errorOf(client.graphql(QUERY)))).toBe('limited')
  expect(slept).toEqual([1, 3, 60, 60])
})

test('a mutation that fails may have been done: it is not sent again; one over the limit was not', async () => {
  inject(opened.github.state, toGraphQL('mutation'), graphqlFailure())
  expect(troubleOf(await errorOf(client.graphql(MUTATION)))).toBe('ambiguous')
  expect([slept, opened.github.requests.length]).toEqual([[], 1])
  inject(opened.github.state, toGraphQL('mutation'), graphqlLimit())
  await errorOf(client.graphql(MUTATION))
  expect([slept, opened.github.requests.length]).toEqual([[60], 3])
})

test.each([
  [
    'a field that the schema lacks',
    { message: "Field 'isMinimized' doesn't exist on type 'PullRequestReviewComment'" },
  ],
  ['what has a code', { message: 'No such argument', extensions: { code: 'argumentNotAccepted' } }],
  ['what is not there', { message: 'Could not resolve to a node', type: 'NOT_FOUND' }],
])('%s stays so: nobody asks twice', async (_, error) => {
  inject(opened.github.state, toGraphQL(), { status: 200, body: { errors: [error] } }, { times: 9 })
  expect(troubleOf(await errorOf(client.graphql(QUERY)))).toBe('refused')
  expect(slept).toEqual([])
})
