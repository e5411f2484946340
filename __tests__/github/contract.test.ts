import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Octokit } from '@octokit/rest'
import { findOperation, responseProblems } from './contract.js'
import { toClosedJsonSchema, toJsonSchema } from './json-schema.js'
import { clientOf, removeSample, type Sample, sampleRepository, startSample } from './sample.js'
import type { LoopbackGitHub } from './server.js'

const repository = { owner: 'acme', repo: 'app' }
const pull = { ...repository, pull_number: 7 }

let sample: Sample
let github: LoopbackGitHub
let octokit: Octokit
let head: string

beforeAll(() => {
  sample = sampleRepository()
  head = sample.commits.at(-1) ?? ''
})
beforeEach(async () => {
  ;({ github, octokit } = await startSample(sample.directory))
})
afterEach(() => github.close())
afterAll(() => removeSample(sample))

const review = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews'
const check = 'POST /repos/{owner}/{repo}/check-runs'
const note = { path: 'Dockerfile', start_line: 2, end_line: 2, annotation_level: 'warning', message: 'Look' }
const at = (change: object) => ({ comments: [{ path: 'Dockerfile', line: 2, body: 'Look', ...change }] })
const noted = (change: object) => ({ output: { title: 'a', summary: 'b', annotations: [{ ...note, ...change }] } })

describe('a request against the contract is a violation, and refused', () => {
  test.each([
    ['an unknown property of a comment', review, at({ startLine: 1 }), '(startLine)'],
    ['an unknown property of a review', review, { commitId: 'f' }, '(commitId)'],
    ['a wrong type', review, at({ line: '2' }), 'body/comments/0/line must be integer'],
    [
      'an unknown event',
      review,
      { event: 'COMMENTED' },
      'body/event must be equal to one of the allowed values (APPROVE',
    ],
    ['a wrong side', review, at({ side: 'right' }), 'side is right'],
    ['a comment without a line', review, at({ line: undefined }), 'body/comments/0/line is missing'],
    ['a position', review, at({ position: 3 }), 'closing down'],
    ['a long body', review, { body: 'a'.repeat(65_537) }, 'body is too long (maximum is 65536 characters)'],
    ['a long comment', review, at({ body: 'é'.repeat(65_537) }), 'body/comments/0/body is too long'],
    ['many comments', review, { comments: Array(31).fill(at({}).comments[0]) }, 'more than 30'],
    ['an empty review', review, { event: 'COMMENT' }, 'no comments'],
    ['changes without words', review, { event: 'REQUEST_CHANGES', ...at({}) }, 'indicating the requested changes'],
    ['a check without a name', check, { name: undefined }, "must have required property 'name'"],
    ['a long summary', check, { output: { title: 'a', summary: 'a'.repeat(65_536) } }, '65535 characters'],
    [
      'many annotations',
      check,
      { output: { ...noted({}).output, annotations: Array(51).fill(note) } },
      'than 50 items',
    ],
    ['a long title', check, noted({ title: 'a'.repeat(256) }), 'title has 256'],
    ['a long message', check, noted({ message: 'é'.repeat(33_000) }), 'message has 66000 bytes'],
    ['columns over lines', check, noted({ end_line: 3, start_column: 1 }), 'start_column'],
    ['lines upside down', check, noted({ end_line: 1 }), 'end_line 1'],
    ['an annotation with a typo', check, noted({ level: 'notice' }), '(level)'],
    ['no conclusion', check, { status: 'completed' }, 'without a conclusion'],
    ['a conclusion too early', check, { conclusion: 'success' }, 'not completed'],
  ])('%s', async (_, route, body, problem) => {
    const common = route === review ? { ...pull, event: 'COMMENT', commit_id: head } : { name: 'a', head_sha: head }
    await expect(octokit.request(route, { ...repository, ...common, ...body })).rejects.toMatchObject({ status: 422 })
    expect(github.violations[0]).toContain(problem)
    expect([...github.reviews, ...github.checkRuns]).toEqual([])
  })

  test('an update of a check is closed in spite of its alternatives', async () => {
    const { data } = await octokit.checks.create({ ...repository, name: 'a', head_sha: head })
    const route = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}'
    const wrong = { ...repository, check_run_id: data.id, summary: 'a' }
    await expect(octokit.request(route, wrong)).rejects.toMatchObject({ status: 422 })
    expect(github.violations).toEqual([expect.stringContaining('(summary)')])
  })

  test.each([
    ['a large page', '/repos/acme/app/pulls/7/files?per_page=101', 'per_page is 101'],
    ['a wrong name in the query', '/repos/acme/app/pulls/7/files?perPage=3', 'perPage'],
    ['a wrong type in the query', '/repos/acme/app/pulls/7/files?page=two', 'query page must be integer'],
    ['a wrong type in the path', '/repos/acme/app/pulls/seven', 'path pull_number must be integer'],
    ['a value that is none', '/repos/acme/app/pulls/7/comments?direction=up', '(asc, desc)'],
    ['a name twice', '/repos/acme/app/pulls/7/files?page=1&page=2', 'twice'],
  ])('%s', async (_, path, problem) => {
    await expect(octokit.request(`GET ${path}`)).rejects.toMatchObject({ status: 422 })
    expect(github.violations).toEqual([expect.stringContaining(problem)])
  })
})

