import type { Change } from '../inputs/change.js'

/** What whoever reads the review has to know beside the findings, a sentence each. */
export function noticesOf(
  { notices = [], files, ignoreFiles = [], affected = [] }: Change,
  checked: number,
): readonly string[] {
  if (affected.length === 0) return notices
  const count = affected.length === 1 ? 'an unchanged Dockerfile' : `${affected.length} unchanged Dockerfiles`
  const news = checked - files.length - ignoreFiles.length
  const result = news > 0 ? `in ${news} of them that brings up new findings` : 'nothing new was found there'
  return [...notices, `Files around ${count} have changed; ${result}.`]
}
