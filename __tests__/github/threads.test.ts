import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ANN, OTHER_BOT, reply, resolveThread, STRANGER, startThread, unresolveThread } from './people.js'
import { addToken, MAY_RESOLVE, READ_ONLY } from './permissions.js'
import { type OpenPullRequest, openPullRequest, pushFiles } from './pull-request.js'
import { clientOf } from './sample.js'
import { type ReviewThread, reviewThreads } from './threads.js'

const repository = { owner: 'acme', repo: 'app' }
const pull = { ...repository, pull_number: 7 } as const
const lines = Array.from({ length: 8 }, (_, index) => `line ${index + 1}\n`)

let opened: OpenPullRequest
beforeEach(async () => {
  opened = await openPullRequest({}, { Dockerfile: lines.join('') })
  const comments = [2, 4, 6].map(line => ({ path: 'Dockerfile', line, body: `On ${line}` }))
  await opened.client.pulls.createReview({ ...pull, event: 'COMMENT', comments })
})
afterEach(() => opened.close())

const COMMENT = `id databaseId fullDatabaseId body url path author { __typename login } authorAssociation isMinimized
  minimizedReason viewerDidAuthor viewerCanUpdate viewerCanDelete viewerCanMinimize createdAt updatedAt replyTo { id }
  state pullRequestReview { id }`
const THREAD = `id path line startLine originalLine originalStartLine diffSide startDiffSide isResolved isOutdated
  isCollapsed resolvedBy { login } viewerCanResolve viewerCanUnresolve viewerCanReply subjectType
  comments(first: 10) { totalCount pageInfo { hasNextPage endCursor } nodes { ${COMMENT} } }`
const THREADS = `query($first: Int, $after: String) { repository(owner: "acme", name: "app") { pullRequest(number: 7) {
  headRefOid headRefName baseRefName baseRefOid state closed isDraft author { __typename login }
  reviewThreads(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${THREAD} } } } } }`

type Answer = Record<string, unknown> & { repository: { pullRequest: { reviewThreads: Page } } }
interface Page {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  readonly nodes: readonly { readonly id: string; readonly comments: { readonly nodes: readonly { id: string }[] } }[]
}
const ask = async (variables: object = { first: 100 }, client = opened.client) =>
  (await client.graphql<Answer>(THREADS, { ...variables })).repository.pullRequest.reviewThreads
const idsOf = async () => {
  const { nodes } = await ask()
  return { threads: nodes.map(({ id }) => id), comments: nodes.map(({ comments }) => comments.nodes[0]?.id ?? '') }
}
const commentsOf = () => opened.github.state.reviews.flatMap(({ comments }) => comments)
const threadAt = (index: number) => reviewThreads(opened.github.state)[index] as ReviewThread
const errorOf = (request: Promise<unknown>) =>
  request.then(
    () => undefined,
    error => error,
  )

