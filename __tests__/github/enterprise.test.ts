import { afterEach, expect, test } from '@jest/globals'
import { type OpenPullRequest, openPullRequest } from './pull-request.js'

const pull = { owner: 'acme', repo: 'app', pull_number: 7 }

let opened: OpenPullRequest
afterEach(() => opened.close())

test('an Enterprise Server has REST and GraphQL in two places', async () => {
  opened = await openPullRequest({}, { Dockerfile: 'FROM scratch\n', a: 'x\n' }, { enterprise: true })
  const { github, client } = opened
  expect(github.url).toMatch(/:\d+\/api\/v3$/)
  expect(github.state.graphqlUrl).toBe(github.url.replace(/v3$/, 'graphql'))
  const { data, headers } = await client.pulls.listFiles({ ...pull, per_page: 1 })
  expect(data).toHaveLength(1)
  expect(headers.link).toContain(`<${github.url}/repos/acme/app/pulls/7/files?per_page=1&page=2>; rel="next"`)
  expect(await client.paginate(client.pulls.listFiles, { ...pull, per_page: 1 })).toHaveLength(2)
  expect(await client.graphql('{ viewer { login } }')).toEqual({ viewer: { login: 'github-actions[bot]' } })
  expect(github.requests.at(-1)?.path).toBe('/api/graphql')
  expect(github.violations).toEqual([])
})

test.each(['/graphql', '/api/v3/graphql', '/repos/acme/app'])('and nothing at %s', async path => {
  opened = await openPullRequest({}, { a: 'x\n' }, { enterprise: true })
  const { github } = opened
  const headers = { authorization: `token ${github.token}` }
  const body = JSON.stringify({ query: '{ viewer { login } }' })
  const response = await fetch(new URL(path, github.url), { method: 'POST', headers, body })
  expect(response.status).toBe(404)
  expect(github.violations).toEqual([`POST ${path}: no such route`])
})
