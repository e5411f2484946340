import type { PlacedFinding, Review } from '../review/review.js'
import { fenceFor } from '../review/suggestion.js'
import { headline, plural } from './headline.js'
import { type Links, placeLink, ruleLink } from './links.js'
import { cellCode, codeSpan, inlineText } from './markup.js'

/**
 * The review as one Markdown page: figures, a table by file, and everything that is no comment on the diff, with patches.
 * @param limit in characters; what does not fit is left out, patches first, and the page says so
 */
export function toMarkdown(review: Review, links: Links, limit = Number.POSITIVE_INFINITY): string {
  const head = [headline(review), figures(review), table(review), unreadText(review)].filter(part => part !== '')
  const outside = review.findings.filter(({ placement, offer }) => placement === 'summary' || offer === 'patch')
  const title = outside.length > 0 ? [review.threads.length > 0 ? '### Not on the diff' : '### Findings'] : []
  const parts = [...head, ...title]
  const pages = [
    () => [...parts, ...outside.map(finding => withPatch(finding, links))],
    () => [...parts, ...outside.map(finding => withoutPatch(finding, links)), 'Patches are left out to fit.'],
    () => cutToFit(parts, outside, links, limit),
  ].map(blocks => () => `${blocks().join('\n\n')}\n`)
  const page = pages.find(render => render().length <= limit) ?? pages.at(-1)
  return page?.() ?? ''
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
  let length = 0
  for (const part of [...head, ...outside.map(finding => withoutPatch(finding, links))]) {
    if (length + part.length + 2 > limit - RESERVED) break
    kept.push(part)
    length += part.length + 2
  }
  const left = outside.length - Math.max(0, kept.length - head.length)
  return [...kept, `${plural(left, 'more finding')} left out to fit: the job's log lists every one.`]
}

function figures({ counts }: Review): string {
  const { suggestions, proved, withheld, ignored } = counts
  const offered = proved + withheld
  const parts = [
    ...(suggestions > 0 ? [`${plural(suggestions, 'suggestion')} on the diff`] : []),
    ...(offered > 0 ? [`${proved} of ${plural(offered, 'fix', 'fixes')} proved before being offered`] : []),
    ...(ignored > 0 ? [`${plural(ignored, 'finding')} switched off by comments or configuration`] : []),
  ]
  return parts.length > 0 ? `${parts.join(' · ')}.` : ''
}

function table({ files, findings }: Review): string {
  const rows = files.flatMap(({ path }) => {
    const own = findings.filter(finding => finding.path === path)
    if (own.length === 0) return []
    const count = (wanted: string) => own.filter(({ severity }) => severity === wanted).length || ''
    return [`| ${cellCode(path)} | ${count('error')} | ${count('warning')} | ${count('info')} |`]
  })
  if (rows.length === 0) return ''
  return ['| File | Errors | Warnings | Infos |', '| :-- | --: | --: | --: |', ...rows].join('\n')
}

function unreadText({ unread }: Review): string {
  return unread.map(({ path, reason }) => `Not read: ${codeSpan(path)}: ${inlineText(reason)}`).join('\n')
}

function withoutPatch(finding: PlacedFinding, links: Links): string {
  const { severity, message, path, rule, startLine, endLine, fix, withheld } = finding
  const place = placeLink(links, path, { first: startLine, last: endLine })
  const text = `**${severity}** ${codeSpan(path)} ${place}: ${inlineText(message)} (${ruleLink(links, rule.id)})`
  if (withheld !== undefined) return `${text}\nA fix was tried and is not offered: ${inlineText(withheld)}.`
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
