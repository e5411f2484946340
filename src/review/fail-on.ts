import { SEVERITIES, type Severity } from '../rules/rule.js'

/** What fails the check: findings from a severity on, a Dockerfile whose score is below a number, or nothing. */
export type FailOn = Severity | 'never' | `score<${number}`

/** The limits that can be set: none is below 0, and every file with a finding is below 100. */
export const SCORE_LIMIT = /^score<(100|[1-9]\d?)$/

/** What may be said, for messages. */
export const FAIL_ON_WORDS = `${SEVERITIES.join(', ')}, never, or score< with a number from 1 to 100, as in score<70`

/** @returns undefined for what says nothing that is known */
export function failOnFrom(text: string): FailOn | undefined {
  if (SCORE_LIMIT.test(text)) return text as FailOn
  return [...SEVERITIES, 'never' as const].find(one => one === text)
}

/** The least score that passes; undefined where scores do not decide. */
export function scoreLimit(failOn: FailOn): number | undefined {
  const [, limit] = SCORE_LIMIT.exec(failOn) ?? []
  return limit === undefined ? undefined : Number(limit)
}
