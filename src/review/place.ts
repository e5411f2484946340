import type { Checked } from '../fixes/prove.js'
import { type ChangedFile, isWithin, type LineSpan, touch } from '../inputs/change.js'
import { bySeverity, type Finding } from '../rules/finding.js'
import { groupFixes, suggestionOf } from './group.js'
import type { Suggestion } from './suggestion.js'

/** Findings that share one comment. */
export interface Thread extends LineSpan {
  readonly path: string
  /** Most severe first. */
  readonly findings: readonly Finding[]
  /** Those of `findings` whose fixes the suggestion carries out. */
  readonly fixed: readonly Finding[]
  readonly suggestion: Suggestion | undefined
}

/** `changed-lines`: only what the change touched; `changed-files`: whatever its diff shows. */
export type CommentOn = 'changed-lines' | 'changed-files'

/**
 * Decides which findings of a file become comments, and puts fixes that touch into one suggestion. Suggestions never
 * overlap, each lies inside one hunk, and all of them together are proved.
 */
export function place(checked: Checked, file: ChangedFile, commentOn: CommentOn): readonly Thread[] {
  const active = bySeverity(checked.findings.filter(({ ignoredBy }) => ignoredBy === undefined))
  const commentable = active.filter(finding => concerns(checked, file, finding, commentOn))
  const groups = groupFixes(checked, file, commentable.filter(canBeSuggested(checked, file)))
  const threads: Thread[] = groups.map(({ fixed, followers, suggestion }) => {
    const { first, last } = suggestion
    return { path: file.path, first, last, findings: bySeverity([...fixed, ...followers]), fixed, suggestion }
  })
  const placed = new Set(threads.flatMap(({ findings }) => findings))
  for (const finding of active) if (!placed.has(finding)) addPlain(threads, checked, file, finding, commentable)
  return threads.sort((a, b) => a.first - b.first)
}

/** Adds a finding without a button: to the comment that covers its lines, else as one of its own. */
function addPlain(
  threads: Thread[],
  checked: Checked,
  file: ChangedFile,
  finding: Finding,
  commentable: readonly Finding[],
): void {
  // A fix that leaves the hunk comes as a patch in the summary; half of it here would only confuse.
  if (!commentable.includes(finding) || (finding.fix !== undefined && hasButtons(checked))) return
  const span = commentLines(file, linesOf(checked, finding))
  if (span === undefined) return
  const index = threads.findIndex(thread => isWithin(span, thread))
  const thread = threads[index]
  if (thread) threads[index] = { ...thread, findings: bySeverity([...thread.findings, finding]) }
  else threads.push({ path: file.path, ...span, findings: [finding], fixed: [], suggestion: undefined })
}

/** The lines a finding points at, or the first of them where the diff does not show all. */
function commentLines({ hunks }: ChangedFile, span: LineSpan): LineSpan | undefined {
  if (hunks.some(hunk => isWithin(span, hunk))) return span
  const first = { first: span.first, last: span.first }
  return hunks.some(hunk => isWithin(first, hunk)) ? first : undefined
}

/** The web editor writes a suggestion with LF, or turns the whole file: there is no button for CRLF files. */
function hasButtons({ document }: Checked): boolean {
  return document.newline === '\n'
}

function canBeSuggested(checked: Checked, { hunks }: ChangedFile): (finding: Finding) => boolean {
  return finding => {
    if (!hasButtons(checked)) return false
    const suggestion = suggestionOf(checked, [finding])
    return suggestion !== undefined && hunks.some(hunk => isWithin(suggestion, hunk))
  }
}

/** True when a finding is about what the change did, as far as `commentOn` asks for that. */
function concerns(checked: Checked, { changed, hunks }: ChangedFile, finding: Finding, commentOn: CommentOn): boolean {
  const own = linesOf(checked, finding)
  const instruction = instructionLines(checked, finding)
  const fix = suggestionOf(checked, [finding])
  return (commentOn === 'changed-lines' ? changed : hunks).some(
    span => touch(span, own) || touch(span, instruction) || (fix !== undefined && touch(span, fix)),
  )
}

/** The lines a finding points at, 1-based. */
export function linesOf({ document }: Checked, { range }: Pick<Finding, 'range'>): LineSpan {
  const { lines } = document
  const first = lines.lineAt(range.start) + 1
  return { first, last: Math.max(first, lines.lineAt(Math.max(range.start, range.end - 1)) + 1) }
}

/** The lines of the instruction that a finding begins in, 1-based; its own where it stands outside of any. */
export function instructionLines(checked: Checked, finding: Pick<Finding, 'range'>): LineSpan {
  const { start } = finding.range
  const around = checked.document.parts.find(({ range }) => range.start <= start && start < range.end)
  return around ? { first: around.startLine, last: around.endLine } : linesOf(checked, finding)
}
