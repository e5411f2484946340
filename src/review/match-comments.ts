import { isWithin, type LineSpan, touch } from '../inputs/change.js'
import type { Finding } from '../rules/finding.js'
import type { Conversation, EarlierComment } from './conversation.js'
import { digest, type Fingerprint } from './fingerprint.js'

/** A finding and where it stands. */
export interface Found {
  readonly finding: Finding
  readonly fingerprint: Fingerprint
  readonly lines: LineSpan
  /** All lines of its instruction: a fix, and with it the comment, may stand on others than the finding does. */
  readonly around: LineSpan
  /** The path that the file had before the pull request. */
  readonly previousPath: string | undefined
  /** The pull request brings the file, or moves it here. */
  readonly isNewHere: boolean
}

/** One of the findings that a comment is about. */
export interface Mention {
  readonly comment: EarlierComment
  readonly fingerprint: Fingerprint
}

export interface Matches {
  readonly byFinding: ReadonlyMap<Finding, EarlierComment>
  readonly byMention: ReadonlyMap<Mention, Finding>
  readonly mentions: readonly Mention[]
}

type Test = (found: Found, mention: Mention) => boolean

/**
 * Says which comment speaks of which finding. Of instructions with the same text the one at the comment's lines is meant. A
 * comment whose lines did not change while the instruction around them did still speaks of that instruction, and not of
 * another with the old text. One that stands nowhere any more goes by ordinal and text; one in a file that is gone may have
 * moved along with it.
 * @param exists whether a path is there at the head
 */
export function matchComments(
  found: readonly Found[],
  conversation: Conversation,
  exists: (path: string) => boolean,
): Matches {
  const mentions = [...conversation].sort((a, b) => rank(a) - rank(b)).flatMap(mentionsIn)
  const inFile: readonly Test[] = [
    (one, mention) => isSameText(one, mention) && isAt(one.lines, mention),
    (one, mention) => isSameText(one, mention) && isAt(one.around, mention) && isSameOrdinal(one, mention),
    (one, mention) => isSameText(one, mention) && isAt(one.around, mention),
    (one, mention) => isSameRule(one, mention) && isInside(one.around, mention),
    (one, mention) => isSameText(one, mention) && isSameOrdinal(one, mention),
    isSameText,
    (one, mention) => isSameRule(one, mention) && isAt(one.lines, mention),
  ]
  const tests: readonly Test[] = [
    ...inFile.map(
      (test): Test =>
        (one, mention) =>
          isSamePath(one, mention) && test(one, mention),
    ),
    // Nobody's word goes along to a file that only looks the same.
    (one, mention) =>
      isSameText(one, mention) &&
      !exists(mention.comment.path) &&
      one.isNewHere &&
      mention.comment.dismissedBy === undefined,
  ]
  const byRule = groupByRule(found)
  const taken = new Set<Finding>()
  const byMention = new Map<Mention, Finding>()
  for (const test of tests)
    for (const mention of mentions) {
      if (byMention.has(mention)) continue
      const candidates = byRule.get(mention.fingerprint.rule) ?? []
      const one = candidates.find(candidate => !taken.has(candidate.finding) && test(candidate, mention))
      if (one === undefined) continue
      taken.add(one.finding)
      byMention.set(mention, one.finding)
    }
  return withoutDone(mentions, byMention)
}

/**
 * Who has pressed a suggestion's button may have resolved the conversation with it. Where only some of a comment's findings
 * still stand, to have resolved it means "done" and nothing about the rest: that is said anew.
 */
function withoutDone(mentions: readonly Mention[], byMention: ReadonlyMap<Mention, Finding>): Matches {
  const gone = new Set(mentions.flatMap(mention => (byMention.has(mention) ? [] : [mention.comment])))
  const reopened = new Map(
    [...gone].flatMap(comment =>
      comment.dismissedBy === undefined || comment.isAnswered
        ? []
        : [[comment, { ...comment, dismissedBy: undefined, anchor: undefined }] as const],
    ),
  )
  const renewed = new Map(
    mentions.map(mention => [mention, { ...mention, comment: reopened.get(mention.comment) ?? mention.comment }]),
  )
  const matched = [...byMention].map(([mention, finding]) => [renewed.get(mention) as Mention, finding] as const)
  return {
    mentions: [...renewed.values()],
    byMention: new Map(matched),
    byFinding: new Map(matched.map(([{ comment }, finding]) => [finding, comment])),
  }
}

/** Whoever has a person's word goes first, then who is still in place. */
function rank({ dismissedBy, hasReplies, anchor }: EarlierComment): number {
  return (dismissedBy === undefined ? 4 : 0) + (hasReplies ? 0 : 2) + (anchor ? 0 : 1)
}

function mentionsIn(comment: EarlierComment): readonly Mention[] {
  if (comment.marker.state === 'closed') return []
  return comment.marker.fingerprints.map(fingerprint => ({ comment, fingerprint }))
}

function groupByRule(found: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const groups = new Map<string, Found[]>()
  for (const one of found) {
    const group = groups.get(one.fingerprint.rule) ?? []
    group.push(one)
    groups.set(one.fingerprint.rule, group)
  }
  return groups
}

/** GitHub may have taken the comment along with its renamed file. */
function isSamePath({ finding, fingerprint, previousPath }: Found, mention: Mention): boolean {
  const { path } = mention.fingerprint
  if (fingerprint.path === path || finding.path === mention.comment.path) return true
  return previousPath !== undefined && digest(previousPath) === path
}

function isSameRule({ fingerprint }: Found, mention: Mention): boolean {
  return fingerprint.rule === mention.fingerprint.rule
}

function isSameText(found: Found, mention: Mention): boolean {
  return isSameRule(found, mention) && found.fingerprint.text === mention.fingerprint.text
}

function isSameOrdinal({ fingerprint }: Found, mention: Mention): boolean {
  return fingerprint.ordinal === mention.fingerprint.ordinal
}

function isAt(lines: LineSpan, { comment: { anchor } }: Mention): boolean {
  return anchor !== undefined && touch(anchor, lines)
}

/** A comment on several instructions says nothing of which one was changed. */
function isInside(lines: LineSpan, { comment: { anchor } }: Mention): boolean {
  return anchor !== undefined && isWithin(anchor, lines)
}
