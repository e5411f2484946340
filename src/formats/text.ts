import type { PlacedFinding, Review } from '../review/review.js'
import { headline } from './headline.js'
import { scoreLine } from './score.js'
import { printable, type Style } from './style.js'

const COLORS = { error: 'red', warning: 'yellow', info: 'blue' } as const

/**
 * The review for a terminal: the code, the problem and the diff of its fix; what is no comment in one line each.
 * @param why that is not shown in full
 */
export function toText(review: Review, style: Style, why = 'not on changed lines (all details: --all)'): string {
  const blocks = review.files.flatMap(({ path }) => {
    const own = review.findings.filter(finding => finding.path === path)
    const [shown, others] = [own.filter(isShown), own.filter(finding => !isShown(finding))]
    if (own.length === 0) return []
    return [
      style('bold', printable(path)),
      ...shown.map(finding => fullText(finding, style)),
      ...(others.length > 0 ? [othersText(others, style, why)] : []),
    ]
  })
  const unread = review.unread.map(({ path, reason }) => `${style('yellow', 'not read')} ${printable(path)}: ${reason}`)
  const score = scoreLine(review.scores)
  const last = [headline(review), ...(score === '' ? [] : [score])].join('\n')
  return [...blocks, ...unread, ...remarks(review), last].join('\n\n').concat('\n')
}

/** What people said in conversations, what comments of the change switch off, and what else there is to know. */
function remarks({ dismissed, addedIgnores, notices }: Review): readonly string[] {
  const dismissals = dismissed.map(
    ({ finding: { path, rule }, line, by }) => `dismissed by ${by}: ${rule.id} in ${printable(path)}:${line}`,
  )
  const ignores = addedIgnores.map(
    ({ path, line, text }) => `switched off by this change: ${printable(path)}:${line} ${printable(text)}`,
  )
  return [...dismissals, ...ignores, ...notices.map(printable)]
}

function isShown({ placement }: PlacedFinding): boolean {
  return placement === 'comment'
}

function headOf({ startLine, startColumn, severity, message, rule }: PlacedFinding, style: Style): string {
  const place = `${startLine}:${startColumn}`
  return `  ${place} ${style(COLORS[severity], severity)} ${printable(message)} ${style('dim', rule.id)}`
}

function fullText(finding: PlacedFinding, style: Style): string {
  const { excerpt, replayed, fix, proposal, patch, withheld, offer } = finding
  const width = String(excerpt.at(-1)?.number ?? '').length
  const code = excerpt.map(
    ({ number, text }) => `    ${style('dim', `${String(number).padStart(width)} |`)} ${printable(text)}`,
  )
  const title = fix && `    ${style('cyan', 'fix:')} ${printable(fix.title)}${fix.safe ? '' : ' (changes the image)'}`
  const other = proposal && `    ${style('cyan', 'fix:')} ${printable(proposal.title)}`
  const follows = offer === 'follows' ? ['    (once the fix that wants the same lines is in)'] : []
  const held = withheld === undefined ? [] : [`    A fix was tried and is not offered: ${printable(withheld)}.`]
  return [
    headOf(finding, style),
    ...code,
    ...(replayed === undefined ? [] : [`    ${printable(replayed)}`]),
    ...(title ? [title] : []),
    ...(other ? [other] : []),
    ...follows,
    ...diffText(patch, style),
    ...held,
  ].join('\n')
}

/** The changed lines of a patch with their context, without file names. */
function diffText(patch: string | undefined, style: Style): readonly string[] {
  const lines = (patch ?? '')
    .split('\n')
    .slice(2)
    .filter(line => line !== '')
  return lines.map(line => {
    const text = `    ${printable(line)}`
    if (line.startsWith('+')) return style('green', text)
    return line.startsWith('-') ? style('red', text) : style('dim', text)
  })
}

function othersText(findings: readonly PlacedFinding[], style: Style, why: string): string {
  const note = style('dim', `  ${why}:`)
  return [note, ...findings.map(finding => headOf(finding, style))].join('\n')
}
