import type { Side } from './anchors.js'
import { changedFiles } from './diff.js'
import type { Fault } from './faults.js'
import { commitsBetween, findCommit, mergeBase, timestamp } from './git.js'
import type { Account, Association, Permissions } from './http.js'

/** One end of a pull request. */
export interface Branch {
  ref: string
  sha: string
  /** `owner/name` of the repository that has the branch. */
  readonly repository: string
}

export interface PullRequest {
  readonly number: number
  readonly id: number
  readonly head: Branch
  readonly base: Branch
  readonly user: Account
  title: string
  draft: boolean
  state: 'open' | 'closed'
  merged: boolean
  readonly created_at: string
}

/** One that was merged before. The files are what GraphQL tells of them: of a renamed one the new path. */
export interface MergedPullRequest {
  readonly number: number
  readonly base: string
  readonly mergedAt: string
  readonly files: readonly { readonly path: string; readonly changeType?: string }[]
}

/** `path`, lines and `commit_id` are those that the comment was made with; `standingOf` says where it is now. */
export interface ReviewComment {
  readonly id: number
  readonly pull_request_review_id: number
  readonly path: string
  body: string
  readonly line?: number
  readonly side: Side
  readonly start_line?: number
  readonly start_side?: Side
  readonly subject_type: 'line' | 'file'
  readonly in_reply_to_id?: number
  readonly commit_id: string
  readonly diff_hunk: string
  readonly position: number
  readonly user: Account
  readonly association: Association
  readonly created_at: string
  updated_at: string
  isMinimized: boolean
  /** As GitHub shows it: `outdated`, `off-topic`. */
  minimizedReason: string | null
}

export interface Review {
  readonly id: number
  body: string
  readonly state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED'
  readonly commit_id: string
  readonly user: Account
  readonly submitted_at?: string
  comments: readonly ReviewComment[]
}

export interface IssueComment {
  readonly id: number
  body: string
  readonly user: Account
  readonly created_at: string
}

export interface CheckAnnotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly annotation_level: 'notice' | 'warning' | 'failure'
  readonly message: string
  readonly title?: string
}

export interface CheckRun {
  readonly id: number
  readonly head_sha: string
  name: string
  status: string
  conclusion: string | null
  external_id: string | null
  details_url: string | null
  started_at: string | null
  completed_at: string | null
  readonly output: { title: string | null; summary: string | null; text: string | null; annotations: CheckAnnotation[] }
}

/** Everything that the loopback knows. Plain data: a test may read it and may change what is not readonly. */
export interface State {
  /** Where the API is, without a slash at the end. */
  readonly url: string
  readonly graphqlUrl: string
  readonly directory: string
  readonly owner: string
  readonly repo: string
  readonly pullRequest: PullRequest
  /** Accounts by token. */
  readonly accounts: Map<string, Account>
  /** By token; a token without an entry has what Drydock asks for. */
  readonly permissions: Map<string, Permissions>
  /** Who resolved a thread, by the id of the comment that began it. */
  readonly resolutions: Map<number, Account>
  readonly faults: Fault[]
  /** Whether a thread goes along when git sees its file as renamed. */
  followsRenames: boolean
  readonly defaultBranch: string
  /** In the order in which they were opened. */
  merged: readonly MergedPullRequest[]
  reviews: Review[]
  readonly checkRuns: CheckRun[]
  readonly issueComments: IssueComment[]
  readonly violations: string[]
  lastId: number
  requestCount: number
}

/** Who every workflow's GITHUB_TOKEN stands for. */
export const ACTIONS_BOT: Account = { login: 'github-actions[bot]', id: 41_898_282, type: 'Bot' }
/** Requests in an hour with GITHUB_TOKEN. */
export const RATE_LIMIT = 1000

export interface GitHubOptions {
  /** The folder of a git repository that has both ends of the pull request. */
  readonly directory: string
  /** Branch, tag or commit that the pull request goes into; a name that is no branch shows as it stands. */
  readonly base: string
  readonly head: string
  readonly owner: string
  readonly repo: string
  readonly number: number
  readonly token?: string
  /** `owner/name` of the fork that has the head; the same repository without it. */
  readonly fork?: string
  readonly followsRenames?: boolean
  /** REST under `/api/v3` and GraphQL at `/api/graphql`, as an Enterprise Server has them. */
  readonly enterprise?: boolean
}

export function newState(options: GitHubOptions, token: string, origin: string): State {
  const { directory, owner, repo, number, fork = `${owner}/${repo}` } = options
  const branch = (ref: string, repository: string): Branch => {
    const sha = findCommit(directory, ref)
    if (sha === undefined) throw new Error(`${directory} has no commit ${ref}`)
    return { ref, sha, repository }
  }
  const [author = ''] = fork.split('/')
  const pullRequest: PullRequest = {
    number,
    id: 2_000_000_000 + number,
    base: branch(options.base, `${owner}/${repo}`),
    head: branch(options.head, fork),
    user: { login: fork === `${owner}/${repo}` ? 'octocat' : author, id: 583_231, type: 'User' },
    title: `Change from ${options.head}`,
    draft: false,
    state: 'open',
    merged: false,
    created_at: now(),
  }
  return {
    url: options.enterprise ? `${origin}/api/v3` : origin,
    graphqlUrl: options.enterprise ? `${origin}/api/graphql` : `${origin}/graphql`,
    ...{ directory, owner, repo, pullRequest },
    ...{ reviews: [], checkRuns: [], issueComments: [], violations: [], faults: [] },
    accounts: new Map([[token, ACTIONS_BOT]]),
    permissions: new Map(),
    resolutions: new Map(),
    followsRenames: options.followsRenames ?? false,
    defaultBranch: options.base,
    merged: [],
    ...{ lastId: 3_000_000_000, requestCount: 0 },
  }
}

export function now(): string {
  return timestamp(new Date())
}

/** A number that no other object has. */
export function nextId(state: State): number {
  state.lastId++
  return state.lastId
}

/** The pull request's commits, the oldest first. */
export function pullRequestCommits({ directory, pullRequest }: State): readonly string[] {
  return commitsBetween(directory, pullRequest.base.sha, pullRequest.head.sha)
}

/** What the pull request changes, seen from `sha`, one of its commits. */
export function pullRequestFiles({ directory, pullRequest }: State, sha = pullRequest.head.sha) {
  return changedFiles(directory, mergeBase(directory, pullRequest.base.sha, sha), sha)
}
