import { rmSync } from 'node:fs'
import type { PullRequest } from '../../src/inputs/github/event.js'
import { commitFiles, newRepository, switchTo } from './git-repository.js'
import type { Intercept } from './http.js'
import { clientOf } from './sample.js'
import { type LoopbackGitHub, startGitHub } from './server.js'

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
  options: { readonly fork?: string; readonly intercept?: Intercept } = {},
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
      isFork: options.fork !== undefined,
    },
    async close() {
      await github.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
