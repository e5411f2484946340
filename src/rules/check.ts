import type { Build } from '../build/build.js'
import type { IgnoreScope } from '../build/ignore-files/ignore-scope.js'
import { isGenerated } from '../documents/dockerfile/generated.js'
import { BUILDKIT_CHECKS } from '../settings/foreign-names.js'
import { ignoringEntry } from '../settings/path-ignores.js'
import type { RuleSetting, Settings } from '../settings/settings.js'
import { acrossContexts } from './across-contexts.js'
import type { Finding } from './finding.js'
import { ignoringComment, warningsAreErrors } from './pragmas.js'
import { type Problem, type Rule, SEVERITIES, type Severity } from './rule.js'

/**
 * What the rules say of one Dockerfile, from top to bottom. Findings that a comment or the configuration switches off are
 * marked and stay in the list. A rule that throws becomes a finding of its own, and the others go on.
 */
export function check(build: Build, settings: Settings): readonly Finding[] {
  const isStrict = warningsAreErrors(build.dockerfile)
  const findings = acrossContexts(build, one => findingsIn(one, settings)).map(found => {
    const finding = { ...weighed(found, settings), ...(isStrict && failsTheBuild(found.rule) ? ERROR : {}) }
    return { ...finding, ignoredBy: ignoredBy(build, settings, finding) }
  })
  return inOrder(findings)
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity)
  return [...findings].sort((a, b) => a.range.start - b.range.start || rank(a) - rank(b))
}

/** Where a rule finds fault: all that a proof has to know. */
export type Found = Pick<Finding, 'rule' | 'range'>

/** Where the rules find fault, in no order, whatever may switch it off. */
export function problemsIn(build: Build, { rules }: Settings): readonly Found[] {
  return settingsFor(build, rules).flatMap(({ rule, options }) => placesOf(rule, () => rule.check?.(build, options)))
}

/** What the rules say of one ignore file, from top to bottom; only the configuration can switch them off. */
export function checkIgnoreFile(scope: IgnoreScope, settings: Settings): readonly Finding[] {
  const { path } = scope.ignore
  const findings = settings.rules.flatMap(setting =>
    findingsOf(path, setting, (rule, options) => rule.checkIgnoreFile?.(scope, options)),
  )
  return inOrder(findings.map(found => ({ ...found, ignoredBy: ignoringEntry(settings, found.rule, path) })))
}

/** Where the rules find fault with an ignore file. */
export function problemsInIgnoreFile(scope: IgnoreScope, { rules }: Settings): readonly Found[] {
  return rules.flatMap(({ rule, options }) => placesOf(rule, () => rule.checkIgnoreFile?.(scope, options)))
}

function placesOf(rule: Rule, run: () => Iterable<Problem> | undefined): readonly Found[] {
  try {
    return Array.from(run() ?? [], ({ range }) => ({ rule, range }))
  } catch {
    return [{ rule, range: NOWHERE }]
  }
}

function findingsIn(build: Build, { rules }: Settings): readonly Finding[] {
  const { path } = build.dockerfile
  return settingsFor(build, rules).flatMap(setting =>
    findingsOf(path, setting, (rule, options) => rule.check?.(build, options)),
  )
}

function settingsFor({ dockerfile }: Build, rules: readonly RuleSetting[]): readonly RuleSetting[] {
  const isBroken = dockerfile.error !== undefined
  return rules.filter(({ rule }) => (rule.readsBrokenFiles ?? false) === isBroken)
}

function findingsOf(
  path: string,
  { rule, severity, options }: RuleSetting,
  run: (rule: Rule, options: RuleSetting['options']) => Iterable<Problem> | undefined,
): readonly Finding[] {
  const common = { rule, path, withheld: undefined, ignoredBy: undefined }
  try {
    return Array.from(
      run(rule, options) ?? [],
      ({ range, message, fix, proposal, step, isOrder, code, severity: own = severity }) => ({
        ...common,
        severity: lesser(own, severity),
        range,
        message,
        fix: typeof fix === 'function' ? fix() : fix,
        proposal,
        step,
        isOrder: isOrder ?? false,
        code,
      }),
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `The rule ${rule.id} failed on this file (${reason}). That is a fault of Drydock; the other rules went on.`
    return [{ ...common, severity: 'warning', range: NOWHERE, message, fix: undefined }]
  }
}

const NOWHERE = { start: 0, end: 0 }

/** With `# check=error=true` BuildKit refuses to build what it would only warn of. */
function failsTheBuild({ aliases }: Rule): boolean {
  return aliases.some(alias => BUILDKIT_CHECKS.has(alias))
}

function weighed(finding: Finding, { severities }: Settings): Finding {
  const severity = finding.code === undefined ? undefined : severities?.get(finding.code)
  return severity === undefined ? finding : { ...finding, severity }
}

const ERROR = { severity: 'error' } as const

function lesser(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b) ? a : b
}

function ignoredBy(
  { dockerfile }: Build,
  settings: Settings,
  { rule, path, range, code, severity }: Finding,
): string | undefined {
  const own = ignoringComment(dockerfile, rule, range, code) ?? ignoringEntry(settings, rule, path, code)
  if (own !== undefined || severity === 'error') return own
  return isGenerated(dockerfile) ? GENERATED : undefined
}

/** A fix would be gone with the next run of the tool; of what breaks or leaks its owner must know all the same. */
const GENERATED = 'its own comment: generated, not to be edited'
