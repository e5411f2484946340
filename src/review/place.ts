import { applyEdits, areDisjoint, type Edit, sortEdits } from '../fixes/edits.js'
import { type Checked, refute } from '../fixes/prove.js'
import { type ChangedFile, isWithin, type LineSpan, touch } from '../inputs/change.js'
import type { Finding } from '../rules/finding.js'
import { SEVERITIES } from '../rules/rule.js'
import { type Suggestion, suggestionFrom } from './suggestion.js'

/** Findings that share one comment. */
export interface Thread extends LineSpan {
  readonly path: string
  /** Most severe first. */
  readonly findings: readonly Finding[]
  /** Those of `findings` whose fixes the suggestion carries out. */
  readonly fixed: readonly Finding[]
  readonly suggestion: Suggestion | undefined
}

export interface Placement {
  readonly threads: readonly Thread[]
  /** What cannot be a comment on the diff. */
  readonly outside: readonly Finding[]
}

/** `changed-lines`: only what the change touched; `changed-files`: whatever its diff shows. */
export type CommentOn = 'changed-lines' | 'changed-files'

/**
 * Decides which findings of a file become comments, and puts fixes that touch into one suggestion. Suggestions never
 * overlap, each lies inside one hunk, and all of them together are proved.
 */
export function place(checked: Checked, file: ChangedFile, commentOn: CommentOn): Placement {
  const active = bySeverity(checked.findings.filter(({ ignoredBy }) => ignoredBy === undefined))
  const commentable = active.filter(finding => concerns(checked, file, finding, commentOn))
  const groups = groupFixes(checked, file, commentable.filter(canBeSuggested(checked, file)))
  const threads: Thread[] = groups.map(({ fixed, followers, suggestion }) => {
    const { first, last } = suggestion
    return { path: file.path, first, last, findings: bySeverity([...fixed, ...followers]), fixed, suggestion }
  })
  const placed = new Set(threads.flatMap(({ findings }) => findings))
  const outside = active.filter(
    finding => !placed.has(finding) && !addPlain(threads, checked, file, finding, commentable),
  )
  return { threads: threads.sort((a, b) => a.first - b.first), outside }
}

/** Adds a finding without a button: to the comment that covers its lines, else as one of its own. */
function addPlain(
  threads: Thread[],
  checked: Checked,
  file: ChangedFile,
  finding: Finding,
  commentable: readonly Finding[],
): boolean {
  // A fix that leaves the hunk comes as a patch in the summary; half of it here would only confuse.
  if (!commentable.includes(finding) || (finding.fix !== undefined && hasButtons(checked))) return false
  const span = commentLines(file, linesOf(checked, finding))
  if (span === undefined) return false
  const index = threads.findIndex(thread => isWithin(span, thread))
  const thread = threads[index]
  if (thread) threads[index] = { ...thread, findings: bySeverity([...thread.findings, finding]) }
  else threads.push({ path: file.path, ...span, findings: [finding], fixed: [], suggestion: undefined })
  return true
}

/** The lines a finding points at, or the first of them where the diff does not show all. */
function commentLines({ hunks }: ChangedFile, span: LineSpan): LineSpan | undefined {
  if (hunks.some(hunk => isWithin(span, hunk))) return span
  const first = { first: span.first, last: span.first }
  return hunks.some(hunk => isWithin(first, hunk)) ? first : undefined
}

/** The web editor writes a suggestion with LF, or turns the whole file: there is no button for CRLF files. */
export function hasButtons({ build }: Checked): boolean {
  return build.dockerfile.newline === '\n'
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
  const { instructions } = checked.build.dockerfile
  const around = instructions.find(({ range }) => range.start <= finding.range.start && finding.range.start < range.end)
  const own = linesOf(checked, finding)
  const instruction = around ? { first: around.startLine, last: around.endLine } : own
  const fix = suggestionOf(checked, [finding])
  return (commentOn === 'changed-lines' ? changed : hunks).some(
    span => touch(span, own) || touch(span, instruction) || (fix !== undefined && touch(span, fix)),
  )
}

