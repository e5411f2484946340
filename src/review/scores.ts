import type { Finding } from '../rules/finding.js'
import type { CheckedFile } from './compose.js'
import { type Fingerprint, fingerprintsOf } from './fingerprint.js'
import { averageOf, type Score, scoreOf } from './score.js'

/** How good something is, was and could be. */
export interface Scores {
  readonly now: Score
  /** Undefined where it was not there before the change, or nobody knows how it was. */
  readonly before: Score | undefined
  /** Once every fix that is offered is in, as far as they hold together; undefined where there is none. */
  readonly withSuggestions: Score | undefined
}

export interface FileScores extends Scores {
  readonly path: string
}

/** The scores of the Dockerfiles under review, and what they come to on average. */
export interface ReviewScores extends Scores {
  readonly files: readonly FileScores[]
}

/** @returns undefined where no Dockerfile was read */
export function scoresOf(all: readonly CheckedFile[], dismissed: ReadonlySet<Finding>): ReviewScores | undefined {
  const files = all.filter(({ checked }) => checked.document.kind === 'dockerfile')
  if (files.length === 0) return undefined
  const scores = files.map(file => fileScores(file, dismissed))
  // A file that is new has no part in what was; of one that nobody could read as it was, there is no telling.
  const old = scores.filter((_, i) => files[i]?.file.isAdded !== true)
  const before = old.flatMap(one => one.before ?? [])
  const isBetter = scores.some(({ withSuggestions }) => withSuggestions !== undefined)
  return {
    now: averageOf(scores.map(({ now }) => now)),
    before: before.length > 0 && before.length === old.length ? averageOf(before) : undefined,
    withSuggestions: isBetter ? averageOf(scores.map(({ now, withSuggestions }) => withSuggestions ?? now)) : undefined,
    files: scores,
  }
}

function fileScores(file: CheckedFile, dismissed: ReadonlySet<Finding>): FileScores {
  const { checked, known = [], fixedTogether = [] } = file
  const counted = [...checked.findings, ...known].filter(one => one.ignoredBy === undefined && !dismissed.has(one))
  const isRefused = checked.document.isBroken && counted.length > 0
  const fixed = new Set(fixedTogether)
  const left = counted.filter(finding => !fixed.has(finding))
  return {
    path: file.file.path,
    now: scoreOf(counted, isRefused),
    before: scoreBefore(file, dismissed),
    // Of a file that is not read nobody knows what else there is.
    withSuggestions: isRefused || left.length === counted.length ? undefined : scoreOf(left),
  }
}

/** What a person dismissed does not count on either side: a word of theirs makes no file better. */
function scoreBefore({ checked, before }: CheckedFile, dismissed: ReadonlySet<Finding>): Score | undefined {
  // What has no FROM was a link, or was no Dockerfile yet.
  if (before === undefined || ('build' in before && before.build.dockerfile.stages.length === 0)) return undefined
  const prints = fingerprintsOf(checked)
  const gone = new Set([...dismissed].flatMap(finding => keyHere(prints.get(finding)) ?? []))
  const earlier = fingerprintsOf(before)
  const counted = before.findings.filter(
    finding => finding.ignoredBy === undefined && !gone.has(keyHere(earlier.get(finding)) ?? ''),
  )
  return scoreOf(counted, before.document.isBroken && counted.length > 0)
}

/** By what a finding is known in its file, wherever that stands. */
function keyHere(print: Fingerprint | undefined): string | undefined {
  return print && `${print.rule} ${print.text} ${print.ordinal}`
}
