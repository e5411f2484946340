import { bySeverity, type Finding } from '../rules/finding.js'
import { conflicts, type Edit } from './edits.js'
import { type Checked, refute } from './prove.js'

/**
 * The findings whose fixes can all be applied at once: where two want the same text the more severe has it, and what does not
 * hold beside the others is left out.
 * @param checked fixes proved, each by itself
 */
export function fixedTogether(checked: Checked): readonly Finding[] {
  const wanted = compatible(bySeverity(checked.findings.filter(({ fix, ignoredBy }) => fix && ignoredBy === undefined)))
  return wanted.length < 2 ? wanted : holding(checked, [], wanted)
}

function compatible(findings: readonly Finding[]): readonly Finding[] {
  const taken: Edit[] = []
  return findings.filter(({ fix }) => {
    const edits = fix?.edits ?? []
    if (edits.some(edit => taken.some(other => conflicts(other, edit)))) return false
    taken.push(...edits)
    return true
  })
}

/** Halves what does not hold: mostly all does, and one proof is enough. */
function holding(checked: Checked, kept: readonly Finding[], more: readonly Finding[]): readonly Finding[] {
  if (more.length === 0) return kept
  if (refute(checked, [...kept, ...more]) === undefined) return [...kept, ...more]
  if (more.length === 1) return kept
  const middle = more.length >> 1
  return holding(checked, holding(checked, kept, more.slice(0, middle)), more.slice(middle))
}
