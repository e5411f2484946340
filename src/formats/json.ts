import type { PlacedFinding, Review } from '../review/review.js'
import { scoresToJson } from './score.js'

/** The version of the JSON form: it only ever gains keys; anything else is a new number. */
const VERSION = 1

/** The review as one JSON object, for programs. Offsets are UTF-16 units into the file; lines and columns are 1-based. */
export function toJson({
  files,
  unread,
  findings,
  ignored,
  addedIgnores,
  notices,
  counts,
  scores,
  conclusion,
}: Review): string {
  const { errors, warnings, infos, suggestions } = counts
  const report = {
    version: VERSION,
    files,
    unread,
    findings: findings.map(findingToJson),
    ignored: ignored.map(({ rule, path, message, ignoredBy }) => ({ rule: rule.id, path, message, by: ignoredBy })),
    addedIgnores,
    notices,
    summary: { errors, warnings, infos, suggestions },
    score: scores && scoresToJson(scores),
    conclusion,
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

/** The scores alone, in the same form. */
export function scoreJson({ scores }: Review): string {
  return `${JSON.stringify({ version: VERSION, score: scores && scoresToJson(scores) }, undefined, 2)}\n`
}

function findingToJson(finding: PlacedFinding) {
  const { rule, severity, path, message, fix, proposal, replayed, withheld, placement } = finding
  const { startLine, startColumn, endLine, endColumn } = finding
  return {
    rule: rule.id,
    aliases: rule.aliases,
    severity,
    category: rule.category,
    path,
    startLine,
    startColumn,
    endLine,
    endColumn,
    message,
    // How often the step would have been run again, a sentence; modelled.
    replayed,
    // Only fixes that were proved get here; JSON leaves out what is undefined.
    fix: fix && {
      title: fix.title,
      safe: fix.safe,
      proved: true,
      edits: fix.edits.map(({ start, end, text }) => ({ startOffset: start, endOffset: end, text })),
    },
    // A change of another file, which may be new; the text is the whole of it.
    proposal: proposal && { path: proposal.path, title: proposal.title, text: proposal.after },
    withheld,
    placement,
  }
}
