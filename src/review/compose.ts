import type { Checked } from '../fixes/prove.js'
import type { Change, ChangedFile } from '../inputs/change.js'
import type { Finding } from '../rules/finding.js'
import { SEVERITIES, type Severity } from '../rules/rule.js'
import { patchOf } from './patch.js'
import { linesOf, place, type Thread } from './place.js'
import type { Counts, ExcerptLine, PlacedFinding, Review, ReviewOptions } from './review.js'

/** A Dockerfile of the change with what the rules said of it, fixes proved. */
export interface CheckedFile {
  readonly file: ChangedFile
  readonly checked: Checked
}

/** Decides what is said where: comments on the diff, the summary for the rest, and whether the check fails. */
export function compose(change: Change, files: readonly CheckedFile[], options: ReviewOptions): Review {
  const placements = files.map(({ file, checked }) => place(checked, file, options.commentOn))
  const threads = mostSevere(
    placements.flatMap(placement => placement.threads),
    options.maxComments,
  )
  const findings = files.flatMap(({ checked }) => placedFindings(checked, threads))
  const all = files.flatMap(({ checked }) => checked.findings)
  const ignored = all.filter(({ ignoredBy }) => ignoredBy !== undefined)
  return {
    files: files.map(({ file: { path } }) => ({ path, kind: 'dockerfile' })),
    unread: change.unread,
    findings,
    ignored,
    threads,
    counts: countsOf(findings, ignored, threads),
    conclusion: concludes(findings, change.unread.length > 0, options.failOn),
  }
}

/** The `limit` most severe threads, in their old order. */
function mostSevere(threads: readonly Thread[], limit: number): readonly Thread[] {
  const rank = ({ findings: [first] }: Thread) => SEVERITIES.indexOf(first?.severity ?? 'info')
  const kept = new Set([...threads].sort((a, b) => rank(a) - rank(b)).slice(0, limit))
  return threads.filter(thread => kept.has(thread))
}

function placedFindings(checked: Checked, threads: readonly Thread[]): readonly PlacedFinding[] {
  const { path, text, lines } = checked.build.dockerfile
  const active = checked.findings.filter(({ ignoredBy }) => ignoredBy === undefined)
  return active.map(finding => {
    const thread = threads.find(({ findings }) => findings.includes(finding))
    const [start, end] = [lines.positionAt(finding.range.start), lines.positionAt(finding.range.end)]
    return {
      ...finding,
      startLine: start.line + 1,
      startColumn: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
      placement: thread ? 'comment' : 'summary',
      offer: finding.fix && offerOf(finding, thread),
      patch: finding.fix && patchOf(path, text, finding.fix),
      excerpt: excerptOf(checked, finding),
    }
  })
}

function offerOf(finding: Finding, thread: Thread | undefined): PlacedFinding['offer'] {
  if (thread?.suggestion === undefined) return 'patch'
  return thread.fixed.includes(finding) ? 'suggestion' : 'follows'
}

/** Long instructions are cut: nobody reads on in an excerpt. */
const EXCERPT_LINES = 8

function excerptOf(checked: Checked, finding: Finding): readonly ExcerptLine[] {
  const { text } = checked.build.dockerfile
  const { first, last } = linesOf(checked, finding)
  const { starts } = checked.build.dockerfile.lines
  const numbers = Array.from({ length: Math.min(last - first + 1, EXCERPT_LINES) }, (_, i) => first + i)
  return numbers.map(number => ({
    number,
    text: text.slice(starts[number - 1], starts[number] ?? text.length).replace(/\r?\n$/, ''),
  }))
}

function countsOf(findings: readonly PlacedFinding[], ignored: readonly Finding[], threads: readonly Thread[]): Counts {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    suggestions: threads.filter(({ suggestion }) => suggestion).length,
    proved: findings.filter(({ fix }) => fix).length,
    withheld: findings.filter(({ withheld }) => withheld !== undefined).length,
    ignored: ignored.length,
  }
}

/** A file that nobody could read was not found to be good. */
function concludes(
  findings: readonly Finding[],
  hasUnread: boolean,
  failOn: ReviewOptions['failOn'],
): Review['conclusion'] {
  if (hasUnread && failOn !== 'never') return 'failure'
  if (findings.length === 0) return hasUnread ? 'neutral' : 'success'
  const limit = failOn === 'never' ? -1 : SEVERITIES.indexOf(failOn)
  return findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit) ? 'failure' : 'neutral'
}
