import { withoutMarker, writeMarker } from '../review/marker.js'
import type { Reason, Retirement } from '../review/retire.js'
import { firstLines } from './characters.js'
import { codeSpan } from './markup.js'

/** More than enough of what a comment once said. */
const KEPT_LIMIT = 8000

/**
 * What takes the place of a comment that no longer says what is so: what became of it and, folded away, what it said, so
 * that answers to it can be understood. A button for lines that have changed is not kept.
 * @param commit that was reviewed; GitHub turns its name into a link
 */
export function closedBody({ comment, reason }: Retirement, commit: string): string {
  const said = withoutMarker(comment.body).split(/^`{3,}suggestion$/m, 1)[0] ?? ''
  return [
    outcome(reason, commit),
    '<details><summary>What this comment said</summary>',
    firstLines(said.trim(), KEPT_LIMIT),
    '</details>',
    writeMarker({ state: 'closed', instance: comment.marker.instance, commit, content: '-', fingerprints: [] }),
  ].join('\n\n')
}

function outcome(reason: Reason, commit: string): string {
  if (reason.kind === 'fixed') return `**Fixed** in ${commit}.`
  if (reason.kind === 'moved') {
    const place = reason.to === 'comment' ? 'in a newer comment' : 'in the summary of the check'
    return `The lines have changed; as of ${commit} this is said ${place}.`
  }
  if (reason.kind === 'changed')
    return `As of ${commit} this instruction is gone or written anew; what is left to say is in newer comments or in the summary of the check.`
  if (reason.kind === 'ignored') return `Switched off as of ${commit} by ${codeSpan(reason.by)}.`
  if (reason.kind === 'off') return `The configuration switches this rule off as of ${commit}.`
  if (reason.kind === 'deleted') return `The file is gone or has another name as of ${commit}.`
  if (reason.kind === 'left') return `As of ${commit} this file is not part of the review any more.`
  return 'The same is said in another comment.'
}
