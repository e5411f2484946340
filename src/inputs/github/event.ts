import { UserError } from '../../user-error.js'

/** The pull request under review. */
export interface PullRequest {
  readonly owner: string
  readonly repo: string
  readonly number: number
  /** Commit under review. */
  readonly head: string
  /** Commit of the branch that it is to be merged into. */
  readonly base: string
  /** The head lies in somebody else's repository. */
  readonly isFork: boolean
}

/** What GitHub puts into the file at GITHUB_EVENT_PATH, as far as it is used. */
export interface EventPayload {
  readonly pull_request?: {
    readonly number: number
    readonly head?: Side
    readonly base?: Side
  }
}

interface Side {
  readonly sha: string
  /** Null once a fork was deleted. */
  readonly repo?: { readonly full_name: string } | null
}

/** @throws UserError for an event that no pull request stands behind */
export function pullRequestOf(
  eventName: string,
  payload: EventPayload,
  { owner, repo }: { readonly owner: string; readonly repo: string },
): PullRequest {
  const { head, base, number } = payload.pull_request ?? {}
  if (number === undefined || !head || !base)
    throw new UserError(
      `The event "${eventName}" has no pull request. Run Drydock on: pull_request. For a whole repository use the command line: drydock review --all.`,
    )
  const isFork = head.repo?.full_name !== base.repo?.full_name
  return { owner, repo, number, head: head.sha, base: base.sha, isFork }
}
