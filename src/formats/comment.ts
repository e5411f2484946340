import type { Proposal } from '../fixes/edits.js'
import { digest } from '../review/fingerprint.js'
import { writeMarker } from '../review/marker.js'
import { proposalPatch } from '../review/patch.js'
import type { Thread } from '../review/place.js'
import { fenceFor, suggestionBlock } from '../review/suggestion.js'
import type { ReviewThread } from '../review/threads.js'
import type { Finding } from '../rules/finding.js'
import { firstLines, lengthOf } from './characters.js'
import { type Links, NO_LINKS, ruleLink } from './links.js'
import { inlineText } from './markup.js'

const LABELS = { error: 'Error', warning: 'Warning', info: 'Info' } as const

/** GitHub's limit on a comment's body, in characters. */
const BODY_LIMIT = 65_536

/** What all comments of a run have in common. */
export interface Wording {
  readonly links: Links
  /** Marks the comments of one Drydock among several. */
  readonly instance: string
}

/**
 * What a comment on the diff says: each finding in one paragraph, then the button that fixes them, and a hidden line by
 * which later runs know it again.
 * @param commit that the comment is posted for
 */
export function commentBody(thread: ReviewThread, { links, instance }: Wording, commit: string): string {
  const { fingerprints } = thread
  const marker = writeMarker({ state: 'open', instance, commit, content: contentDigest(thread), fingerprints })
  const limit = BODY_LIMIT - lengthOf(marker) - 2
  const text = commentText(thread, links)
  const fitting = lengthOf(text) <= limit ? text : firstLines(paragraphsOf(thread, links).join('\n\n'), limit)
  return `${fitting}\n\n${marker}`
}

/** Two comments of equal digests say the same; where rules are documented does not matter. */
export function contentDigest(thread: Thread): string {
  // What was merged meanwhile is no reason to write a comment anew.
  const findings = thread.findings.map(({ replayed: _, ...finding }) => finding)
  return digest(commentText({ ...thread, findings }, NO_LINKS))
}

/** What people see of a comment. */
export function commentText(thread: Thread, links: Links): string {
  const { suggestion } = thread
  const block = suggestion ? [suggestionBlock(suggestion)] : []
  return [...paragraphsOf(thread, links), ...block].join('\n\n')
}

function paragraphsOf({ findings, fixed, suggestion }: Thread, links: Links): readonly string[] {
  return findings.map(finding => paragraph(finding, fixed, suggestion !== undefined, links))
}

function paragraph(finding: Finding, fixed: readonly Finding[], hasSuggestion: boolean, links: Links): string {
  const { severity, message, rule, replayed } = finding
  const said = `**${LABELS[severity]}:** ${inlineText(message)} (${ruleLink(links, rule.id)})`
  const text = replayed === undefined ? said : `${said}\n${inlineText(replayed)}`
  if (finding.proposal !== undefined)
    return [text, `Fix: ${inlineText(finding.proposal.title)}.`, '', ...folded(finding.proposal)].join('\n')
  const remark = remarkOn(finding, fixed.includes(finding), hasSuggestion)
  return remark === undefined ? text : `${text}\n${remark}`
}

/** The whole of a new file, or the patch of one that is there, folded away. */
function folded(proposal: Proposal): readonly string[] {
  const { before, after } = proposal
  const [kind, text] = before === undefined ? ['gitignore', after] : ['diff', proposalPatch(proposal)]
  const fence = fenceFor(text)
  return [
    `<details><summary>${before === undefined ? 'The new file' : 'Patch for <code>git apply</code>'}</summary>`,
    '',
    `${fence}${kind}`,
    text + fence,
    '',
    '</details>',
  ]
}

function remarkOn({ fix, withheld }: Finding, isFixedHere: boolean, hasSuggestion: boolean): string | undefined {
  if (withheld !== undefined) return `A fix was tried and is not offered: ${inlineText(withheld)}.`
  if (fix === undefined) return undefined
  const title = `Fix: ${inlineText(fix.title)}.`
  if (isFixedHere) return fix.safe ? title : `${title} **This changes what the image does.**`
  if (hasSuggestion) return `${title} It wants the same lines and follows once this suggestion is in.`
  return `${title} Its patch is in the summary of the check.`
}
