import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Octokit } from '@octokit/rest'
import { ANN, OTHER_BOT } from './people.js'
import { addToken, READ_ONLY } from './permissions.js'
import { type OpenPullRequest, openPullRequest } from './pull-request.js'
import { clientOf } from './sample.js'

const repository = { owner: 'acme', repo: 'app' }
const pull = { ...repository, pull_number: 7 }
const NONE = { contents: 'none', 'pull-requests': 'none', checks: 'none' } as const

let opened: OpenPullRequest
let client: Octokit
beforeEach(async () => {
  opened = await openPullRequest({}, { Dockerfile: 'FROM scratch\n' })
  client = clientOf(opened.github, 'other')
})
afterEach(async () => {
  expect(opened.github.violations).toEqual([])
  await opened.close()
})

const forbidden = { status: 403, response: { data: { message: 'Resource not accessible by integration' } } }
const review = (by: Octokit) => by.pulls.createReview({ ...pull, event: 'COMMENT', body: 'Hello' })

test('a token that can only read writes nothing', async () => {
  const { state } = opened.github
  addToken(state, 'other', OTHER_BOT, READ_ONLY)
  const head_sha = state.pullRequest.head.sha
  await expect(review(client)).rejects.toMatchObject(forbidden)
  await expect(client.checks.create({ ...repository, name: 'a', head_sha })).rejects.toMatchObject(forbidden)
  await expect(client.pulls.deleteReviewComment({ ...repository, comment_id: 1 })).rejects.toMatchObject(forbidden)
  await client.pulls.get(pull)
  await client.repos.getContent({ ...repository, path: 'README.md' })
  expect([state.reviews, state.checkRuns]).toEqual([[], []])
})

test('a token without a permission cannot even read', async () => {
  addToken(opened.github.state, 'other', OTHER_BOT, NONE)
  await expect(client.pulls.get(pull)).rejects.toMatchObject(forbidden)
  await expect(client.repos.getContent({ ...repository, path: 'README.md' })).rejects.toMatchObject(forbidden)
  await client.repos.get(repository)
  const query = '{ repository(owner: "acme", name: "app") { name pullRequest(number: 7) { id } } }'
  const error = await client.graphql(query).catch(caught => caught)
  expect(error).toMatchObject({ errors: [{ type: 'FORBIDDEN' }], data: { repository: { pullRequest: null } } })
})

test('a permission can go in the midst, and every token has its own', async () => {
  const { state, token } = opened.github
  addToken(state, 'other', ANN)
  await review(opened.client)
  state.permissions.set(token, READ_ONLY)
  await expect(review(opened.client)).rejects.toMatchObject(forbidden)
  const { data } = await review(client)
  expect(data).toMatchObject({ user: { login: 'ann', type: 'User' }, author_association: 'COLLABORATOR' })
})

test('pull requests are listed by state, head and base', async () => {
  const { state } = opened.github
  const list = async (filter: object) => (await opened.client.pulls.list({ ...repository, ...filter })).data.length
  expect(await list({})).toBe(1)
  expect(await list({ head: 'acme:feature', base: 'main' })).toBe(1)
  expect([await list({ head: 'mona:feature' }), await list({ base: 'release' })]).toEqual([0, 0])
  state.pullRequest.state = 'closed'
  expect([await list({}), await list({ state: 'closed' }), await list({ state: 'all' })]).toEqual([0, 1, 1])
})
