import type { Finding } from '../rules/finding.js'
import type { EarlierComment } from './conversation.js'
import { type Fingerprint, keyOf } from './fingerprint.js'
import type { Found, Matches, Mention } from './match-comments.js'
import type { ReviewThread } from './threads.js'

/** Why a comment no longer says what is so. */
export type Reason =
  /** The finding is gone. */
  | { readonly kind: 'fixed' }
  /** It stands and is said elsewhere. */
  | { readonly kind: 'moved'; readonly to: 'comment' | 'summary' }
  /** Its instruction is gone, and the same rule has something new to say of the file. */
  | { readonly kind: 'changed' }
  /** A comment in the file or the configuration switches it off. */
  | { readonly kind: 'ignored'; readonly by: string }
  /** The configuration switches the rule off. */
  | { readonly kind: 'off' }
  /** The file was removed. */
  | { readonly kind: 'deleted' }
  /** The pull request changes the file no longer. */
  | { readonly kind: 'left' }
  /** Two runs at once have said the same on the same lines. */
  | { readonly kind: 'duplicate' }

/** A comment to be closed. */
export interface Retirement {
  readonly comment: EarlierComment
  readonly reason: Reason
}

/** What was reviewed, as far as it says what became of a finding. */
export interface Reviewed {
  /** The commit. */
  readonly head: string
  readonly found: readonly Found[]
  /** Files that the pull request changes and that every rule looked at. */
  readonly checked: ReadonlySet<string>
  /** Files that could not be read or parsed: a finding that is not there need not be gone. */
  readonly unknown: ReadonlySet<string>
  /** Ids of the rules that are on. */
  readonly rules: ReadonlySet<string>
  exists(path: string): boolean
}

/** The open comments that stand for no thread any more. */
export function retire(matches: Matches, threads: readonly ReviewThread[], reviewed: Reviewed): readonly Retirement[] {
  const kept = new Set(threads.flatMap(({ earlier }) => earlier ?? []))
  const successors = successorsIn(matches, reviewed)
  const comments = new Map<EarlierComment, Mention[]>()
  for (const mention of matches.mentions)
    comments.set(mention.comment, [...(comments.get(mention.comment) ?? []), mention])
  return [...comments].flatMap(([comment, mentions]) => {
    if (kept.has(comment)) return []
    const standing = mentions.flatMap(mention => matches.byMention.get(mention) ?? [])
    // Who dismissed a finding that stands is not told about it again.
    if (comment.dismissedBy !== undefined && standing.length > 0) return []
    const elsewhere = reasonElsewhere(comment, mentions, standing, matches, threads, reviewed)
    if (elsewhere) return [{ comment, reason: elsewhere }]
    if (reviewed.unknown.has(comment.path)) return []
    return [{ comment, reason: reasonGone(comment, mentions, standing, reviewed, successors) }]
  })
}

function reasonElsewhere(
  comment: EarlierComment,
  mentions: readonly Mention[],
  standing: readonly Finding[],
  matches: Matches,
  threads: readonly ReviewThread[],
  { exists }: Reviewed,
): Reason | undefined {
  const active = standing.filter(({ ignoredBy }) => ignoredBy === undefined)
  if (active.length > 0) {
    const isSaid = threads.some(({ findings }) => active.some(finding => findings.includes(finding)))
    return { kind: 'moved', to: isSaid ? 'comment' : 'summary' }
  }
  const twin = twinOf(comment, mentions, matches, exists(comment.path))
  if (twin === undefined) return undefined
  return comment.anchor && twin.anchor ? { kind: 'duplicate' } : { kind: 'moved', to: 'comment' }
}

function reasonGone(
  { path }: EarlierComment,
  mentions: readonly Mention[],
  standing: readonly Finding[],
  { checked, rules, exists }: Reviewed,
  successors: Map<string, number>,
): Reason {
  const by = standing[0]?.ignoredBy
  if (by !== undefined) return { kind: 'ignored', by }
  if (!exists(path)) return { kind: 'deleted' }
  if (!checked.has(path)) return { kind: 'left' }
  if (mentions.every(({ fingerprint }) => !rules.has(fingerprint.rule))) return { kind: 'off' }
  for (const { fingerprint } of mentions) {
    const key = `${fingerprint.rule} ${path}`
    const count = successors.get(key) ?? 0
    if (count === 0) continue
    successors.set(key, count - 1)
    return { kind: 'changed' }
  }
  return { kind: 'fixed' }
}

/** True for a finding that no comment spoke of before this commit. */
function isNews(finding: Finding, { byFinding }: Matches, head: string): boolean {
  const comment = byFinding.get(finding)
  return finding.ignoredBy === undefined && (comment === undefined || comment.marker.commit === head)
}

/**
 * How many findings of a rule are new in a file. An edited instruction has another fingerprint: its old comment is not to
 * call it fixed.
 */
function successorsIn(matches: Matches, { found, head }: Reviewed): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { finding } of found) {
    if (!isNews(finding, matches, head)) continue
    const key = `${finding.rule.id} ${finding.path}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** Another comment that was matched with the very finding that this one is about. A renamed file keeps its findings. */
function twinOf(
  comment: EarlierComment,
  mentions: readonly Mention[],
  matches: Matches,
  hasSamePath: boolean,
): EarlierComment | undefined {
  const key = (print: Fingerprint) => keyOf(hasSamePath ? print : { ...print, path: '' })
  const keys = new Set(mentions.map(({ fingerprint }) => key(fingerprint)))
  return matches.mentions.find(
    other => other.comment !== comment && matches.byMention.has(other) && keys.has(key(other.fingerprint)),
  )?.comment
}
