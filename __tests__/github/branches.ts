import { findCommit } from './git.js'
import type { State } from './state.js'

/** Moves the pull request's head, by a push or, where the old head is no ancestor, by a forced one. Gives the new head. */
export function pushTo(state: State, shaOrRef: string): string {
  state.pullRequest.head.sha = commitOf(state, shaOrRef)
  return state.pullRequest.head.sha
}

/** Lets the pull request go into the branch `ref`, or sees what was pushed to the one it goes into. Gives the new base. */
export function retarget(state: State, ref: string): string {
  const { base } = state.pullRequest
  base.sha = commitOf(state, ref)
  base.ref = ref
  return base.sha
}

function commitOf({ directory }: State, ref: string): string {
  const sha = findCommit(directory, ref)
  if (sha === undefined) throw new Error(`${directory} has no commit ${ref}`)
  return sha
}
