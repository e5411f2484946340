import { rmSync } from 'node:fs'
import type { PullRequest } from '../../src/inputs/github/event.js'
import { pushTo } from './branches.js'
import { commitFiles, newRepository, switchTo } from './git-repository.js'
import type { Intercept } from './http.js'
import { clientOf } from './sample.js'
import { type LoopbackGitHub, startGitHub } from './server.js'
import { type GitHubOptions, pullRequestFiles, type State } from './state.js'

export type Files = Readonly<Record<string, string | Uint8Array | null>>

export interface OpenPullRequest {
  readonly github: LoopbackGitHub
  readonly client: ReturnType<typeof clientOf>
  /** As Drydock reads it from the event. */
  readonly pullRequest: PullRequest
  close(): Promise<void>
}

/** A pull request that turns the files `before` into `after`, served by a loopback. */
export async function openPullRequest(
  before: Files,
  after: Files,
  options: Partial<GitHubOptions> & { readonly intercept?: Intercept } = {},
): Promise<OpenPullRequest> {
  const directory = newRepository()
  commitFiles(directory, { 'README.md': 'x\n', ...before })
  switchTo(directory, 'feature', 'main')
  commitFiles(directory, after)
  const place = { owner: 'acme', repo: 'app', number: 7, base: 'main', head: 'feature' }
  const github = await startGitHub({ directory, ...place, ...options })
  const { head, base } = github.state.pullRequest
  return {
    github,
    client: clientOf(github, github.token),
    pullRequest: {
      owner: 'acme',
      repo: 'app',
      number: 7,
      head: head.sha,
      base: base.sha,
      baseRef: base.ref,
      isFork: options.fork !== undefined,
      isDraft: false,
      changedFiles: pullRequestFiles(github.state).length,
    },
    async close() {
      await github.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Commits `files` to the pull request's branch and pushes it. Gives the new head. */
export function pushFiles(state: State, files: Files): string {
  switchTo(state.directory, state.pullRequest.head.ref, state.pullRequest.head.sha)
  return pushTo(state, commitFiles(state.directory, files))
}

/** Begins the pull request's branch anew at its base, with `files` as its only commit. Gives the new head. */
export function forcePushFiles(state: State, files: Files): string {
  switchTo(state.directory, state.pullRequest.head.ref, state.pullRequest.base.sha)
  return pushTo(state, commitFiles(state.directory, files))
}
