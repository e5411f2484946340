import type { Finding } from '../rules/finding.js'
import { CATEGORIES, type Category, SEVERITIES, type Severity } from '../rules/rule.js'

/** Points from 0 to 100, whole numbers. A judgement of what was found, by the formula of docs/score.md: nothing is measured. */
export interface Score {
  readonly total: number
  readonly categories: Readonly<Record<Category, number>>
}

/** What a finding takes off its category: the first of a rule in a file, and each further one. */
export const POINTS: Readonly<Record<Severity, { readonly first: number; readonly further: number }>> = {
  error: { first: 60, further: 30 },
  warning: { first: 20, further: 10 },
  info: { first: 4, further: 2 },
}

/**
 * The score of one Dockerfile. Each category begins at 100 and ends at 0; the total is the mean of two figures, rounded down:
 * the mean of all categories and the lowest of them, so that four good ones do not hide a leak in the fifth.
 * @param findings those that count
 * @param isRefused BuildKit does not read the file: there is no image to speak of, and no category is more than 0
 */
export function scoreOf(findings: readonly Pick<Finding, 'rule' | 'severity'>[], isRefused = false): Score {
  const seen = new Set<string>()
  const lost = new Map<Category, number>()
  for (const severity of SEVERITIES)
    for (const { rule } of findings.filter(finding => finding.severity === severity)) {
      const points = POINTS[severity][seen.has(rule.id) ? 'further' : 'first']
      seen.add(rule.id)
      lost.set(rule.category, (lost.get(rule.category) ?? 0) + points)
    }
  const categories = byCategory(category => (isRefused ? 0 : Math.max(0, 100 - (lost.get(category) ?? 0))))
  const all = Object.values(categories)
  // Whole numbers up to the division: half the mean of five is a tenth of their sum.
  return { total: Math.floor((sumOf(all) + 5 * Math.min(...all)) / 10), categories }
}

/** What several Dockerfiles have on average, rounded down. @param scores at least one */
export function averageOf(scores: readonly Score[]): Score {
  const mean = (points: readonly number[]) => Math.floor(sumOf(points) / scores.length)
  return {
    total: mean(scores.map(({ total }) => total)),
    categories: byCategory(category => mean(scores.map(({ categories }) => categories[category]))),
  }
}

function byCategory(points: (category: Category) => number): Score['categories'] {
  return Object.fromEntries(CATEGORIES.map(one => [one, points(one)])) as Record<Category, number>
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
