import { inlineText } from '../../src/formats/markup.js'
import { isWithin, touch } from '../../src/inputs/change.js'
import type { Fingerprint } from '../../src/review/fingerprint.js'
import { type BotComment, isLive, isOpen, saidIn } from './comments.js'
import { classOf, type Expected, nameOf, type Truth } from './expected.js'
import { isClean, type Ran } from './running.js'

/** Says in a sentence each what is not as it has to be. */
export type Law = (truth: Truth, ran: Ran) => readonly string[]

/** Holds for every run that was not overtaken. */
export const LAWS: readonly Law[] = [countsWhatIsThere, concludes, dismissesOnlyOnAWord, losesNothing]
/** Holds wherever GitHub told what people said. */
export const HEARING_LAWS: readonly Law[] = [hearsEveryWord]
/** Holds only where nothing kept the run from its work. */
export const CLEAN_LAWS: readonly Law[] = [saysAllOnce, saysNothingElse, callsFixedWhatIsGone, keepsToTheLimit]

/** The findings that count: whoever dismissed one is looked at by a law of its own. */
export function activeOf({ findings }: Truth, { outcome }: Ran): readonly Expected[] {
  const dismissed = new Set(
    outcome?.review.dismissed.map(({ finding, line }) =>
      nameOf({ rule: finding.rule.id, path: finding.path, first: line }),
    ),
  )
  return findings.filter(finding => !finding.isIgnored && !dismissed.has(nameOf(finding)))
}

function countsWhatIsThere(truth: Truth, ran: Ran): readonly string[] {
  const wanted = activeOf(truth, ran).map(nameOf).sort()
  const findings = ran.outcome?.review.findings ?? []
  const got = findings.map(({ rule, path, startLine }) => nameOf({ rule: rule.id, path, first: startLine })).sort()
  return wanted.join() === got.join() ? [] : [`findings are ${got.join(', ')} instead of ${wanted.join(', ')}`]
}

const SEVERITIES = ['error', 'warning', 'info']

function concludes(truth: Truth, ran: Ran): readonly string[] {
  const { failOn } = truth.options
  const active = activeOf(truth, ran)
  const fails = active.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn))
  const wanted = fails ? 'failure' : active.length > 0 ? 'neutral' : 'success'
  const got = ran.outcome?.review.conclusion
  return got === wanted ? [] : [`the conclusion is ${got} instead of ${wanted}`]
}

function dismissesOnlyOnAWord({ findings }: Truth, { outcome, before }: Ran): readonly string[] {
  return (outcome?.review.dismissed ?? []).flatMap(({ finding, line, by }) => {
    const [found] = findings.filter(
      one => nameOf(one) === nameOf({ rule: finding.rule.id, path: finding.path, first: line }),
    )
    const isMeant = ({ marker, anchor, word, ...comment }: BotComment) =>
      marker.state === 'open' &&
      word === by &&
      (comment.isAnswered || marker.fingerprints.every(print => mayStand(findings, print, anchor))) &&
      marker.fingerprints.some(
        ({ rule, text }) =>
          rule === finding.rule.id && (text === found?.print.text || (anchor && found && touch(anchor, found.around))),
      )
    return before.some(isMeant)
      ? []
      : [`${finding.rule.id} at ${finding.path}:${line} is dismissed by ${by}, who did not`]
  })
}

/** To have resolved a conversation is a word on all of it or on nothing. */
function mayStand(findings: readonly Expected[], { rule, text }: Fingerprint, anchor: BotComment['anchor']): boolean {
  return findings.some(
    finding => finding.rule === rule && (finding.print.text === text || (anchor && touch(anchor, finding.around))),
  )
}

/**
 * Of findings with the same text, and comments on them, some with a person's word: even if every other comment stands for
 * one of the findings, the words take in the rest.
 */
function hearsEveryWord({ findings }: Truth, { outcome, before }: Ran): readonly string[] {
  const open = before.filter(({ marker }) => marker.state === 'open')
  const prints = open.flatMap(({ marker }) => marker.fingerprints.map(classOf))
  // Where there are fewer findings than mentions, nobody can tell whose are gone.
  const surelyStands = (print: Fingerprint) =>
    findings.filter(finding => classOf(finding.print) === classOf(print)).length >=
    prints.filter(kind => kind === classOf(print)).length
  const mentions = open
    .map(comment => {
      const counts = comment.isAnswered || comment.marker.fingerprints.every(surelyStands)
      return { ...comment, word: counts ? comment.word : undefined }
    })
    .flatMap(({ marker, word, anchor }) =>
      marker.fingerprints.map(print => {
        // Whose lines are still there stays with them, also where the instruction around them was changed.
        const isElsewhere = findings.some(
          ({ rule, print: { text }, around }) =>
            rule === print.rule && text !== print.text && anchor !== undefined && isWithin(anchor, around),
        )
        return { kind: classOf(print), word: isElsewhere ? undefined : word }
      }),
    )
  const dismissed = new Set(
    outcome?.review.dismissed.map(({ finding, line }) =>
      nameOf({ rule: finding.rule.id, path: finding.path, first: line }),
    ),
  )
  return [...new Set(mentions.flatMap(({ kind, word }) => (word === undefined ? [] : [kind])))].flatMap(kind => {
    const all = mentions.filter(mention => mention.kind === kind)
    const words = all.filter(({ word }) => word !== undefined).length
    const here = findings.filter(({ print }) => classOf(print) === kind)
    const wanted = Math.min(words, Math.max(0, here.length - (all.length - words)))
    const got = here.filter(finding => finding.isIgnored || dismissed.has(nameOf(finding))).length
    return got >= wanted ? [] : [`${here.map(nameOf).join(', ')}: ${got} dismissed, but people said so of ${wanted}`]
  })
}

