import type { Review } from '../review/review.js'

/** `1 Dockerfile`, `2 Dockerfiles`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** What was found, in one line. */
export function headline({ files, counts, unread }: Pick<Review, 'files' | 'counts' | 'unread'>): string {
  if (files.length === 0 && unread.length === 0) return 'No Dockerfile to review.'
  const { errors, warnings, infos, proved } = counts
  const found = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(infos > 0 ? [plural(infos, 'info')] : []),
  ]
  const where = plural(files.length, 'Dockerfile')
  const missed = unread.length > 0 ? `${plural(unread.length, 'Dockerfile')} could not be read. ` : ''
  if (found.length === 0 && files.length === 0) return missed.trim()
  if (found.length === 0) return `${missed}Nothing to say about ${where}.`
  const fixes = proved > 0 ? `; ${plural(proved, 'fix', 'fixes')}, each proved on text` : ''
  return `${missed}${found.join(', ')} in ${where}${fixes}.`
}
