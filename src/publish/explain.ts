import type { Trouble } from '../inputs/github/trouble.js'

/** Why something could not be shown as meant. */
export interface Failure {
  readonly trouble: Trouble
  /** GitHub's words. */
  readonly message: string
}

export const FORK_NOTE =
  'Pull requests from forks get a token without "pull-requests: write" and "checks: write", so findings are annotations and in the job\'s summary. How to give them a review all the same: docs/forks.md of Drydock.'

/** One line on what was left out: for a missing right, which one and how to give it. */
export function explain(comments: Failure | undefined, check: Failure | undefined): string | undefined {
  const missing = [
    ...(comments?.trouble === 'forbidden' ? ['pull-requests: write'] : []),
    ...(check?.trouble === 'forbidden' ? ['checks: write'] : []),
  ]
  const where = check ? "annotations and in the job's summary" : 'in the summary of the check'
  if (missing.length > 0) {
    const lines = missing.map(one => `"${one}"`).join(' and ')
    return `The token may not show everything, so findings are ${where}. Give the job ${lines} under "permissions:" (Dependabot's runs need that, too).`
  }
  const failure = comments ?? check
  if (failure === undefined) return undefined
  const reason = {
    limited: 'GitHub takes no more requests of this token for now',
    ambiguous: 'GitHub did not answer as it should',
    refused: 'GitHub refused what was sent',
    forbidden: 'The token may not do it',
    other: 'GitHub could not be reached',
  }[failure.trouble]
  const hint = /pending review/i.test(failure.message)
    ? "Submit or discard the pending review of the token's account, then run the job again."
    : 'Run the job again to have them as comments.'
  return `${reason} (${failure.message.split('\n', 1)[0]}), so findings are ${where}. ${hint}`
}
