import type { PlacedFinding, Review } from '../review/review.js'
import { fenceFor } from '../review/suggestion.js'
import { lengthOf } from './characters.js'
import { headline, plural } from './headline.js'
import { type Links, placeLink, ruleLink } from './links.js'
import { codeSpan, inlineText } from './markup.js'
import { aboutPeople, figures, table, unreadFiles } from './overview.js'
import { scoreMarkdown } from './score.js'

/**
 * The review as one Markdown page: figures, a table by file, and everything that is no comment on the diff, with patches.
 * @param limit in characters; what does not fit is left out, patches first, and the page says so
 */
export function toMarkdown(review: Review, links: Links, limit = Number.POSITIVE_INFINITY): string {
  const head = [
    headline(review),
    ...scoreMarkdown(review.scores, links),
    ...review.notices.map(notice => `> ${inlineText(notice)}`),
    figures(review),
    table(review),
    ...unreadFiles(review),
    ...aboutPeople(review, links),
  ].filter(part => part !== '')
  const outside = review.findings.filter(({ placement, offer }) => placement === 'summary' || offer === 'patch')
  const title = outside.length > 0 ? [review.threads.length > 0 ? '### Not on the diff' : '### Findings'] : []
  const parts = [...head, ...title]
  const pages = [
    () => pageOf([...parts, ...outside.map(finding => withPatch(finding, links))]),
    () => pageOf([...parts, ...outside.map(finding => withoutPatch(finding, links)), 'Patches are left out to fit.']),
    () => pageOf(cutToFit(parts, outside, links, limit)),
  ]
  for (const render of pages) {
    const page = render()
    if (lengthOf(page) <= limit) return page
  }
  return `${headline(review)}\n`
}

function pageOf(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`
}

/** What the last lines take at most. */
const RESERVED = 300

function cutToFit(
  head: readonly string[],
  outside: readonly PlacedFinding[],
  links: Links,
  limit: number,
): readonly string[] {
  const kept: string[] = []
  let room = limit - RESERVED
  const keep = (part: string): boolean => {
    const length = lengthOf(part) + 2
    if (length > room) return false
    kept.push(part)
    room -= length
    return true
  }
  // A part of the head may be too long by itself, as a list of many files is; what follows may fit.
  for (const part of head) keep(part)
  const first = outside.findIndex(finding => !keep(withoutPatch(finding, links)))
  const left = first === -1 ? 0 : outside.length - first
  return [...kept, `${plural(left, 'more finding')} left out to fit: the job's log lists every one.`]
}

function withoutPatch(finding: PlacedFinding, links: Links): string {
  const { severity, message, path, rule, startLine, endLine, fix, proposal, replayed, withheld } = finding
  const place = placeLink(links, path, { first: startLine, last: endLine })
  const said = `**${severity}** ${codeSpan(path)} ${place}: ${inlineText(message)} (${ruleLink(links, rule.id)})`
  const text = replayed === undefined ? said : `${said}\n${inlineText(replayed)}`
  if (withheld !== undefined) return `${text}\nA fix was tried and is not offered: ${inlineText(withheld)}.`
  if (proposal !== undefined) return `${text}\nFix: ${inlineText(proposal.title)}.`
  if (fix === undefined) return text
  const change = fix.safe ? '' : ' **This changes what the image does.**'
  return `${text}\nFix: ${inlineText(fix.title)}.${change}`
}

function withPatch(finding: PlacedFinding, links: Links): string {
  const { patch, offer } = finding
  const text = withoutPatch(finding, links)
  if (patch === undefined || offer !== 'patch') return text
  const fence = fenceFor(patch)
  // The blank lines make GitHub read Markdown inside the HTML.
  return `${text}\n\n<details><summary>Patch for <code>git apply</code></summary>\n\n${fence}diff\n${patch}${fence}\n\n</details>`
}
