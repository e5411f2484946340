import type { Build } from '../build/build.js'
import { BUILDKIT_CHECKS } from '../settings/foreign-names.js'
import { ignoringEntry } from '../settings/path-ignores.js'
import type { RuleSetting, Settings } from '../settings/settings.js'
import type { Finding } from './finding.js'
import { ignoringComment, warningsAreErrors } from './pragmas.js'
import { type Rule, SEVERITIES, type Severity } from './rule.js'

/**
 * What the rules say of one Dockerfile, from top to bottom. Findings that a comment or the configuration switches off are
 * marked and stay in the list. A rule that throws becomes a finding of its own, and the others go on.
 */
export function check(build: Build, settings: Settings): readonly Finding[] {
  const isBroken = build.dockerfile.error !== undefined
  const rules = settings.rules.filter(({ rule }) => (rule.readsBrokenFiles ?? false) === isBroken)
  const isStrict = warningsAreErrors(build.dockerfile)
  const findings = rules.flatMap(setting => {
    const found = findingsOf(build, setting).map(finding => weighed(finding, settings))
    return isStrict && failsTheBuild(setting.rule) ? found.map(asError) : found
  })
  const marked = findings.map(finding => ({ ...finding, ignoredBy: ignoredBy(build, settings, finding) }))
  return marked.sort(
    (a, b) => a.range.start - b.range.start || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  )
}

function findingsOf(build: Build, { rule, severity, options }: RuleSetting): readonly Finding[] {
  const { path } = build.dockerfile
  const common = { rule, path, withheld: undefined, ignoredBy: undefined }
  try {
    return [...rule.check(build, options)].map(({ range, message, fix, code, severity: own = severity }) => ({
      ...common,
      severity: lesser(own, severity),
      range,
      message,
      fix,
      code,
    }))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `The rule ${rule.id} failed on this file (${reason}). That is a fault of Drydock; the other rules went on.`
    return [{ ...common, severity: 'warning', range: { start: 0, end: 0 }, message, fix: undefined }]
  }
}

/** With `# check=error=true` BuildKit refuses to build what it would only warn of. */
function failsTheBuild({ aliases }: Rule): boolean {
  return aliases.some(alias => BUILDKIT_CHECKS.has(alias))
}

function weighed(finding: Finding, { severities }: Settings): Finding {
  const severity = finding.code === undefined ? undefined : severities?.get(finding.code)
  return severity === undefined ? finding : { ...finding, severity }
}

function asError(finding: Finding): Finding {
  return { ...finding, severity: 'error' }
}

function lesser(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b) ? a : b
}

function ignoredBy(
  { dockerfile }: Build,
  settings: Settings,
  { rule, path, range, code }: Finding,
): string | undefined {
  return ignoringComment(dockerfile, rule, range, code) ?? ignoringEntry(settings, rule, path, code)
}
