import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import type { Fix } from '../fixes/edits.js'
import { applyEdits } from '../fixes/edits.js'

/** Lines of context around a change: what git shows and `git apply` wants. */
const CONTEXT_LINES = 3

/** A patch that `git apply` takes at the repository's root. */
export function patchOf(path: string, text: string, fix: Fix): string {
  const changed = applyEdits(text, fix.edits)
  const options = { context: CONTEXT_LINES, headerOptions: FILE_HEADERS_ONLY }
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, text, changed, undefined, undefined, options)
}
