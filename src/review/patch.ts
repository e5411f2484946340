import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { applyEdits, type Fix, type Proposal } from '../fixes/edits.js'

/** Lines of context around a change: what git shows and `git apply` wants. */
const CONTEXT_LINES = 3

/** A patch that `git apply` takes at the repository's root. */
export function patchOf(path: string, text: string, fix: Fix): string {
  return patchBetween(path, text, applyEdits(text, fix.edits))
}

/** The same for a change of another file, which may be new. */
export function proposalPatch({ path, before, after }: Proposal): string {
  return patchBetween(path, before, after)
}

function patchBetween(path: string, before: string | undefined, after: string): string {
  const options = { context: CONTEXT_LINES, headerOptions: FILE_HEADERS_ONLY }
  const old = before === undefined ? '/dev/null' : `a/${path}`
  return createTwoFilesPatch(old, `b/${path}`, before ?? '', after, undefined, undefined, options)
}