interface Group {
  readonly fixed: readonly Finding[]
  /** Their fixes want the same text: they follow once this one is in. */
  readonly followers: readonly Finding[]
  readonly suggestion: Suggestion
}

/** Merges what touches, until nothing does; then keeps the groups that hold together, most severe first. */
function groupFixes(checked: Checked, file: ChangedFile, findings: readonly Finding[]): readonly Group[] {
  let groups = findings.flatMap(finding => groupOf(checked, file, [finding], []) ?? [])
  for (let pair = touching(groups); pair; pair = touching(groups)) {
    const [a, b] = pair
    groups = [...groups.filter(group => group !== a && group !== b), merge(checked, file, a, b)]
  }
  if (
    refute(
      checked,
      groups.flatMap(({ fixed }) => fixed),
    ) === undefined
  )
    return groups
  const kept: Group[] = []
  for (const group of groups)
    if (
      refute(
        checked,
        [...kept, group].flatMap(({ fixed }) => fixed),
      ) === undefined
    )
      kept.push(group)
  return kept
}

/** Two groups whose lines touch, or that make the same edit: in two suggestions it would be made twice. */
function touching(groups: readonly Group[]): readonly [Group, Group] | undefined {
  const sorted = [...groups].sort((a, b) => a.suggestion.first - b.suggestion.first)
  const owners = new Map<string, Group>()
  for (const [i, group] of sorted.entries()) {
    const next = sorted[i + 1]
    // If any two touch, two neighbours do.
    if (next && touch(group.suggestion, next.suggestion)) return [group, next]
    for (const { start, end, text } of editsOf(group.fixed)) {
      const key = `${start}-${end} ${text}`
      const owner = owners.get(key)
      if (owner && owner !== group) return [owner, group]
      owners.set(key, group)
    }
  }
  return undefined
}

function editsOf(findings: readonly Finding[]): readonly Edit[] {
  return findings.flatMap(({ fix }) => fix?.edits ?? [])
}

function merge(checked: Checked, file: ChangedFile, a: Group, b: Group): Group {
  let group: Group | undefined
  const followers = [...a.followers, ...b.followers]
  for (const finding of bySeverity([...a.fixed, ...b.fixed])) {
    const wider = groupOf(checked, file, [...(group?.fixed ?? []), finding], followers)
    if (wider) group = wider
    else followers.push(finding)
  }
  return { ...(group ?? a), followers: bySeverity(followers) }
}

function groupOf(
  checked: Checked,
  { hunks }: ChangedFile,
  fixed: readonly Finding[],
  followers: readonly Finding[],
): Group | undefined {
  const suggestion = suggestionOf(checked, fixed)
  if (suggestion === undefined || !hunks.some(hunk => isWithin(suggestion, hunk))) return undefined
  // One fix alone was proved already.
  if (fixed.length > 1 && refute(checked, fixed) !== undefined) return undefined
  return { fixed, followers, suggestion }
}

/** The block of lines that carries out the fixes, undefined when they conflict or there are none. */
export function suggestionOf({ build }: Checked, findings: readonly Finding[]): Suggestion | undefined {
  const { text } = build.dockerfile
  const edits = sortEdits(editsOf(findings))
  return areDisjoint(edits) ? suggestionFrom(text, applyEdits(text, edits)) : undefined
}

/** The lines a finding points at, 1-based. */
export function linesOf({ build }: Checked, { range }: Pick<Finding, 'range'>): LineSpan {
  const { lines } = build.dockerfile
  const first = lines.lineAt(range.start) + 1
  return { first, last: Math.max(first, lines.lineAt(Math.max(range.start, range.end - 1)) + 1) }
}

function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity)
  return [...findings].sort((a, b) => rank(a) - rank(b) || a.range.start - b.range.start)
}
