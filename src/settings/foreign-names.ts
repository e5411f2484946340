import { FOREIGN_LINTERS } from '../docs/foreign-ids.js'

const LISTED = new Set(FOREIGN_LINTERS.flatMap(({ checks }) => checks.map(({ id }) => id)))

/** Names of hadolint, ShellCheck, Trivy and Checkov, those that they gave up or do not have yet, too. */
export const FOREIGN_PATTERN = /^(?:DL\d{4}|SC\d{4}|(?:AVD-)?DS-?\d{3,4}|CKV2?_DOCKER_\d{1,3})$/

/** True for what is a check of another linter, whether a rule answers it or not. */
export function isForeignName(name: string): boolean {
  return LISTED.has(name) || FOREIGN_PATTERN.test(name)
}

/** Names that have no pattern: those of `docker build --check`. */
export const BUILDKIT_CHECKS: ReadonlySet<string> = new Set(
  [...LISTED].filter(id => !FOREIGN_PATTERN.test(id) && /[a-z]/.test(id)),
)
