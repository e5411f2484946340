import type { Checked } from '../fixes/prove.js'
import type { Change, ChangedFile } from '../inputs/change.js'
import type { Finding } from '../rules/finding.js'
import { SEVERITIES } from '../rules/rule.js'
import { addedIgnores } from './added-ignores.js'
import type { Conversation } from './conversation.js'
import { countsOf } from './counts.js'
import { type FailOn, scoreLimit } from './fail-on.js'
import { type Fingerprint, fingerprintsOf } from './fingerprint.js'
import { type Found, type Matches, matchComments } from './match-comments.js'
import { noticesOf } from './notices.js'
import { instructionLines, linesOf, place } from './place.js'
import { placedFindings } from './placed-findings.js'
import { type Reviewed, retire } from './retire.js'
import type { Dismissal, Review, ReviewOptions, TooLow } from './review.js'
import { type ReviewScores, scoresOf } from './scores.js'
import { chooseThreads, NOTHING_POSTED, type Posting } from './threads.js'

/** A file of the change with what the rules said of it, fixes proved. */
export interface CheckedFile {
  readonly file: ChangedFile
  readonly checked: Checked
  /** The same of the file as it was before the change, fixes not proved; undefined where there is none or it is not known. */
  readonly before?: Checked | undefined
  /** Of a file that stays as it is: what it had before, which is not said again. */
  readonly known?: readonly Finding[]
  /** The findings whose fixes can all be applied at once. */
  readonly fixedTogether?: readonly Finding[]
}

/** What is on the pull request already. */
export interface Standing {
  readonly conversation: Conversation
  readonly posting: Posting
  /** The commit under review. */
  readonly head: string
}

const NOTHING_STANDS: Standing = { conversation: [], posting: NOTHING_POSTED, head: '-' }

/**
 * Decides what is said where: comments on the diff, the summary for the rest, whether the check fails, and what becomes of
 * the comments of earlier runs.
 */
export function compose(
  change: Change,
  files: readonly CheckedFile[],
  options: ReviewOptions,
  standing: Standing = NOTHING_STANDS,
): Review {
  const found = files.flatMap(foundIn)
  const exists = (path: string) => !change.repository.isComplete || change.repository.files.has(path)
  const matches = matchComments(found, standing.conversation, exists)
  const dismissed = dismissedIn(found, matches)
  // A proof counts its work by the object that it is given: a new one for each time that this is composed.
  const heard = files.map(({ file, checked }) => ({ file, checked: withoutDismissed(checked, dismissed) }))
  const candidates = heard.flatMap(({ file, checked }) => place(checked, file, options.commentOn))
  const prints = new Map(found.map(({ finding, fingerprint }) => [finding, fingerprint]))
  const printOf = (finding: Finding) => prints.get(finding) as Fingerprint
  const reviewed = reviewedOf(change, files, found, standing.head, exists)
  const room = { limit: options.maxComments, unknown: reviewed.unknown }
  const threads = chooseThreads(candidates, printOf, matches, standing.posting, room)
  const findings = heard.flatMap(({ checked }) => placedFindings(checked, threads, printOf))
  const ignored = files.flatMap(({ checked }) => checked.findings.filter(({ ignoredBy }) => ignoredBy !== undefined))
  const scores = scoresOf(files, new Set(dismissed.map(({ finding }) => finding)))
  const tooLow = tooLowIn(scores, options.failOn)
  // An ignore file has no score; with one that Docker refuses no build can run.
  const isRefused = (finding: Finding) =>
    files.some(
      ({ checked: { document } }) =>
        document.kind === 'ignore-file' && document.isBroken && document.path === finding.path,
    )
  const failsByScore = tooLow !== undefined || (scoreLimit(options.failOn) !== undefined && findings.some(isRefused))
  return {
    files: files.map(({ checked: { document } }) => ({ path: document.path, kind: document.kind })),
    unread: change.unread,
    findings,
    ignored,
    dismissed,
    addedIgnores: files.flatMap(({ file, checked }) =>
      'build' in checked ? addedIgnores(checked.build.dockerfile, file.changed) : [],
    ),
    notices: noticesOf(change, files.length),
    threads,
    retired: retire(matches, threads, reviewed),
    counts: countsOf(findings, ignored, dismissed, threads),
    scores,
    tooLow,
    conclusion: concludes(findings, change.unread.length > 0, failsByScore, options.failOn),
  }
}

function foundIn({ file, checked }: CheckedFile): readonly Found[] {
  const prints = fingerprintsOf(checked)
  return checked.findings.map(finding => ({
    finding,
    fingerprint: prints.get(finding) as Fingerprint,
    lines: linesOf(checked, finding),
    around: instructionLines(checked, finding),
    previousPath: file.previousPath,
    isNewHere: file.isAdded === true || file.previousPath !== undefined,
  }))
}

function dismissedIn(found: readonly Found[], { byFinding }: Matches): readonly Dismissal[] {
  return found.flatMap(({ finding, lines }) => {
    const by = byFinding.get(finding)?.dismissedBy
    return by === undefined || finding.ignoredBy !== undefined ? [] : [{ finding, line: lines.first, by }]
  })
}

/** To place and to prove they are ignored findings like any other. */
function withoutDismissed(checked: Checked, dismissed: readonly Dismissal[]): Checked {
  const by = new Map(dismissed.map(one => [one.finding, one.by]))
  const findings = checked.findings.map(finding =>
    by.has(finding) ? { ...finding, ignoredBy: by.get(finding) } : finding,
  )
  return { ...checked, findings }
}

function reviewedOf(
  { files: changed, ignoreFiles = [], unread }: Change,
  files: readonly CheckedFile[],
  found: readonly Found[],
  head: string,
  exists: (path: string) => boolean,
): Reviewed {
  const broken = files.filter(({ checked }) => checked.document.isBroken)
  const settings = files.flatMap(({ checked }) => checked.settings.rules)
  return {
    head,
    found,
    checked: new Set([...changed, ...ignoreFiles].map(({ path }) => path)),
    unknown: new Set([...unread.map(({ path }) => path), ...broken.map(({ file }) => file.path)]),
    rules: new Set(settings.map(({ rule }) => rule.id)),
    exists,
  }
}

/** Each file has to be good enough: among many good ones the mean would hide the one that is not. */
function tooLowIn(scores: ReviewScores | undefined, failOn: FailOn): TooLow | undefined {
  const limit = scoreLimit(failOn)
  if (limit === undefined || scores === undefined) return undefined
  const low = scores.files.map(({ now }) => now.total).filter(total => total < limit)
  return low.length === 0 ? undefined : { limit, files: low.length, lowest: Math.min(...low) }
}

/** A file that nobody could read was not found to be good. */
function concludes(
  findings: readonly Finding[],
  hasUnread: boolean,
  failsByScore: boolean,
  failOn: FailOn,
): Review['conclusion'] {
  if (failsByScore || (hasUnread && failOn !== 'never')) return 'failure'
  if (findings.length === 0) return hasUnread ? 'neutral' : 'success'
  // -1 for what is no severity: then no finding fails the check by itself.
  const limit = (SEVERITIES as readonly string[]).indexOf(failOn)
  return findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit) ? 'failure' : 'neutral'
}
