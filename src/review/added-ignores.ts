import type { Dockerfile } from '../documents/dockerfile/document.js'
import { type LineSpan, touch } from '../inputs/change.js'
import { pragmasOf } from '../rules/pragmas.js'
import type { AddedIgnore } from './review.js'

/** The comments of a Dockerfile that switch rules off and stand on changed lines: whoever reviews wants to see them. */
export function addedIgnores(dockerfile: Dockerfile, changed: readonly LineSpan[]): readonly AddedIgnore[] {
  return pragmasOf(dockerfile).flatMap(({ range, text }) => {
    const line = dockerfile.lines.lineAt(range.start) + 1
    const isAdded = changed.some(span => touch(span, { first: line, last: line }))
    return isAdded ? [{ path: dockerfile.path, line, text }] : []
  })
}
