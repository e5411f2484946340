import type { Finding } from '../rules/finding.js'
import type { Severity } from '../rules/rule.js'
import type { Counts, Dismissal, PlacedFinding } from './review.js'
import type { ReviewThread } from './threads.js'

export function countsOf(
  findings: readonly PlacedFinding[],
  ignored: readonly Finding[],
  dismissed: readonly Dismissal[],
  threads: readonly ReviewThread[],
): Counts {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    suggestions: threads.filter(({ suggestion }) => suggestion).length,
    proved: findings.filter(({ fix }) => fix).length,
    withheld: findings.filter(({ withheld }) => withheld !== undefined).length,
    ignored: ignored.length,
    dismissed: dismissed.length,
  }
}
