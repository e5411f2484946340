import { matches } from '../documents/path-globs.js'
import { answersTo } from '../rules/finding.js'
import type { Rule } from '../rules/rule.js'
import type { Settings } from './settings.js'

/** The entry of `ignore` in the configuration that switches a rule off for a file, as text. */
export function ignoringEntry({ ignore }: Settings, rule: Rule, path: string, code?: string): string | undefined {
  for (const { paths, rules } of ignore) {
    const applies = rules === undefined || rules.some(name => answersTo(rule, name, code))
    const glob = applies ? paths.find(one => matches(one, path)) : undefined
    if (glob !== undefined) return `ignore: ${glob}`
  }
  return undefined
}
