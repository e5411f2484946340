import type { RunStep } from '../build/build.js'
import { type SystemCall, systemCallsOf } from './system-packages.js'

/** True for a call that leaves downloads in the layer of a RUN. */
type Leaving = (run: RunStep, call: SystemCall) => boolean

/** Behind the last install: removed by whatever name of the manager, by `rm`, or by a script whose name says so. */
export function isCleaned(run: RunStep, { manager }: SystemCall, isLeaving: Leaving): boolean {
  const { text } = run.script.text
  if (/\b(?:ln|mount)\b[^\n&|;]*\/var\/cache/.test(text)) return true
  const start = startOfCleaning(run, one => isLeaving(run, one))
  const behind = text.slice(start)
  if (/\/var\/cache|\/var\/\*/.test(behind)) return true
  if (manager.name === 'pacman' && /-Sc|--clean|paccache/.test(behind)) return true
  // `clean metadata` leaves the packages, `clean packages` the lists.
  if (/\b(?:dnf5?|yum|microdnf|tdnf)\b[^\n&|;]*\sclean\b[^\n&|;]*(?:\ball\b|\$)/.test(behind)) return true
  if (/\bzypper\b[^\n&|;]*\s(?:clean|cc)\b/.test(behind)) return true
  return run.calls.some(({ path, command }) => /clean/i.test(path) && command.range.start >= start)
}

/** Where the last command ends that leaves something; a trap works from wherever it is set. */
export function startOfCleaning(run: RunStep, isLeaving: (call: SystemCall) => boolean): number {
  if (run.calls.some(({ program }) => program === 'trap')) return 0
  return systemCallsOf(run).findLast(isLeaving)?.call.command.range.end ?? 0
}
