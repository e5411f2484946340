import { mergeBase, readCommit } from './git.js'
import type { Account } from './http.js'
import { nodeId, pullRequestResource, repositoryResource, userResource } from './resources.js'
import type { LoopbackGitHub } from './server.js'
import type { State } from './state.js'

/** The parts of a `pull_request` payload that a test may want to look at or to change. */
export interface PullRequestEvent {
  readonly action: string
  readonly number: number
  readonly pull_request: ReturnType<typeof pullRequestResource>
  readonly repository: ReturnType<typeof repositoryResource>
  readonly sender: ReturnType<typeof userResource>
  readonly changes?: { readonly base: { readonly ref: From; readonly sha: From } }
}
interface From {
  readonly from: string
}

/** The payload that GitHub would send now for the loopback's pull request, on `pull_request` and `pull_request_target`. */
export function pullRequestEvent(
  { state }: LoopbackGitHub,
  action = 'synchronize',
  sender?: Account,
): PullRequestEvent {
  return {
    action,
    number: state.pullRequest.number,
    pull_request: pullRequestResource(state),
    ...about(state, sender),
  }
}

/** The `edited` payload after the pull request was let go into another branch; `from` is the one before. */
export function retargetedEvent(
  github: LoopbackGitHub,
  from: { readonly ref: string; readonly sha: string },
  sender?: Account,
): PullRequestEvent {
  const changes = { base: { ref: { from: from.ref }, sha: { from: from.sha } } }
  return { ...pullRequestEvent(github, 'edited', sender), changes }
}

/** A group of the merge queue that `head` is the newest commit of. */
export function mergeGroupEvent({ state }: LoopbackGitHub, head: string, base = state.pullRequest.base.sha) {
  const { number, base: into } = state.pullRequest
  const { tree, message, author, committer } = readCommit(state.directory, head)
  return {
    action: 'checks_requested',
    merge_group: {
      head_sha: head,
      head_ref: `refs/heads/gh-readonly-queue/${into.ref}/pr-${number}-${base}`,
      base_sha: base,
      base_ref: `refs/heads/${into.ref}`,
      head_commit: { id: head, tree_id: tree, message, timestamp: author.date, author, committer },
    },
    ...about(state),
  }
}

/** `before` is all zeros where the push made the branch. */
export function pushEvent(
  { state }: LoopbackGitHub,
  { ref, before = '0'.repeat(40), after }: { readonly ref: string; readonly before?: string; readonly after: string },
) {
  const created = /^0+$/.test(before)
  const forced = !created && mergeBase(state.directory, before, after) !== before
  const { tree, message, author, committer } = readCommit(state.directory, after)
  const head_commit = { id: after, tree_id: tree, message, timestamp: author.date, author, committer }
  const pusher = { name: state.pullRequest.user.login, email: null }
  const more = { base_ref: null, compare: '', commits: [head_commit], head_commit, pusher }
  return { ref, before, after, created, deleted: false, forced, ...more, ...about(state) }
}

export function scheduleEvent({ state }: LoopbackGitHub, schedule = '0 4 * * 1') {
  return { schedule, workflow: '.github/workflows/drydock.yml', ...about(state) }
}

export function workflowDispatchEvent(
  { state }: LoopbackGitHub,
  { ref = `refs/heads/${state.defaultBranch}`, inputs = null }: Dispatch = {},
) {
  return { ref, inputs, workflow: '.github/workflows/drydock.yml', ...about(state) }
}
interface Dispatch {
  readonly ref?: string
  readonly inputs?: Readonly<Record<string, string>> | null
}

/** After a run for the pull request ended. GitHub lists no pull requests for a run that came from a fork. */
export function workflowRunEvent({ state }: LoopbackGitHub, conclusion = 'success') {
  const { head, base, number, id } = state.pullRequest
  const isFork = head.repository !== base.repository
  const branch = ({ ref, sha }: typeof head) => ({ ref, sha })
  return {
    action: 'completed',
    workflow: { id: 11, name: 'Lint', path: '.github/workflows/lint.yml' },
    workflow_run: {
      ...{ id: 1_658_821_400, node_id: nodeId('WFR', 1_658_821_400), name: 'Lint', event: 'pull_request' },
      ...{ status: 'completed', conclusion, run_attempt: 1, run_number: 3 },
      ...{ head_sha: head.sha, head_branch: head.ref, head_repository: repositoryResource(state, head.repository) },
      repository: repositoryResource(state),
      actor: userResource(state, state.pullRequest.user),
      pull_requests: isFork ? [] : [{ id, number, head: branch(head), base: branch(base) }],
    },
    ...about(state),
  }
}

function about(state: State, sender = state.pullRequest.user) {
  return { repository: repositoryResource(state), sender: userResource(state, sender) }
}
