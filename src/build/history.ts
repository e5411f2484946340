/** What was merged last, the newest first. */
export interface History {
  readonly kind: 'merged pull request' | 'commit'
  readonly changes: readonly PastChange[]
  /** There was more before, which a shallow clone does not have. */
  readonly isShallow: boolean
}

/** Which paths one of them changed, from the repository's root; of a renamed file both. */
export interface PastChange {
  /** `#123`, or a commit's short name. */
  readonly id: string
  readonly paths: readonly string[]
  /** False when it changed more than is listed. */
  readonly isComplete: boolean
}
