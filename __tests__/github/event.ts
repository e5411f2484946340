import { pullRequestResource, repositoryResource, userResource } from './resources.js'
import type { LoopbackGitHub } from './server.js'

/** The parts of a `pull_request` payload that a test may want to look at or to change. */
export interface PullRequestEvent {
  readonly action: string
  readonly number: number
  readonly pull_request: ReturnType<typeof pullRequestResource>
  readonly repository: ReturnType<typeof repositoryResource>
  readonly sender: ReturnType<typeof userResource>
}

/** The payload that GitHub would send now for the loopback's pull request. */
export function pullRequestEvent({ state }: LoopbackGitHub, action = 'synchronize'): PullRequestEvent {
  return {
    action,
    number: state.pullRequest.number,
    pull_request: pullRequestResource(state),
    repository: repositoryResource(state),
    sender: userResource(state, state.pullRequest.user),
  }
}
