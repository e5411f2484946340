import type { IgnoreScope } from '../build/ignore-files/ignore-scope.js'
import { isIgnored, parseDockerignore } from '../documents/dockerignore/document.js'
import { problemsInIgnoreFile } from '../rules/check.js'
import type { Finding } from '../rules/finding.js'
import type { Settings } from '../settings/settings.js'

/**
 * Tries an ignore file with another text: Docker reads it, every file that the contexts had before is still there, what was
 * mended is gone, and nothing new is found.
 * @returns why it does not hold, undefined when it does
 */
export function refuteIgnoreFile(
  scope: IgnoreScope,
  settings: Settings,
  changed: string,
  fixed: readonly Finding[],
  findings: readonly Finding[],
): string | undefined {
  const ignore = parseDockerignore(scope.ignore.path, changed)
  if (ignore.error !== undefined) return `Docker would refuse the result: ${ignore.error.message}`
  for (const { context } of scope.builds) {
    const lost = context?.filesIn('').find(file => isIgnored(ignore, file))
    if (lost !== undefined) return `it would keep \`${lost}\` out, which git tracks`
  }
  const left = problemsInIgnoreFile({ ...scope, ignore }, settings)
  for (const rule of new Set([...findings, ...left].map(one => one.rule))) {
    const count = (all: readonly { readonly rule: unknown }[]) => all.filter(one => one.rule === rule).length
    if (count(left) > count(findings) - count(fixed)) return `the rule ${rule.id} would find fault with the result`
  }
  return undefined
}
