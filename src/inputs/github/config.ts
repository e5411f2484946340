import type { Client } from './client.js'
import type { Place, PullRequest } from './event.js'
import { readTexts, type Text } from './texts.js'

/** Where the configuration is read: of a fork's pull request at the base, since the head is a stranger's. */
export function configCommit({ isFork, base, head }: PullRequest): string {
  return isFork ? base : head
}

/** The configuration's text at a commit. */
export async function readConfigText(client: Client, place: Place, commit: string, path: string): Promise<Text> {
  const [text] = await readTexts(client, place, [{ commit, path }])
  return text
}
