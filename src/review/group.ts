import { applyEdits, areDisjoint, type Edit, sortEdits } from '../fixes/edits.js'
import { type Checked, refute } from '../fixes/prove.js'
import { type ChangedFile, isWithin, type LineSpan, touch } from '../inputs/change.js'
import { bySeverity, type Finding } from '../rules/finding.js'
import { SEVERITIES } from '../rules/rule.js'
import { type Suggestion, suggestionFrom } from './suggestion.js'

/** Fixes that are carried out by one suggestion. */
export interface Group {
  readonly fixed: readonly Finding[]
  /** Their fixes want the same text: they follow once this one is in. */
  readonly followers: readonly Finding[]
  readonly suggestion: Suggestion
  /** The lines that the edits and the suggestion lie on: another group may not touch one of them. */
  readonly reach: LineSpan
}

/** Merges what touches, until nothing does; then keeps the groups that hold together, most severe first. */
export function groupFixes(checked: Checked, file: ChangedFile, findings: readonly Finding[]): readonly Group[] {
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
  const sorted = [...groups].sort((a, b) => a.reach.first - b.reach.first)
  const owners = new Map<string, Group>()
  for (const [i, group] of sorted.entries()) {
    const next = sorted[i + 1]
    // If any two touch, two neighbours do.
    if (next && touch(group.reach, next.reach)) return [group, next]
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
  for (const finding of inOrder([...a.fixed, ...b.fixed])) {
    const wider = groupOf(checked, file, [...(group?.fixed ?? []), finding], followers)
    if (wider) group = wider
    else followers.push(finding)
  }
  return { ...(group ?? a), followers: bySeverity(followers) }
}

/** Most severe first; then the fix that replaces most text: it may well do what a smaller one is for. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity)
  const extent = (finding: Finding) => editsOf([finding]).reduce((sum, { start, end }) => sum + end - start, 0)
  return [...findings].sort((a, b) => rank(a) - rank(b) || extent(b) - extent(a))
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
  return { fixed, followers, suggestion, reach: reachOf(checked, fixed, suggestion) }
}

/**
 * Among equal lines a suggestion may lie beside the edits that it stands for: an added blank line is as good one line
 * further down. Only groups whose edits are apart, too, can be pressed in any order.
 */
function reachOf({ document }: Checked, fixed: readonly Finding[], suggestion: Suggestion): LineSpan {
  const { lines } = document
  const edits = editsOf(fixed)
  const isWhole = ({ start, end, text }: Edit) =>
    end > start && lines.positionAt(start).column === 0 && lines.positionAt(end).column === 0 && /^$|\n$/.test(text)
  const last = (edit: Edit) => lines.lineAt(isWhole(edit) ? edit.end - 1 : edit.end) + 1
  return {
    first: Math.min(suggestion.first, ...edits.map(({ start }) => lines.lineAt(start) + 1)),
    last: Math.max(suggestion.last, ...edits.map(last)),
  }
}

/** The block of lines that carries out the fixes, undefined when they conflict or there are none. */
export function suggestionOf({ document }: Checked, findings: readonly Finding[]): Suggestion | undefined {
  const { text } = document
  const edits = sortEdits(editsOf(findings))
  return areDisjoint(edits) ? suggestionFrom(text, applyEdits(text, edits)) : undefined
}
