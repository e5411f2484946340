import type { Review } from '../review/review.js'

/** `1 Dockerfile`, `2 Dockerfiles`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** What was found, in one line. */
export function headline(review: Pick<Review, 'files' | 'counts' | 'unread' | 'tooLow'>): string {
  return [findingsLine(review), ...tooLowLine(review)].join(' ')
}

/** Why the check fails, where it does by a score. */
function tooLowLine({ files, tooLow }: Pick<Review, 'files' | 'tooLow'>): readonly string[] {
  if (tooLow === undefined) return []
  const { limit, lowest } = tooLow
  if (files.length === 1) return [`Score ${lowest} is below ${limit}.`]
  const [who, verb] = [plural(tooLow.files, 'Dockerfile'), tooLow.files === 1 ? 'scores' : 'score']
  return [`${who} ${verb} below ${limit}, ${tooLow.files === 1 ? 'namely' : 'the lowest'} ${lowest}.`]
}

/** `2 Dockerfiles and 1 ignore file`. */
function whereOf(files: Review['files']): string {
  const ignoreFiles = files.filter(({ kind }) => kind === 'ignore-file').length
  const dockerfiles = files.length - ignoreFiles
  return [
    ...(dockerfiles > 0 || ignoreFiles === 0 ? [plural(dockerfiles, 'Dockerfile')] : []),
    ...(ignoreFiles > 0 ? [plural(ignoreFiles, 'ignore file')] : []),
  ].join(' and ')
}

function findingsLine({ files, counts, unread }: Pick<Review, 'files' | 'counts' | 'unread'>): string {
  if (files.length === 0 && unread.length === 0) return 'No Dockerfile to review.'
  const { errors, warnings, infos, proved } = counts
  const found = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(infos > 0 ? [plural(infos, 'info')] : []),
  ]
  const where = whereOf(files)
  const missed = unread.length > 0 ? `${plural(unread.length, 'Dockerfile')} could not be read. ` : ''
  if (found.length === 0 && files.length === 0) return missed.trim()
  if (found.length === 0) return `${missed}Nothing to say about ${where}.`
  const fixes = proved > 0 ? `; ${plural(proved, 'fix', 'fixes')}, each proved on text` : ''
  return `${missed}${found.join(', ')} in ${where}${fixes}.`
}
