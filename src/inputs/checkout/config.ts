import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ConfigFile, configFrom, DEFAULT_CONFIG, HADOLINT_FILES } from '../../settings/config-files.js'
import type { Config } from '../../settings/schema.js'
import { UserError } from '../../user-error.js'

/**
 * The configuration of a checkout.
 * @param named a file that takes the place of `.drydock.yaml` and has to exist
 * @throws UserError for what cannot be read or used
 */
export async function readConfig(root: string, named: string | undefined): Promise<Config> {
  const own = named === undefined ? await fileIn(root, DEFAULT_CONFIG) : await fileAt(named, named)
  if (named !== undefined && own === undefined) throw new UserError(`${named}: there is no such configuration file.`)
  return configFrom(own, await readHadolint(root))
}

/** hadolint's configuration, if there is one. */
export async function readHadolint(root: string): Promise<ConfigFile | undefined> {
  for (const path of HADOLINT_FILES) {
    const file = await fileIn(root, path)
    if (file) return file
  }
  return undefined
}

function fileIn(root: string, path: string): Promise<ConfigFile | undefined> {
  return fileAt(join(root, path), path)
}

async function fileAt(place: string, path: string): Promise<ConfigFile | undefined> {
  try {
    return { path, text: await readFile(place, 'utf8') }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UserError(`${path}: the configuration cannot be read: ${(error as Error).message}`)
  }
}
