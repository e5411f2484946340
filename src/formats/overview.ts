import type { Review } from '../review/review.js'
import { firstParts } from './characters.js'
import { plural } from './headline.js'
import { type Links, placeLink, ruleLink } from './links.js'
import { cellCode, codeSpan, inlineText } from './markup.js'

/** Rows of one table: more nobody reads, and they would leave no room for the findings. */
const ROW_LIMIT = 100
/** Entries of one list, likewise. */
const LIST_LIMIT = 50
/** What one table or list takes of the page at most (characters). */
const ROOM = 12_000

/** What was offered and what does not count, in one line. */
export function figures({ counts, retired }: Review): string {
  const { suggestions, proved, withheld, ignored, dismissed } = counts
  const offered = proved + withheld
  const fixed = retired.filter(({ reason }) => reason.kind === 'fixed').length
  const parts = [
    ...(suggestions > 0 ? [`${plural(suggestions, 'suggestion')} on the diff`] : []),
    ...(offered > 0 ? [`${proved} of ${plural(offered, 'fix', 'fixes')} proved before being offered`] : []),
    ...(fixed > 0 ? [`${plural(fixed, 'comment')} fixed since the last run`] : []),
    ...(ignored > 0 ? [`${plural(ignored, 'finding')} switched off by comments or configuration`] : []),
    ...(dismissed > 0 ? [`${plural(dismissed, 'finding')} dismissed in conversations`] : []),
  ]
  return parts.length > 0 ? `${parts.join(' · ')}.` : ''
}

/** How many findings each file has, the most of them first. */
export function table({ files, findings }: Review): string {
  const byPath = new Map(files.map(({ path }) => [path, { path, error: 0, warning: 0, info: 0 }]))
  for (const { path, severity } of findings) {
    const row = byPath.get(path)
    if (row) row[severity]++
  }
  const counts = [...byPath.values()].filter(({ error, warning, info }) => error + warning + info > 0)
  if (counts.length === 0) return ''
  const shown = counts.length <= ROW_LIMIT ? counts : worstFirst(counts).slice(0, ROW_LIMIT)
  const all = shown.map(
    ({ path, error, warning, info }) => `| ${cellCode(path)} | ${error || ''} | ${warning || ''} | ${info || ''} |`,
  )
  const rows = firstParts(all, ROOM)
  const more = counts.length - rows.length
  return [
    '| File | Errors | Warnings | Infos |',
    '| :-- | --: | --: | --: |',
    ...rows,
    ...(more > 0 ? [`\n${plural(more, 'more file')} with findings are in the job's log.`] : []),
  ].join('\n')
}

interface Row {
  readonly error: number
  readonly warning: number
  readonly info: number
}

function worstFirst<T extends Row>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((a, b) => b.error - a.error || b.warning - a.warning || b.info - a.info)
}

/** Files that nobody could look at. */
export function unreadFiles({ unread }: Review): readonly string[] {
  return listed(
    'Not read:',
    unread.map(({ path, reason }) => `- ${codeSpan(path)}: ${inlineText(reason)}`),
  )
}

/** What people said: conversations that dismiss findings, and comments of the change itself that switch rules off. */
export function aboutPeople({ dismissed, addedIgnores }: Review, links: Links): readonly string[] {
  const dismissals = dismissed.map(
    ({ finding: { path, rule }, line, by }) =>
      `- ${ruleLink(links, rule.id)} in ${codeSpan(path)} ${placeLink(links, path, { first: line, last: line })}, by ${codeSpan(by)}`,
  )
  const ignores = addedIgnores.map(
    ({ path, line, text }) =>
      `- ${codeSpan(path)} ${placeLink(links, path, { first: line, last: line })}: ${codeSpan(text)}`,
  )
  return [
    ...listed('Dismissed in conversations, and not counted:', dismissals),
    ...listed('This change adds comments that switch rules off:', ignores),
  ]
}

function listed(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return []
  const shown = firstParts(items.slice(0, LIST_LIMIT), ROOM)
  const more = items.length - shown.length
  return [[title, ...shown, ...(more > 0 ? [`- and ${more} more, which are in the job's log`] : [])].join('\n')]
}
