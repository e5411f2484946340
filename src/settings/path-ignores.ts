import picomatch from 'picomatch'
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

const matchers = new Map<string, (path: string) => boolean>()

/** True when a glob from the repository's root takes `path` in. A folder's name takes in all below it. */
export function matches(glob: string, path: string): boolean {
  let isMatch = matchers.get(glob)
  if (isMatch === undefined) {
    const folder = glob.endsWith('/') ? glob.slice(0, -1) : glob
    // Git allows line ends in names, which a dot takes in only with this flag.
    isMatch = picomatch([glob, `${folder}/**`], { dot: true, flags: 's' })
    matchers.set(glob, isMatch)
  }
  return isMatch(path)
}
