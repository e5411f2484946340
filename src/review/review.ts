import type { ReviewedDocument } from '../documents/reviewed-document.js'
import type { UnreadFile } from '../inputs/change.js'
import type { Finding } from '../rules/finding.js'
import type { FailOn } from './fail-on.js'
import type { Fingerprint } from './fingerprint.js'
import type { Retirement } from './retire.js'
import type { ReviewScores } from './scores.js'
import type { ReviewThread } from './threads.js'

export interface ReviewOptions {
  readonly failOn: FailOn
  readonly commentOn: 'changed-lines' | 'changed-files'
  /** Comments on the pull request at one time; the rest goes to the summary. */
  readonly maxComments: number
}

/** A finding with its place in lines and columns, 1-based, the end exclusive as to columns. */
export interface PlacedFinding extends Finding {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
  readonly fingerprint: Fingerprint
  readonly placement: 'comment' | 'summary'
  /** How the fix comes: by a button, by one that appears once another fix is in, or as `patch` alone. */
  readonly offer: 'suggestion' | 'follows' | 'patch' | undefined
  /** The fix as `git apply` takes it. */
  readonly patch: string | undefined
  /** The lines pointed at: for who has no diff before them. */
  readonly excerpt: readonly ExcerptLine[]
}

export interface ExcerptLine {
  readonly number: number
  readonly text: string
}

export interface ReviewedFile {
  readonly path: string
  readonly kind: ReviewedDocument['kind']
}

export interface Counts {
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  /** Suggestion blocks. */
  readonly suggestions: number
  /** Fixes that were tried on text and hold. */
  readonly proved: number
  /** Fixes that did not hold and are not offered. */
  readonly withheld: number
  /** Findings switched off by a comment or the configuration. */
  readonly ignored: number
  /** Findings that a person does not want to hear of again on this pull request. */
  readonly dismissed: number
}

/** A finding that a person dismissed. */
export interface Dismissal {
  readonly finding: Finding
  /** 1-based. */
  readonly line: number
  /** Login. */
  readonly by: string
}

/** A comment in a Dockerfile that switches rules off and that the change added. */
export interface AddedIgnore {
  readonly path: string
  /** 1-based. */
  readonly line: number
  readonly text: string
}

/** Dockerfiles that fail the check by their score. */
export interface TooLow {
  /** The least score that passes. */
  readonly limit: number
  /** How many are below it. */
  readonly files: number
  readonly lowest: number
}

/** All that is to be said of a change, wherever it is shown. */
export interface Review {
  readonly files: readonly ReviewedFile[]
  readonly unread: readonly UnreadFile[]
  /** Those that count, by file and line. */
  readonly findings: readonly PlacedFinding[]
  readonly ignored: readonly Finding[]
  readonly dismissed: readonly Dismissal[]
  readonly addedIgnores: readonly AddedIgnore[]
  /** What whoever reads the review has to know beside the findings, a sentence each. */
  readonly notices: readonly string[]
  /** At most `maxComments`, by file and line. */
  readonly threads: readonly ReviewThread[]
  /** Comments of earlier runs that no longer say what is so. */
  readonly retired: readonly Retirement[]
  readonly counts: Counts
  /** Undefined where no Dockerfile was read. */
  readonly scores: ReviewScores | undefined
  readonly tooLow: TooLow | undefined
  readonly conclusion: 'success' | 'neutral' | 'failure'
}
