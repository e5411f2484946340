import { type ConfigFile, configFrom, DEFAULT_CONFIG, HADOLINT_FILES } from '../../settings/config-files.js'
import type { Config } from '../../settings/schema.js'
import { UserError } from '../../user-error.js'
import type { Client } from './client.js'
import type { Place, PullRequest } from './event.js'
import { readTexts, type Text } from './texts.js'

/** Where the configuration is read: of a fork's pull request at the base, since the head is a stranger's. */
export function configCommit({ isFork, base, head }: PullRequest): string {
  return isFork ? base : head
}

/**
 * The configuration at a commit, all files in one request.
 * @throws UserError for what is no configuration, or is named and is not there
 */
export async function readConfig(client: Client, place: Place, commit: string, path: string): Promise<Config> {
  const paths = [path, ...HADOLINT_FILES]
  const texts = await readTexts(
    client,
    place,
    paths.map(one => ({ commit, path: one })),
  )
  const [own, ...hadolint] = texts.map((text, i) => fileFrom(paths[i] ?? '', text))
  if (own === undefined && path !== DEFAULT_CONFIG) throw new UserError(`${path}: there is no such file at ${commit}.`)
  return configFrom(own, hadolint.find(Boolean))
}

function fileFrom(path: string, text: Text): ConfigFile | undefined {
  if (text === undefined) return undefined
  if (typeof text === 'string') return { path, text }
  throw new UserError(`${path}: the configuration cannot be read: ${text.reason}.`)
}