describe('other requests', () => {
  test('an unknown route is a violation', async () => {
    await expect(octokit.pulls.merge(pull)).rejects.toMatchObject({ status: 404 })
    expect(github.violations).toEqual(['PUT /repos/acme/app/pulls/7/merge: no such route'])
  })

  test('another repository or pull request is only not found', async () => {
    await expect(octokit.pulls.get({ ...pull, pull_number: 8 })).rejects.toMatchObject({ status: 404 })
    await expect(octokit.repos.get({ ...repository, repo: 'other' })).rejects.toMatchObject({ status: 404 })
    expect(github.violations).toEqual([])
  })

  test('a wrong token and none are refused', async () => {
    for (const auth of ['wrong', undefined]) {
      const stranger = clientOf(github, auth)
      await expect(stranger.pulls.get(pull)).rejects.toMatchObject({ status: 401 })
    }
    expect(github.violations).toEqual([])
    expect(github.requests[0]).toEqual({ method: 'GET', path: '/repos/acme/app/pulls/7', status: 401 })
  })

  test('a body that is not JSON is a violation', async () => {
    const headers = { authorization: `token ${github.token}` }
    await fetch(`${github.url}/repos/acme/app/check-runs`, { method: 'POST', headers, body: '{' })
    expect(github.violations).toEqual(['POST /repos/acme/app/check-runs: the body is not JSON'])
  })

  test('a hook comes before the route', async () => {
    const failing = await startSample(sample.directory, ({ path }) =>
      path.endsWith('files') ? { status: 502 } : undefined,
    )
    await expect(failing.octokit.pulls.listFiles(pull)).rejects.toMatchObject({ status: 502 })
    await expect(failing.octokit.pulls.get(pull)).resolves.toMatchObject({ status: 200 })
    await failing.github.close()
  })
})

describe('the contract itself', () => {
  test('finds what drifts in an answer', () => {
    const { operation } = findOperation('GET', '/rate_limit') ?? {}
    if (!operation) throw new Error('no operation')
    expect(responseProblems(operation, 200, { rate: {} })).toContain("response must have required property 'resources'")
    expect(responseProblems(operation, 201, {})).toEqual(['the operation has no status 201'])
    expect(responseProblems(operation, 429, {})).toEqual([])
  })

  test('translates nullable', () => {
    expect(toJsonSchema({ type: 'string', nullable: true, enum: ['a'] })).toEqual({
      type: ['string', 'null'],
      enum: ['a', null],
    })
    expect(toJsonSchema({ nullable: true, allOf: [{ $ref: '#/components/schemas/a' }] })).toEqual({
      anyOf: [{ allOf: [{ $ref: 'openapi#/components/schemas/a' }] }, { type: 'null' }],
    })
  })

  test('closes an object over all its alternatives together', () => {
    const a = { properties: { a: { type: 'string' } }, additionalProperties: true }
    const schema = { type: 'object', allOf: [{ $ref: 'a' }, { properties: { b: { type: 'object', properties: {} } } }] }
    expect(toClosedJsonSchema(schema, () => a)).toEqual({
      type: 'object',
      allOf: [
        { properties: { a: { type: 'string' } } },
        { properties: { b: { type: 'object', properties: {}, unevaluatedProperties: false } } },
      ],
      unevaluatedProperties: false,
    })
    expect(toClosedJsonSchema({ additionalProperties: { type: 'string' } }, () => a)).toEqual({
      additionalProperties: { type: 'string' },
    })
  })
})