describe('threads', () => {
  test('are shown with all that is asked for', async () => {
    const { state } = opened.github
    const [first] = commentsOf()
    reply(state, first?.id ?? 0, ANN, 'No', 'MEMBER')
    resolveThread(state, first?.id ?? 0, ANN)
    pushFiles(state, { Dockerfile: ['new\n', ...lines.with(3, 'other\n')].join('') })
    const { nodes, totalCount } = await ask()
    expect(totalCount).toBe(3)
    expect(nodes[0]).toMatchObject({
      ...{ path: 'Dockerfile', line: 3, startLine: null, originalLine: 2, diffSide: 'RIGHT', startDiffSide: null },
      ...{ isResolved: true, isCollapsed: true, isOutdated: false, resolvedBy: { login: 'ann' }, subjectType: 'LINE' },
      ...{ viewerCanResolve: false, viewerCanUnresolve: false, viewerCanReply: true },
      comments: {
        totalCount: 2,
        nodes: [
          {
            ...{ body: 'On 2', databaseId: null, fullDatabaseId: String(first?.id), replyTo: null, state: 'SUBMITTED' },
            ...{ author: { __typename: 'Bot', login: 'github-actions' }, authorAssociation: 'NONE' },
            ...{ viewerDidAuthor: true, viewerCanUpdate: true, isMinimized: false, minimizedReason: null },
          },
          {
            ...{ author: { __typename: 'User', login: 'ann' }, authorAssociation: 'MEMBER', viewerDidAuthor: false },
            replyTo: { id: nodes[0]?.comments.nodes[0]?.id },
          },
        ],
      },
    })
    expect(nodes[1]).toMatchObject({ line: null, originalLine: 4, isOutdated: true, isResolved: false })
    expect(nodes[2]).toMatchObject({ line: 7, originalLine: 6, isOutdated: false })
    unresolveThread(state, first?.id ?? 0)
    expect(threadAt(0).isResolved).toBe(false)
    expect(opened.github.violations).toEqual([])
  })

  test('come page by page, though some go in between', async () => {
    const { state } = opened.github
    const one = await ask({ first: 1 })
    expect(one).toMatchObject({ pageInfo: { hasNextPage: true }, nodes: [{ line: 2 }] })
    await opened.client.pulls.deleteReviewComment({ ...repository, comment_id: threadAt(0).id })
    const two = await ask({ first: 2, after: one.pageInfo.endCursor })
    expect(two).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false }, nodes: [{ line: 4 }, { line: 6 }] })
    startThread(state, STRANGER, 'Dockerfile', 8, 'Hm')
    expect(await ask({ first: 2, after: two.pageInfo.endCursor })).toMatchObject({ nodes: [{ line: 8 }] })
    expect(opened.github.violations).toEqual([])
  })

  test('of a pending review are for their author alone', async () => {
    await opened.client.pulls.createReview({ ...pull, comments: [{ path: 'Dockerfile', line: 8, body: 'Draft' }] })
    addToken(opened.github.state, 'other', OTHER_BOT)
    expect((await ask()).totalCount).toBe(4)
    expect((await ask({ first: 9 }, clientOf(opened.github, 'other'))).totalCount).toBe(3)
  })

  test.each([
    [
      THREADS,
      { first: 101 },
      'EXCESSIVE_PAGINATION',
      'Requesting 101 records on the `reviewThreads` connection exceeds',
    ],
    [THREADS.replace('comments(first: 10', 'comments(last: 200'), { first: 1 }, 'EXCESSIVE_PAGINATION', '`last` limit'],
    [THREADS, { first: 1, after: 'x' }, 'INVALID_CURSOR_ARGUMENTS', 'does not appear to be a valid cursor'],
    [THREADS.replace('(first: 10)', ''), { first: 1 }, 'MISSING_PAGINATION_BOUNDARIES', '`comments` connection'],
  ])('are refused in pages that GitHub has not', async (query, variables, type, message) => {
    const error = await errorOf(opened.client.graphql(query, variables))
    expect(error).toMatchObject({ errors: [{ type, message: expect.stringContaining(message) }] })
    expect(opened.github.violations).toEqual([expect.stringContaining(message)])
  })
})

