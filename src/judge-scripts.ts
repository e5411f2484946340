import { modelBuild, runsOf } from './build/build.js'
import { type ShellVerdicts, shellcheckInput } from './build/shell-verdicts.js'
import { parseDockerfile } from './documents/dockerfile/document.js'
import { applyEdits, areDisjoint, sortEdits } from './fixes/edits.js'
import type { Change, ChangedFile } from './inputs/change.js'
import { check } from './rules/check.js'
import type { Settings } from './settings/settings.js'

/** Has scripts read by ShellCheck; undefined where there is none. */
export type AskShellcheck = (scripts: readonly string[]) => Promise<ShellVerdicts | undefined>

const ABSENT = 'ShellCheck is not on the PATH, so scripts in RUN were not checked by it.'

/**
 * Adds what ShellCheck says of all RUNs. It is asked once more for what its own fixes would make of them: so a fix can be
 * proved without a process for each.
 */
export async function judgeScripts(change: Change, settings: Settings, ask: AskShellcheck): Promise<Change> {
  const isOn = settings.rules.some(({ rule }) => rule.id === 'shellcheck')
  const files = [...change.files, ...(change.affected ?? [])]
  if (!isOn || files.length === 0) return change
  const first = await ask(
    files.flatMap(({ path, text, before }) =>
      [text, before].flatMap(one => (one === undefined ? [] : inputsOf(path, one))),
    ),
  )
  if (first === undefined) return { ...change, notices: [...(change.notices ?? []), ABSENT] }
  const judged = withVerdicts(change, first)
  const second = await ask(
    files.flatMap(file => fixedTexts(file, judged, settings).flatMap(text => inputsOf(file.path, text))),
  )
  return withVerdicts(change, new Map([...(second ?? []), ...first]))
}

function withVerdicts(change: Change, shellVerdicts: ShellVerdicts): Change {
  const before = change.before && { ...change.before, shellVerdicts }
  return { ...change, repository: { ...change.repository, shellVerdicts }, before }
}

function inputsOf(path: string, text: string): readonly string[] {
  return runsOf(modelBuild(parseDockerfile(path, text))).map(shellcheckInput)
}

/** The file with each of ShellCheck's fixes, and with all that go together. */
function fixedTexts({ path, text }: ChangedFile, { repository }: Change, settings: Settings): readonly string[] {
  const own = settings.rules.filter(({ rule }) => rule.id === 'shellcheck')
  const findings = check(modelBuild(parseDockerfile(path, text), repository), { ...settings, rules: own })
  const fixes = findings.flatMap(({ fix, ignoredBy }) => (fix && ignoredBy === undefined ? [sortEdits(fix.edits)] : []))
  const single = fixes.filter(areDisjoint)
  const all = sortEdits(single.flat())
  return [...single, ...(areDisjoint(all) ? [all] : [])].map(edits => applyEdits(text, edits))
}
