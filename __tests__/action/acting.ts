import { afterEach, expect } from '@jest/globals'
import { pullRequestEvent } from '../github/event.js'
import type { Account } from '../github/http.js'
import { type Files, type OpenPullRequest, openPullRequest } from '../github/pull-request.js'
import { type ActionOptions, type ActionRun, runAction } from '../github/runner.js'
import type { LoopbackGitHub } from '../github/server.js'
import type { ReviewComment } from '../github/state.js'

const SCRIPT = new URL('../../dist/index.cjs', import.meta.url).pathname
const METADATA = new URL('../../action.yml', import.meta.url).pathname

export interface BundleRun extends ActionRun {
  /** What it sent, as `GET /pulls/7/files` or `POST /graphql mutation`: below the repository, without the query. */
  readonly requests: readonly string[]
}

/** `event` is a synchronize of the pull request as it stands without it. */
export interface ActOptions
  extends Partial<Pick<ActionOptions, 'node' | 'event' | 'eventName' | 'env' | 'actor' | 'sha' | 'graphqlUrl'>> {
  /** For tests in which what GitHub's contract forbids is looked at by themselves. */
  readonly mayViolate?: boolean
}

export interface Acting extends OpenPullRequest {
  /** What all runs sent. */
  readonly sent: readonly string[]
  /** Runs the built bundle once, as a workflow on `pull_request` does. */
  act(inputs?: Readonly<Record<string, string>>, options?: ActOptions): Promise<BundleRun>
}

const opened: OpenPullRequest[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/** A pull request that turns `before` into `after`, on a loopback that is gone after the test. */
export async function open(
  before: Files,
  after: Files,
  options: Parameters<typeof openPullRequest>[2] = {},
): Promise<Acting> {
  const one = await openPullRequest(before, after, options)
  opened.push(one)
  const { github } = one
  const sent: string[] = []
  // First among the faults, it sees every request.
  const record = (request: Parameters<typeof nameOf>[0]) => {
    sent.push(nameOf(request))
    return false
  }
  github.state.faults.unshift({ matches: record, times: Number.POSITIVE_INFINITY })
  const act = async (inputs = {}, { mayViolate = false, ...more }: ActOptions = {}): Promise<BundleRun> => {
    const start = sent.length
    const event = more.event ?? pullRequestEvent(github)
    const run = await runAction({
      ...{ script: SCRIPT, metadata: METADATA, github, inputs, eventName: 'pull_request' },
      ...{ ...more, event },
    })
    if (!mayViolate) expect(github.violations).toEqual([])
    return { ...run, requests: sent.slice(start) }
  }
  return { ...one, sent, act }
}

function nameOf({ method, path, body }: { readonly method: string; readonly path: string; readonly body: unknown }) {
  const below = path.replace(/^\/repos\/[^/]+\/[^/]+/, '')
  if (path !== '/graphql') return `${method} ${below}`
  const { query } = body as { readonly query: string }
  return `${method} ${path} ${query.trimStart().startsWith('mutation') ? 'mutation' : 'query'}`
}

/** Those of `requests` that want to change something. */
export function writesOf(requests: readonly string[]): readonly string[] {
  return requests.filter(request => !/^GET |^POST \/graphql query$/.test(request))
}

/** All comments of submitted reviews, the oldest first; `by` narrows them to an account's. */
export function commentsOf({ state }: LoopbackGitHub, by?: Account): readonly ReviewComment[] {
  const comments = state.reviews.filter(review => review.state !== 'PENDING').flatMap(review => review.comments)
  return by ? comments.filter(({ user }) => user.id === by.id) : comments
}

/** Comments of Drydock's that speak of what is so now. */
export function openComments(github: LoopbackGitHub): readonly ReviewComment[] {
  return commentsOf(github).filter(({ body }) => /<!-- drydock:1 open [^\n]*-->\s*$/.test(body))
}

/** Comments of Drydock's that speak of the past. */
export function closedComments(github: LoopbackGitHub): readonly ReviewComment[] {
  return commentsOf(github).filter(({ body }) => /<!-- drydock:1 closed [^\n]*-->\s*$/.test(body))
}

/** The rules that comments name, in their order. */
export function rulesIn(comments: readonly { readonly body: string }[]): readonly string[] {
  return comments.flatMap(({ body }) =>
    [...body.matchAll(/\(\[?`?([a-z0-9-]+)`?(?:\]\([^)]*\))?\)$/gm)].map(([, rule = '']) => rule),
  )
}

/** The summary of the newest check run. */
export function checkSummary({ checkRuns }: LoopbackGitHub): string {
  return checkRuns.at(-1)?.output.summary ?? ''
}
