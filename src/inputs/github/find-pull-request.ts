import type { Client } from './client.js'
import { type Place, type PullRequest, pullRequestFrom } from './event.js'

/**
 * The open pull request that has `branch` (`owner:name`) at `head`. A run that follows another one is told no number when
 * the branch lies in a fork, and what the other run could tell is a stranger's word.
 */
export async function findPullRequest(
  client: Client,
  place: Place,
  branch: string,
  head: string,
): Promise<PullRequest | undefined> {
  const { owner, repo } = place
  const { data } = await client.rest.pulls.list({ owner, repo, head: branch, state: 'open', per_page: 100 })
  const pull = data.find(one => one.head.sha === head)
  return pull && pullRequestFrom(place, pull)
}
