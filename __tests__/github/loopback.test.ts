import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Octokit } from '@octokit/rest'
import { type Loopback, removeSample, type Sample, sampleRepository, startSample } from './sample.js'
import type { LoopbackGitHub } from './server.js'
import { pressSuggestions } from './suggestions.js'

const pull = { owner: 'acme', repo: 'app', pull_number: 7 } as const

let sample: Sample
let loopback: Loopback
let github: LoopbackGitHub
let octokit: Octokit
let head: string

beforeAll(() => {
  sample = sampleRepository()
  head = sample.commits.at(-1) ?? ''
})
beforeEach(async () => {
  loopback = await startSample(sample.directory)
  github = loopback.github
  octokit = loopback.octokit
})
afterEach(() => github.close())
afterAll(() => removeSample(sample))

type Comment = NonNullable<NonNullable<Parameters<Octokit['pulls']['createReview']>[0]>['comments']>[number]
const comment = (change: Partial<Comment> = {}): Comment => ({ path: 'Dockerfile', line: 2, body: 'Look', ...change })

function post(comments: readonly Comment[], more: { commit_id?: string; event?: 'COMMENT' | 'APPROVE' } = {}) {
  return octokit.pulls.createReview({
    ...{ ...pull, commit_id: head, event: 'COMMENT', body: '', comments: [...comments] },
    ...more,
  })
}
const refused = (errors: readonly unknown[]) => ({ status: 422, response: { data: { errors } } })

