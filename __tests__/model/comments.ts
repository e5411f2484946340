import { type Marker, readMarker } from '../../src/review/marker.js'
import { ACTIONS_BOT, type ReviewComment, type State } from '../github/state.js'
import { type ReviewThread, reviewThreads } from '../github/threads.js'
import { isIgnoreWord } from './words.js'

/** A comment of the bot's that began a conversation, as it was when it was looked at. */
export interface BotComment {
  readonly id: number
  readonly body: string
  readonly marker: Marker
  readonly path: string
  /** Undefined once its lines have changed. */
  readonly anchor: { readonly first: number; readonly last: number } | undefined
  readonly isMinimized: boolean
  /** Login of the person who wants to hear no more of it. */
  readonly word: string | undefined
  /** They said so in words; to have resolved the conversation may just as well mean that it is done. */
  readonly isAnswered: boolean
  readonly comment: ReviewComment
}

export function botComments(state: State): readonly BotComment[] {
  return reviewThreads(state).flatMap(thread => {
    const [comment] = thread.comments
    const marker = comment?.user.id === ACTIONS_BOT.id ? readMarker(comment.body) : undefined
    if (!comment || !marker || comment.in_reply_to_id !== undefined) return []
    const { line, startLine, isOutdated, path } = thread
    const anchor = line === null || isOutdated ? undefined : { first: startLine ?? line, last: line }
    const { id, body, isMinimized } = comment
    return [{ ...{ id, body, marker, path, anchor, isMinimized, comment }, ...wordOn(state, thread) }]
  })
}

export function isOpen({ marker, isMinimized }: BotComment): boolean {
  return marker.state === 'open' && !isMinimized
}

/** GitHub shows it on lines of the diff, and nobody said that it is to be ignored. */
export function isLive(comment: BotComment): boolean {
  return isOpen(comment) && comment.anchor !== undefined
}

/** A person's word: the words for it of somebody who may decide, or a resolved conversation. */
function wordOn(
  { pullRequest }: State,
  { isResolved, resolvedBy, comments }: ReviewThread,
): Pick<BotComment, 'word' | 'isAnswered'> {
  const answer = comments
    .slice(1)
    .find(
      ({ user, association, body }) =>
        isIgnoreWord(body) && (association === 'COLLABORATOR' || user.id === pullRequest.user.id),
    )
  if (answer) return { word: answer.user.login, isAnswered: true }
  return { word: isResolved ? resolvedBy?.login : undefined, isAnswered: false }
}

/** The paragraphs of a comment: what it says of which rule. */
export function saidIn(
  body: string,
): readonly { readonly rule: string; readonly text: string; readonly fix: string }[] {
  const paragraphs = body.matchAll(/^\*\*(?:Error|Warning|Info):\*\* (.*) \(`([a-z-]+)`\)$(?:\n(?!\n)(.*))?/gm)
  return [...paragraphs].map(([, text = '', rule = '', fix = '']) => ({ rule, text, fix }))
}
