import type { Review } from './review.js'

/** The same review for where no comments can be: everything is told in the summary, each fix with its patch. */
export function withoutComments(review: Review): Review {
  const findings = review.findings.map(finding => ({
    ...finding,
    placement: 'summary' as const,
    offer: finding.offer && ('patch' as const),
  }))
  return { ...review, findings, threads: [], counts: { ...review.counts, suggestions: 0 } }
}
