import { UserError } from '../../user-error.js'

/** A repository as the API addresses it. */
export interface Place {
  readonly owner: string
  readonly repo: string
}

/** The pull request under review. */
export interface PullRequest extends Place {
  readonly number: number
  /** Commit under review. */
  readonly head: string
  /** Commit of the branch that it is to be merged into, and that branch. */
  readonly base: string
  readonly baseRef: string
  /** The head lies in somebody else's repository. */
  readonly isFork: boolean
  readonly isDraft: boolean
  /** Files that it changes, where GitHub says so. */
  readonly changedFiles: number | undefined
}

/** What a run is asked to review. */
export type Target =
  | {
      readonly kind: 'pull-request'
      readonly pullRequest: PullRequest
      /** GitHub gives such a run a token that can only read. */
      readonly isReadOnly: boolean
    }
  /** The pull request whose head is `head` on `branch` (`owner:name`): only the API knows its number. */
  | { readonly kind: 'head'; readonly place: Place; readonly branch: string; readonly head: string }
  /** What a queue of merges adds to its branch. */
  | {
      readonly kind: 'merge-group'
      readonly place: Place
      readonly head: string
      readonly base: string
      /** The pull request that is tried, as the name of the queue's branch says. */
      readonly number: number | undefined
      /** The branch that it goes into. */
      readonly baseRef: string | undefined
    }
  /** Everything at one commit; `baseRef` is the default branch. */
  | { readonly kind: 'commit'; readonly place: Place; readonly head: string; readonly baseRef: string | undefined }
  | { readonly kind: 'nothing'; readonly reason: string }

/** What GitHub puts into the file at GITHUB_EVENT_PATH, as far as it is used. */
export interface EventPayload {
  readonly action?: string
  readonly deleted?: boolean
  readonly pull_request?: PullRequestPayload
  readonly repository?: { readonly private?: boolean; readonly default_branch?: string }
  readonly merge_group?: {
    readonly head_sha: string
    readonly base_sha: string
    readonly head_ref?: string
    readonly base_ref?: string
  }
  readonly workflow_run?: {
    readonly event: string
    readonly head_sha: string
    readonly head_branch: string | null
    readonly head_repository: { readonly owner: { readonly login: string } } | null
  }
}

/** A pull request as events and lists show it. */
export interface PullRequestPayload {
  readonly number: number
  readonly state?: string
  readonly draft?: boolean | undefined
  readonly changed_files?: number
  readonly head: Side
  readonly base: Side
}

interface Side {
  readonly sha: string
  readonly ref: string
  /** Null once a fork was deleted. */
  readonly repo?: { readonly full_name: string } | null
}

const EVENTS =
  'pull_request, pull_request_target, merge_group, push, schedule, workflow_dispatch, or workflow_run after pull_request'

/**
 * @param sha the commit that the run stands for: the pushed one, or the newest of the default branch
 * @throws UserError for an event that says nothing of what to review
 */
export function targetOf(eventName: string, payload: EventPayload, place: Place, sha: string): Target {
  const { pull_request: pull, merge_group: group, workflow_run: run } = payload
  if (pull && eventName.startsWith('pull_request')) {
    if (payload.action === 'closed') return { kind: 'nothing', reason: 'The pull request is closed.' }
    const pullRequest = pullRequestFrom(place, pull)
    const isReadOnly = pullRequest.isFork && eventName === 'pull_request' && payload.repository?.private !== true
    return { kind: 'pull-request', pullRequest, isReadOnly }
  }
  if (eventName === 'merge_group' && group) {
    const [, number] = /\/pr-(\d+)-[0-9a-f]+$/.exec(group.head_ref ?? '') ?? []
    return {
      ...{ kind: 'merge-group', place, head: group.head_sha, base: group.base_sha },
      number: number === undefined ? undefined : Number(number),
      baseRef: group.base_ref?.replace(/^refs\/heads\//, ''),
    }
  }
  if (eventName === 'workflow_run' && run) return headOf(place, run)
  if (eventName === 'push' && payload.deleted) return { kind: 'nothing', reason: 'The branch is deleted.' }
  if (['push', 'schedule', 'workflow_dispatch'].includes(eventName))
    return { kind: 'commit', place, head: sha, baseRef: payload.repository?.default_branch }
  throw new UserError(`Drydock cannot run on the event "${eventName}". Run it on: ${EVENTS}.`)
}

function headOf(place: Place, { event, head_sha, head_branch, head_repository }: Run): Target {
  if (!event.startsWith('pull_request')) {
    const reason = `The workflow before this one ran on "${event}", not on a pull request.`
    return { kind: 'nothing', reason }
  }
  if (head_branch === null || head_repository === null)
    return { kind: 'nothing', reason: 'The branch of the pull request is gone.' }
  return { kind: 'head', place, branch: `${head_repository.owner.login}:${head_branch}`, head: head_sha }
}
type Run = NonNullable<EventPayload['workflow_run']>

/** A pull request in Drydock's words. */
export function pullRequestFrom(place: Place, pull: PullRequestPayload): PullRequest {
  const { number, head, base, draft = false, changed_files: changedFiles } = pull
  return {
    ...place,
    number,
    head: head.sha,
    base: base.sha,
    baseRef: base.ref,
    isFork: head.repo?.full_name !== base.repo?.full_name,
    isDraft: draft,
    changedFiles,
  }
}
