import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Octokit } from '@octokit/rest'
import { removeSample, type Sample, sampleRepository, startSample } from './sample.js'
import type { LoopbackGitHub } from './server.js'

let sample: Sample
let github: LoopbackGitHub
let octokit: Octokit

beforeAll(() => {
  sample = sampleRepository()
})
beforeEach(async () => {
  ;({ github, octokit } = await startSample(sample.directory))
})
afterEach(() => github.close())
afterAll(() => removeSample(sample))

const repository = (fields: string) => `query($owner: String!) { repository(owner: $owner, name: "app") { ${fields} } }`
const ask = (query: string) => octokit.graphql<Record<string, unknown>>(query, { owner: 'acme' })

test('blobs by expression and by name, under aliases', async () => {
  const blob = '... on Blob { oid text byteSize isBinary isTruncated }'
  const answer = await ask(
    repository(`
      new: object(expression: "feature:new.txt") { __typename ${blob} }
      bin: object(expression: "feature:image.bin") { ${blob} }
      none: object(expression: "main:new.txt") { ${blob} }
      gone: object(oid: "286c5f5776916d7d7d5849988ca9d83e722cf9c2") { ${blob} }
    `),
  )
  expect(answer.repository).toMatchObject({
    new: { __typename: 'Blob', text: 'no final newline', byteSize: 16, isBinary: false, isTruncated: false },
    bin: { text: null, isBinary: true },
    none: null,
    gone: { text: 'gone\n' },
  })
  expect(github.violations).toEqual([])
})

test('the pull request, the viewer and the rate limit', async () => {
  const fields = 'pullRequest(number: 7) { headRefOid baseRefName isDraft author { login __typename } }'
  const answer = await ask(`${repository(fields).slice(0, -1)} viewer { login } rateLimit { cost remaining } }`)
  expect(answer).toEqual({
    repository: {
      pullRequest: {
        ...{ headRefOid: sample.commits.at(-1), baseRefName: 'main', isDraft: false },
        author: { login: 'octocat', __typename: 'User' },
      },
    },
    viewer: { login: 'github-actions[bot]' },
    rateLimit: { cost: 1, remaining: 999 },
  })
  expect(github.violations).toEqual([])
})

test('what is not there is an error, as at GitHub, but no violation', async () => {
  const missing = { errors: [{ type: 'NOT_FOUND', path: ['repository', 'pullRequest'] }] }
  await expect(ask(repository('pullRequest(number: 8) { number }'))).rejects.toMatchObject(missing)
  expect(github.violations).toEqual([])
})

test.each([
  ['a field that GitHub has not', repository('pullRequest(number: 7) { headSha }'), 'Cannot query field "headSha"'],
  ['a text that is no query', 'query {', 'Syntax Error'],
  ['a field that the loopback has not', repository('forkCount'), 'does not serve Repository.forkCount'],
  [
    'a variable without a value',
    'query($n: Int!) { repository(owner: "acme", name: "app") { pullRequest(number: $n) { id } } }',
    '$n',
  ],
  ['a mutation', 'mutation { lockLockable(input: { lockableId: "1" }) { actor { login } } }', 'does not serve'],
])('%s is a violation', async (_, query, problem) => {
  await expect(ask(query)).rejects.toBeDefined()
  expect(github.violations).toEqual([expect.stringContaining(problem)])
})
