import { applyEdits } from '../../src/fixes/edits.js'
import { RULES } from '../../src/rules/index.js'
import { checked, type Files } from '../rules/checking.js'
import type { Differences } from './compare.js'

/** A Dockerfile and the files around it, built before and after the fixes of some rules. */
export interface Project {
  readonly name: string
  readonly rules: readonly [string, ...string[]]
  readonly dockerfile: string
  readonly files?: Files
  /** Images that the Dockerfile starts from, each with the Dockerfile that makes it. */
  readonly bases?: Readonly<Record<string, string>>
  readonly differs?: Differences
  /** What `RUN --mount=type=secret` finds, by its id. */
  readonly secrets?: Files
  /** Where the unfixed file does not build, or its image does not start: what Docker says, and what the fixed program writes. */
  readonly failsBefore?: { readonly says: RegExp; readonly writes: string }
}

/** The Dockerfile with every proved fix of the project's rules. All rules that are on by default look at it, as in a review. */
export function fixedDockerfile({ rules, dockerfile, files = {} }: Project): string {
  const on = RULES.filter(({ id, isOffByDefault }) => !isOffByDefault || rules.includes(id))
  const findings = checked(dockerfile, on, files).findings.filter(({ rule }) => rules.includes(rule.id))
  const unfixed = findings.filter(({ fix }) => fix === undefined)
  const fixes = findings.flatMap(({ fix }) => fix ?? [])
  const silent = rules.filter(id => findings.every(({ rule }) => rule.id !== id))
  if (unfixed.length > 0 || silent.length > 0)
    throw new Error(`no fix: ${[...silent, ...unfixed.map(({ message, withheld }) => withheld ?? message)].join('; ')}`)
  return applyEdits(
    dockerfile,
    fixes.flatMap(({ edits }) => edits),
  )
}
