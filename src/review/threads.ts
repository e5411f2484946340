import { isWithin, touch } from '../inputs/change.js'
import type { Finding } from '../rules/finding.js'
import { SEVERITIES } from '../rules/rule.js'
import type { EarlierComment } from './conversation.js'
import { type Fingerprint, keyOf } from './fingerprint.js'
import type { Matches } from './match-comments.js'
import type { Thread } from './place.js'

/** A thread with the comment that stands for it on the pull request. */
export interface ReviewThread extends Thread {
  readonly fingerprints: readonly Fingerprint[]
  /** Undefined where it is still to be posted, or was posted by this run. */
  readonly earlier: EarlierComment | undefined
  readonly isPosted: boolean
}

/** What a run knows of its own posting so far. Findings by their keys. */
export interface Posting {
  /** False when the token may not comment, or GitHub does not take comments now. */
  readonly canPost: boolean
  /** Said by this run: GitHub may not show it yet. */
  readonly posted: ReadonlySet<string>
  /** GitHub found no place for them. */
  readonly refused: ReadonlySet<string>
}

export const NOTHING_POSTED: Posting = { canPost: true, posted: new Set(), refused: new Set() }

/**
 * Gives each thread the comment that stands for it already, and chooses what else is posted: the most severe, as long as
 * there are fewer than `limit` in all. What a person dismissed keeps its place as long as it stands, else every word of
 * theirs would bring up the next comment; so does what stands in a file that cannot be judged.
 * @param unknown paths of such files
 */
export function chooseThreads(
  threads: readonly Thread[],
  printOf: (finding: Finding) => Fingerprint,
  matches: Matches,
  posting: Posting,
  { limit, unknown }: { readonly limit: number; readonly unknown: ReadonlySet<string> },
): readonly ReviewThread[] {
  const used = new Set<EarlierComment>()
  const all = threads.map(thread => {
    const fingerprints = thread.findings.map(printOf)
    const earlier = earlierOf(thread, fingerprints, matches, used)
    if (earlier) used.add(earlier)
    // Where nothing can be edited a comment says what it said, and no more.
    if (earlier && !posting.canPost) return onlySaid(thread, earlier, printOf, matches)
    const isPosted = earlier !== undefined || fingerprints.some(print => posting.posted.has(keyOf(print)))
    return { ...thread, fingerprints, earlier, isPosted }
  })
  const standing = matches.mentions.filter(mention => matches.byMention.has(mention))
  const held = new Set([
    ...standing.flatMap(({ comment }) => (comment.dismissedBy ? [comment] : [])),
    ...matches.mentions.flatMap(({ comment }) => (unknown.has(comment.path) && !used.has(comment) ? [comment] : [])),
  ])
  const places = limit - held.size - all.filter(({ isPosted }) => isPosted).length
  const isWelcome = ({ isPosted, fingerprints }: ReviewThread) =>
    !isPosted && posting.canPost && !fingerprints.some(print => posting.refused.has(keyOf(print)))
  const chosen = new Set([...all.filter(isWelcome)].sort(bySeverity).slice(0, Math.max(0, places)))
  return all.filter(thread => thread.isPosted || chosen.has(thread))
}

function onlySaid(
  thread: Thread,
  earlier: EarlierComment,
  printOf: (finding: Finding) => Fingerprint,
  { byFinding }: Matches,
): ReviewThread {
  const findings = thread.findings.filter(finding => byFinding.get(finding) === earlier)
  return { ...thread, findings, fingerprints: findings.map(printOf), earlier, isPosted: true }
}

function bySeverity(a: Thread, b: Thread): number {
  const rank = ({ findings: [first] }: Thread) => SEVERITIES.indexOf(first?.severity ?? 'info')
  return rank(a) - rank(b)
}

/**
 * The comment that can go on speaking for a thread. GitHub puts a suggestion in the place of the lines that a comment stands
 * on, so it has to stand on the very same; without one it is enough that they touch.
 */
function earlierOf(
  { findings, first, last, suggestion }: Thread,
  fingerprints: readonly Fingerprint[],
  { byFinding, byMention, mentions }: Matches,
  used: ReadonlySet<EarlierComment>,
): EarlierComment | undefined {
  const keys = new Set(fingerprints.map(keyOf))
  // Where findings part, the new comment on one of them is matched with nothing as long as the old one still names it.
  const others = mentions.filter(mention => !byMention.has(mention) && keys.has(keyOf(mention.fingerprint)))
  const candidates = [
    ...findings.flatMap(finding => byFinding.get(finding) ?? []),
    ...others.map(({ comment }) => comment),
  ]
  const usable = candidates.filter(comment => {
    const { anchor } = comment
    if (anchor === undefined || comment.dismissedBy !== undefined || used.has(comment)) return false
    if (suggestion === undefined) return touch(anchor, { first, last })
    return isWithin(anchor, { first, last }) && isWithin({ first, last }, anchor)
  })
  const count = (comment: EarlierComment) => candidates.filter(other => other === comment).length
  return [...usable].sort((a, b) => count(b) - count(a))[0]
}