/** The live comments that speak of a finding. */
export function commentsOn(
  finding: Expected,
  comments: readonly BotComment[],
  wordsOf = (text: string) => text,
): readonly BotComment[] {
  return comments.filter(
    ({ path, anchor, body }) =>
      path === finding.path &&
      anchor !== undefined &&
      finding.places.some(place => touch(anchor, place)) &&
      saidIn(body).some(
        ({ rule, text }) => rule === finding.rule && wordsOf(text) === wordsOf(inlineText(finding.message)),
      ),
  )
}

function placementOf({ outcome }: Ran, finding: Expected): string | undefined {
  const findings = outcome?.review.findings ?? []
  return findings.find(
    ({ rule, path, startLine }) => nameOf({ rule: rule.id, path, first: startLine }) === nameOf(finding),
  )?.placement
}

/** Whatever went wrong, a finding is said somewhere. Who may not edit a comment leaves a count in it as it was. */
function losesNothing(truth: Truth, ran: Ran): readonly string[] {
  const live = ran.after.filter(isLive)
  const wordsOf = isClean(ran) ? undefined : (text: string) => text.replace(/\d+/g, 'N')
  return activeOf(truth, ran)
    .filter(finding => placementOf(ran, finding) !== 'summary' && commentsOn(finding, live, wordsOf).length === 0)
    .map(finding => `${nameOf(finding)} is said nowhere`)
}

function saysAllOnce(truth: Truth, ran: Ran): readonly string[] {
  const live = ran.after.filter(isLive)
  return activeOf(truth, ran).flatMap(finding => {
    const comments = commentsOn(finding, live)
    const isInSummary = placementOf(ran, finding) === 'summary'
    if (comments.length === (isInSummary ? 0 : 1)) return []
    const ids = comments.map(({ id }) => id).join(', ')
    return [`${nameOf(finding)} is in the comments [${ids}]${isInSummary ? ' and in the summary' : ''}`]
  })
}

function saysNothingElse(truth: Truth, ran: Ran): readonly string[] {
  const active = activeOf(truth, ran)
  const open = ran.after.filter(
    comment => isOpen(comment) && comment.word === undefined && !truth.broken.has(comment.path),
  )
  return open.flatMap(comment => {
    if (comment.anchor === undefined) return [`comment ${comment.id} is open and outdated`]
    const untrue = saidIn(comment.body).filter(
      ({ rule, text }) =>
        !active.some(
          finding =>
            finding.rule === rule && text === inlineText(finding.message) && commentsOn(finding, [comment]).length > 0,
        ),
    )
    return untrue.map(
      ({ rule }) => `comment ${comment.id} at ${comment.path}:${comment.anchor?.first} speaks of ${rule}`,
    )
  })
}

/**
 * Of as many findings as there still are, one cannot be gone. Those that an open comment stands at do not count: it may
 * have been posted for an older text.
 */
function callsFixedWhatIsGone({ head, findings }: Truth, { before, after }: Ran): readonly string[] {
  const open = before.filter(({ marker }) => marker.state === 'open')
  const wordsOf = ({ id }: BotComment) => after.find(comment => comment.id === id)?.body ?? ''
  const closed = open.filter(comment => wordsOf(comment).startsWith(`**Fixed** in ${head}.`))
  const kept = open.filter(comment => !closed.includes(comment))
  const isSpokenOf = ({ rule, path, around }: Expected) =>
    kept.some(({ marker, anchor, ...comment }) => {
      const isAbout = marker.fingerprints.some(print => print.rule === rule)
      return isAbout && comment.path === path && anchor !== undefined && touch(anchor, around)
    })
  return closed.flatMap(({ id, marker, path }) =>
    marker.fingerprints.flatMap(print => {
      const isSame = (finding: Expected) => finding.rule === print.rule && finding.print.text === print.text
      const isHere = (finding: Expected) => finding.print.path === print.path || finding.path === path
      const here = findings.filter(finding => isSame(finding) && isHere(finding) && !isSpokenOf(finding)).length
      const away = kept.filter(
        comment =>
          comment.anchor === undefined && comment.marker.fingerprints.some(one => classOf(one) === classOf(print)),
      ).length
      return here > away ? [`comment ${id} calls ${print.rule} in ${path} fixed, but it stands`] : []
    }),
  )
}

/** What stands in a file that nobody can parse now is not counted: Drydock leaves it alone. */
function keepsToTheLimit({ options, broken }: Truth, { before, after }: Ran): readonly string[] {
  const old = new Set(before.map(({ id }) => id))
  const posted = after.filter(({ id }) => !old.has(id)).length
  const live = after.filter(comment => isLive(comment) && !broken.has(comment.path)).length
  return posted > 0 && live > options.maxComments
    ? [`${posted} comments were posted, and ${live} stand where ${options.maxComments} may`]
    : []
}
