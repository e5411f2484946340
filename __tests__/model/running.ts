import { type GitHubOutcome, reviewOnGitHub } from '../../src/github-run.js'
import { connect } from '../../src/inputs/github/client.js'
import { targetOf } from '../../src/inputs/github/event.js'
import { pullRequestEvent } from '../github/event.js'
import type { RequestRecord } from '../github/server.js'
import { type BotComment, botComments } from './comments.js'
import type { TokenName, World } from './world.js'

/** One run of the action, and what stood before and after it. */
export interface Ran {
  readonly outcome: GitHubOutcome | undefined
  /** What the run failed with, if it did. */
  readonly error: unknown
  readonly token: TokenName
  readonly isReadOnly: boolean
  readonly before: readonly BotComment[]
  readonly after: readonly BotComment[]
  readonly requests: readonly RequestRecord[]
}

const INPUTS = { token: '', config: '.drydock.yaml', checkName: 'Drydock', dryRun: false, overrides: {} }

/** Runs the action on the head of now. No wait takes time. */
export async function run(world: World, token: TokenName = 'usual', isReadOnly = false): Promise<Ran> {
  const { github, figures } = world
  const { state, requests } = github
  const before = botComments(state)
  const first = requests.length
  const sleep = async (milliseconds: number) => {
    figures.waited += milliseconds / 1000
  }
  const target = targetOf('pull_request', pullRequestEvent(github), { owner: 'acme', repo: 'app' }, '')
  world.runs++
  const client = connect(token, { userAgent: 'model', apiUrl: state.url, graphqlUrl: state.graphqlUrl, sleep })
  const given = {
    ...{ client, inputs: INPUTS, serverUrl: 'https://github.com', rules: undefined, sleep },
    ...{ runId: `${world.runs}/1`, onStep: () => {}, askShellcheck: async () => new Map() },
    askRegistries: () => Promise.reject(new Error('asked')),
    target: target.kind === 'pull-request' ? { ...target, isReadOnly } : target,
  }
  let outcome: GitHubOutcome | undefined
  let error: unknown
  try {
    const result = await reviewOnGitHub(given)
    if (typeof result === 'string') error = result
    else outcome = result
  } catch (thrown) {
    error = thrown
  }
  const after = botComments(state)
  const ran = { outcome, error, token, isReadOnly, before, after, requests: requests.slice(first) }
  figures.runs++
  figures.requests += ran.requests.length
  return ran
}

/** Counts what runs did to the conversation. */
export function countChanges({ figures }: World, before: readonly BotComment[], after: readonly BotComment[]): void {
  const old = new Map(before.map(comment => [comment.id, comment]))
  for (const { id, body, isMinimized } of after) {
    const earlier = old.get(id)
    if (!earlier) figures.posted++
    else if (earlier.body !== body) figures.edited++
    if (isMinimized && !earlier?.isMinimized) figures.minimized++
  }
  const left = new Set(after.map(({ id }) => id))
  figures.deleted += before.filter(({ id }) => !left.has(id)).length
}

/** All was shown as it is meant: nothing was left out, and nobody was told so. */
export function isClean({ outcome, token, isReadOnly }: Ran): boolean {
  const mayWrite = !isReadOnly && (token === 'usual' || token === 'resolving')
  if (!mayWrite || !outcome) return false
  return !outcome.needsAnnotations && !outcome.isStale && outcome.notes.length === 0
}
