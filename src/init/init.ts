import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openCheckout } from '../inputs/checkout/checkout.js'
import { readHadolint } from '../inputs/checkout/config.js'
import { DEFAULT_CONFIG } from '../settings/config-files.js'
import { UserError } from '../user-error.js'
import { DEFAULT_TEXT, migratedText } from './config-text.js'
import { WORKFLOW, WORKFLOW_PATH } from './workflow.js'

/**
 * Writes `.drydock.yaml` at the root of a checkout, from hadolint's configuration if there is one.
 * @returns what was done and what comes next, for who reads it
 * @throws UserError when there is a configuration already: nothing is ever written over
 */
export async function init(path: string): Promise<string> {
  const { root } = await openCheckout(path)
  const hadolint = await readHadolint(root)
  const text = hadolint ? migratedText(hadolint) : DEFAULT_TEXT
  await writeNew(join(root, DEFAULT_CONFIG), text)
  return `Wrote ${DEFAULT_CONFIG}${hadolint ? ` from ${hadolint.path}` : ''}.

Next:
1. See what there is today: drydock review --all
2. Have pull requests reviewed. Commit ${DEFAULT_CONFIG} and this as ${WORKFLOW_PATH}:

${WORKFLOW}
3. Make the job a required check once its findings are mended.
`
}

async function writeNew(place: string, text: string): Promise<void> {
  try {
    await writeFile(place, text, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new UserError(`${place}: there is a configuration already; it was left as it is.`)
    throw new UserError(`${place}: the configuration cannot be written: ${(error as Error).message}`)
  }
}
