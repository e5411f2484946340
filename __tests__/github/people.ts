import { type AnchorPlace, placeOf } from './anchors.js'
import type { Account, Association } from './http.js'
import { pullRequestFiles, type ReviewComment, type State } from './state.js'
import { addComment, asReplyTo, commentWith, deleteComment, threadIdOf } from './threads.js'

/** Somebody who may push to the repository. */
export const ANN: Account = { login: 'ann', id: 1001, type: 'User', association: 'COLLABORATOR' }
export const STRANGER: Account = { login: 'stranger', id: 1002, type: 'User', association: 'NONE' }
/** Another App that comments. */
export const OTHER_BOT: Account = { login: 'other-app[bot]', id: 1003, type: 'Bot' }

/** `commentId` is that of any comment of the thread. */
export function resolveThread(state: State, commentId: number, account: Account): void {
  state.resolutions.set(threadIdOf(existing(state, commentId)), account)
}

export function unresolveThread(state: State, commentId: number): void {
  state.resolutions.delete(threadIdOf(existing(state, commentId)))
}

export function reply(
  state: State,
  commentId: number,
  account: Account,
  body: string,
  association?: Association,
): ReviewComment {
  const parent = existing(state, commentId)
  return addComment(state, asReplyTo(parent), { body, user: account, ...(association && { association }) })
}

/** Begins a thread on a line of the head's diff. */
export function startThread(state: State, account: Account, path: string, line: number, body: string): ReviewComment {
  const patch = pullRequestFiles(state).find(({ filename }) => filename === path)?.patch
  const place: AnchorPlace | string = placeOf({ line }, patch)
  if (typeof place === 'string') throw new Error(`${path}:${line}: ${place}`)
  const { position, diffHunk: diff_hunk } = place
  const at = { path, line, side: 'RIGHT', subject_type: 'line', commit_id: state.pullRequest.head.sha } as const
  return addComment(state, { ...at, position, diff_hunk }, { body, user: account })
}

/** As a person with write access may, whatever replies there are. */
export function removeComment(state: State, commentId: number): void {
  const before = state.violations.length
  deleteComment(state, existing(state, commentId))
  state.violations.length = before
}

function existing(state: State, id: number): ReviewComment {
  const comment = commentWith(state, id)
  if (!comment) throw new Error(`there is no comment ${id}`)
  return comment
}
