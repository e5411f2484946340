import type { Thread } from '../review/place.js'
import { suggestionBlock } from '../review/suggestion.js'
import type { Finding } from '../rules/finding.js'
import { type Links, ruleLink } from './links.js'
import { inlineText } from './markup.js'

const LABELS = { error: 'Error', warning: 'Warning', info: 'Info' } as const

/** GitHub's limit on a comment's body, in characters. */
const BODY_LIMIT = 65_536

/** What a comment on the diff says: each finding in one paragraph, then the button that fixes them. */
export function commentBody({ findings, fixed, suggestion }: Thread, links: Links): string {
  const paragraphs = findings.map(finding => paragraph(finding, fixed, suggestion !== undefined, links))
  const parts = suggestion ? [...paragraphs, suggestionBlock(suggestion)] : paragraphs
  const body = parts.join('\n\n')
  return body.length <= BODY_LIMIT ? body : paragraphs.join('\n\n').slice(0, BODY_LIMIT)
}

function paragraph(finding: Finding, fixed: readonly Finding[], hasSuggestion: boolean, links: Links): string {
  const { severity, message, rule } = finding
  const text = `**${LABELS[severity]}:** ${inlineText(message)} (${ruleLink(links, rule.id)})`
  const remark = remarkOn(finding, fixed.includes(finding), hasSuggestion)
  return remark === undefined ? text : `${text}\n${remark}`
}

function remarkOn({ fix, withheld }: Finding, isFixedHere: boolean, hasSuggestion: boolean): string | undefined {
  if (withheld !== undefined) return `A fix was tried and is not offered: ${inlineText(withheld)}.`
  if (fix === undefined) return undefined
  const title = `Fix: ${inlineText(fix.title)}.`
  if (isFixedHere) return fix.safe ? title : `${title} **This changes what the image does.**`
  if (hasSuggestion) return `${title} It wants the same lines and follows once this suggestion is in.`
  return `${title} Its patch is in the summary of the check.`
}