describe('mutations', () => {
  test('run one after another, and an error leaves the others be', async () => {
    const { threads, comments } = await idsOf()
    addToken(opened.github.state, 'strong', { login: 'github-actions[bot]', id: 41_898_282, type: 'Bot' }, MAY_RESOLVE)
    const answer = await clientOf(opened.github, 'strong').graphql<Record<string, unknown>>(`mutation {
      a: updatePullRequestReviewComment(input: { pullRequestReviewCommentId: "${comments[0]}", body: "Fixed" }) {
        pullRequestReviewComment { body } }
      b: minimizeComment(input: { subjectId: "${comments[0]}", classifier: OFF_TOPIC, clientMutationId: "7" }) {
        clientMutationId minimizedComment { isMinimized minimizedReason } }
      c: resolveReviewThread(input: { threadId: "${threads[0]}" }) {
        thread { isResolved resolvedBy { login } viewerCanResolve viewerCanUnresolve } }
      d: resolveReviewThread(input: { threadId: "${threads[1]}" }) { thread { isResolved } }
      e: unresolveReviewThread(input: { threadId: "${threads[1]}" }) { thread { isResolved viewerCanResolve } }
      f: deletePullRequestReviewComment(input: { id: "${comments[2]}" }) { pullRequestReviewComment { body } }
    }`)
    expect(answer).toMatchObject({
      a: { pullRequestReviewComment: { body: 'Fixed' } },
      b: { clientMutationId: '7', minimizedComment: { isMinimized: true, minimizedReason: 'off-topic' } },
      c: { thread: { isResolved: true, resolvedBy: { login: 'github-actions' }, viewerCanUnresolve: true } },
      d: { thread: { isResolved: true } },
      e: { thread: { isResolved: false, viewerCanResolve: true } },
      f: { pullRequestReviewComment: { body: 'On 6' } },
    })
    await opened.client.graphql(`mutation { unminimizeComment(input: { subjectId: "${comments[0]}" }) {
      unminimizedComment { isMinimized minimizedReason } } }`)
    expect(reviewThreads(opened.github.state)).toMatchObject([
      { isResolved: true, comments: [{ body: 'Fixed', isMinimized: false, minimizedReason: null }] },
      { isResolved: false },
    ])
    expect(opened.github.violations).toEqual([])
  })

  test('are forbidden by the field where the token lacks a permission', async () => {
    const { threads, comments } = await idsOf()
    const both = `mutation { no: resolveReviewThread(input: { threadId: "${threads[0]}" }) { thread { id } }
      yes: minimizeComment(input: { subjectId: "${comments[0]}", classifier: RESOLVED }) { minimizedComment { isMinimized } } }`
    const forbidden = { type: 'FORBIDDEN', path: ['no'], message: 'Resource not accessible by integration' }
    const error = await errorOf(opened.client.graphql(both))
    expect(error).toMatchObject({ errors: [forbidden], data: { no: null, yes: { minimizedComment: {} } } })
    addToken(opened.github.state, 'weak', ANN, READ_ONLY)
    const weak = clientOf(opened.github, 'weak')
    expect(await errorOf(weak.graphql(both))).toMatchObject({ data: { no: null, yes: null } })
    expect((await ask({ first: 1 }, weak)).nodes[0]).toMatchObject({ viewerCanResolve: false, viewerCanReply: false })
    expect(threadAt(0)).toMatchObject({ isResolved: false, comments: [{ isMinimized: true }] })
    expect(opened.github.violations).toEqual([])
  })

  test('on what is not there are not found', async () => {
    const missing =
      'mutation { minimizeComment(input: { subjectId: "PRRC_x", classifier: SPAM }) { clientMutationId } }'
    expect(await errorOf(opened.client.graphql(missing))).toMatchObject({ errors: [{ type: 'NOT_FOUND' }] })
    expect(opened.github.violations).toEqual([])
  })
})

test.each(['graphql', 'rest'])('a comment with replies is never to be deleted: %s', async how => {
  const { comments } = await idsOf()
  const id = threadAt(0).id
  const answer = reply(opened.github.state, id, STRANGER, 'Why?')
  expect(answer).toMatchObject({ association: 'NONE', in_reply_to_id: id })
  if (how === 'rest') await opened.client.pulls.deleteReviewComment({ ...repository, comment_id: id })
  else
    await opened.client.graphql(
      `mutation { deletePullRequestReviewComment(input: { id: "${comments[0]}" }) { clientMutationId } }`,
    )
  expect(threadAt(0)).toMatchObject({ id, line: 2, comments: [{ body: 'Why?' }] })
  expect(opened.github.violations).toEqual([expect.stringContaining('deleted a comment with replies')])
})