describe('a review', () => {
  test('is taken, shown, and its suggestions can be pressed', async () => {
    const body = 'Use this:\n```suggestion\nRUN better 2\nRUN better 3\n```\n'
    const { data, status } = await post([comment({ body, start_line: 2, line: 3 }), comment({ line: 30 })])
    expect(status).toBe(200)
    expect(data).toMatchObject({ state: 'COMMENTED', commit_id: head, user: { login: 'github-actions[bot]' } })
    expect(github.reviews[0]?.comments[0]).toMatchObject({ side: 'RIGHT', start_line: 2, line: 3, start_side: 'RIGHT' })
    const text = 'RUN step 1\nRUN new 2\nRUN step 3\n'
    const pressed = 'RUN step 1\nRUN better 2\nRUN better 3\n'
    expect(pressSuggestions(text, github.reviews[0]?.comments.slice(0, 1) ?? [])).toBe(pressed)
    const { data: listed } = await octokit.pulls.listReviewComments(pull)
    expect(listed[0]?.diff_hunk).toBe('@@ -1,5 +1,5 @@\n RUN step 1\n-RUN step 2\n+RUN new 2\n RUN step 3')
    expect(listed[0]?.position).toBe(4)
    expect((await octokit.pulls.listReviews(pull)).data).toHaveLength(1)
    expect(github.violations).toEqual([])
  })

  test.each([
    ['between the hunks', { line: 10 }],
    ['behind the end of the file', { line: 31 }],
    ['on the left in a line that is only on the right', { path: 'new.txt', line: 1, side: 'LEFT' }],
    ['in a file without a patch', { path: 'image.bin', line: 1 }],
  ])('with a comment %s is refused', async (_, change) => {
    await expect(post([comment(), comment(change)])).rejects.toMatchObject(refused(['Line could not be resolved']))
    expect(github.reviews).toEqual([])
    expect(github.violations).toEqual([])
  })

  test('with several bad comments is refused in one sentence', async () => {
    const bad = [comment({ line: 10 }), comment({ path: 'elsewhere' }), comment(), comment({ line: 11 })]
    const sentence = 'Line could not be resolved, Path could not be resolved, and Line could not be resolved'
    await expect(post(bad)).rejects.toMatchObject(refused([sentence]))
    await expect(post(bad.slice(0, 2))).rejects.toMatchObject(
      refused(['Line could not be resolved and Path could not be resolved']),
    )
    expect(github.violations).toEqual([])
  })

  test.each([
    ['upside down', { start_line: 3, line: 2 }],
    ['of one line', { start_line: 2, line: 2 }],
    ['over two hunks', { start_line: 2, line: 28 }],
  ])('with a range %s is refused', async (_, change) => {
    await expect(post([comment(change)])).rejects.toMatchObject(refused(['Start line could not be resolved']))
  })

  test('takes a deleted line on the left and a range from left to right', async () => {
    await post([comment({ side: 'LEFT' }), comment({ start_side: 'LEFT', start_line: 2, line: 3 })])
    expect(github.reviews[0]?.comments.map(({ side, start_side }) => [side, start_side])).toEqual([
      ['LEFT', undefined],
      ['RIGHT', 'LEFT'],
    ])
  })

  test('of a commit that is not in the pull request is refused', async () => {
    const stale = refused(['The commitOID is not part of the pull request'])
    for (const commit_id of [sample.main, sample.parted, 'f'.repeat(40)]) {
      await expect(post([comment()], { commit_id })).rejects.toMatchObject(stale)
    }
    await post([comment({ path: 'new.txt', line: 1 })], { commit_id: sample.commits[0] ?? '' })
    expect(github.violations).toEqual([])
  })

  test('without an event is pending, there can be one, and it can be deleted', async () => {
    const { data } = await octokit.pulls.createReview({ ...pull, commit_id: head, comments: [comment()] })
    expect(data.state).toBe('PENDING')
    const one = refused(['User can only have one pending review per pull request'])
    await expect(post([comment()])).rejects.toMatchObject(one)
    expect((await octokit.pulls.listReviewComments(pull)).data).toEqual([])
    await octokit.pulls.deletePendingReview({ ...pull, review_id: data.id })
    const { data: posted } = await post([comment()])
    const gone = refused(['Can not delete a non-pending pull request review'])
    await expect(octokit.pulls.deletePendingReview({ ...pull, review_id: posted.id })).rejects.toMatchObject(gone)
    expect(github.violations).toEqual([])
  })

  test('cannot approve, and can be edited', async () => {
    const refusal = refused(['GitHub Actions is not permitted to approve pull requests.'])
    await expect(post([], { event: 'APPROVE' })).rejects.toMatchObject(refusal)
    const { data } = await post([comment()])
    await octokit.pulls.updateReview({ ...pull, review_id: data.id, body: 'Edited' })
    const comment_id = github.reviews[0]?.comments[0]?.id ?? 0
    await octokit.pulls.updateReviewComment({ owner: 'acme', repo: 'app', comment_id, body: 'Fixed' })
    const { data: comments } = await octokit.pulls.listCommentsForReview({ ...pull, review_id: data.id })
    expect([github.reviews[0]?.body, comments[0]?.body]).toEqual(['Edited', 'Fixed'])
    expect(github.violations).toEqual([])
  })
})

describe('a comment by itself', () => {
  const create = (change: object) =>
    octokit.pulls.createReviewComment({ ...pull, commit_id: head, path: 'Dockerfile', body: 'Look', ...change })

  test('is taken on a line, on a file and as a reply', async () => {
    const { data } = await create({ line: 2 })
    await create({ subject_type: 'file' })
    const { data: reply } = await create({ in_reply_to: data.id })
    expect(reply).toMatchObject({ in_reply_to_id: data.id, line: 2 })
    expect(github.reviews).toHaveLength(3)
    expect(github.violations).toEqual([])
  })

  test.each([
    [{ line: 10 }, 'pull_request_review_thread.line must be part of the diff'],
    [{ line: 1, path: 'image.bin' }, 'pull_request_review_thread.path diff too large'],
    [{ line: 1, path: 'elsewhere' }, undefined],
    [{ line: 2, commit_id: 'f'.repeat(40) }, 'commit_id is not part of the pull request'],
  ])('%j is refused', async (change, message) => {
    const error = await create(change).catch(caught => caught)
    expect(error).toMatchObject({ status: 422, response: { data: { message: 'Validation Failed' } } })
    expect(error.response.data.errors[0].message).toBe(message)
    expect(github.violations).toEqual([])
  })
})
