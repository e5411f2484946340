import { getInput } from '@actions/core'
import { failOnOption, oneOf } from './cli-arguments.js'
import { DEFAULT_CONFIG } from './settings/config-files.js'
import type { Overrides } from './settings/resolve.js'
import { DRAFTS } from './settings/schema.js'
import { UserError } from './user-error.js'

/** GitHub answers with an error to reviews of about 100 comments; 30 is what others found safe. */
const COMMENT_LIMIT = 30

export interface ActionInputs {
  readonly token: string
  readonly config: string
  readonly checkName: string
  readonly dryRun: boolean
  readonly overrides: Overrides
}

/** Reads the inputs that `action.yml` declares. @throws UserError naming the input */
export function readInputs(): ActionInputs {
  const token = getInput('token')
  if (token === '') throw new UserError('The input "token" is empty; leave it out to use the job\'s own token.')
  return {
    token,
    config: getInput('config') || DEFAULT_CONFIG,
    checkName: getInput('check-name') || 'Drydock',
    dryRun: oneOf('The input "dry-run"', getInput('dry-run'), ['true', 'false']) === 'true',
    overrides: {
      files: listInput('files'),
      exclude: listInput('exclude'),
      'fail-on': failOnOption('The input "fail-on"', getInput('fail-on')),
      'comment-on': oneOf('The input "comment-on"', getInput('comment-on'), [
        'changed-lines',
        'changed-files',
      ] as const),
      'max-comments': countInput('max-comments'),
      drafts: oneOf('The input "drafts"', getInput('drafts'), DRAFTS),
    },
  }
}

function listInput(name: string): string[] | undefined {
  const lines = getInput(name)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  return lines.length > 0 ? lines : undefined
}

function countInput(name: string): number | undefined {
  const text = getInput(name)
  if (text === '') return undefined
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(count <= COMMENT_LIMIT))
    throw new UserError(`The input "${name}" must be a number from 0 to ${COMMENT_LIMIT}, not "${text}".`)
  return count
}
