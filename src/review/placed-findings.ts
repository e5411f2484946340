import type { Checked } from '../fixes/prove.js'
import type { Finding } from '../rules/finding.js'
import type { Fingerprint } from './fingerprint.js'
import { patchOf, proposalPatch } from './patch.js'
import { linesOf, type Thread } from './place.js'
import type { ExcerptLine, PlacedFinding } from './review.js'

/** The findings of a file that count, each with its lines, its patch, and where it is said. */
export function placedFindings(
  checked: Checked,
  threads: readonly Thread[],
  printOf: (finding: Finding) => Fingerprint,
): readonly PlacedFinding[] {
  const { path, text, lines } = checked.document
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
      fingerprint: printOf(finding),
      placement: thread ? 'comment' : 'summary',
      offer: finding.fix ? offerOf(finding, thread) : finding.proposal && 'patch',
      patch: finding.fix ? patchOf(path, text, finding.fix) : finding.proposal && proposalPatch(finding.proposal),
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
  const { text } = checked.document
  const { first, last } = linesOf(checked, finding)
  const { starts } = checked.document.lines
  const numbers = Array.from({ length: Math.min(last - first + 1, EXCERPT_LINES) }, (_, i) => first + i)
  return numbers.map(number => ({
    number,
    text: text.slice(starts[number - 1], starts[number] ?? text.length).replace(/\r?\n$/, ''),
  }))
}
