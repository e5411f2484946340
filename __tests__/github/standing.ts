import { type Anchor, placeOf, type Side } from './anchors.js'
import { findObject, gitOnce, mergeBase } from './git.js'
import { pullRequestFiles, type ReviewComment, type State } from './state.js'

/** Where a comment stands at the head of now. An outdated one, and one on a file, has no line. */
export interface Standing {
  readonly path: string
  readonly line: number | null
  readonly startLine: number | null
  readonly isOutdated: boolean
  /** Of the diff of now; null where it is outdated. */
  readonly position: number | null
}

const known = new Map<string, Standing>()

export function standingOf(state: State, comment: ReviewComment): Standing {
  const { directory, pullRequest, followsRenames } = state
  const { commit_id, path, line, side, start_line, start_side, subject_type } = comment
  const ends = [pullRequest.base.sha, pullRequest.head.sha, commit_id, followsRenames]
  const key = [directory, ...ends, path, subject_type, line, side, start_line, start_side].join('\0')
  const standing = known.get(key) ?? findStanding(state, comment)
  known.set(key, standing)
  return standing
}

function findStanding(state: State, comment: ReviewComment): Standing {
  const { directory, pullRequest, followsRenames } = state
  const head = pullRequest.head.sha
  const path = (followsRenames && renamedTo(directory, comment.commit_id, head, comment.path)) || comment.path
  const outdated = { path, line: null, startLine: null, isOutdated: true, position: null }
  const file = pullRequestFiles(state).find(({ filename }) => filename === path)
  if (!file) return outdated
  if (comment.subject_type === 'file') return { ...outdated, isOutdated: false, position: comment.position }
  const mapped = mappedAnchor(state, comment, path, file.previous_filename ?? path)
  const place = mapped && placeOf(mapped, file.patch)
  if (!mapped || place === undefined || typeof place === 'string') return outdated
  const { line = null, start_line: startLine = null } = mapped
  return { path, line, startLine, isOutdated: false, position: place.position }
}

/** The comment's lines as they are numbered now; undefined where one was touched or something came between them. */
function mappedAnchor(state: State, comment: ReviewComment, path: string, oldPath: string): Anchor | undefined {
  const { line, side, start_line, start_side = side } = comment
  if (line === undefined) return undefined
  const end = mappedLines(state, comment, side, side === start_side ? (start_line ?? line) : line, line, path, oldPath)
  if (!end || start_line === undefined) return end && { line: end.last, side }
  const start =
    side === start_side ? end : mappedLines(state, comment, start_side, start_line, start_line, path, oldPath)
  return start && { line: end.last, side, start_line: start.first, start_side }
}

function mappedLines(
  { directory, pullRequest: { base, head } }: State,
  comment: ReviewComment,
  side: Side,
  first: number,
  last: number,
  path: string,
  oldPath: string,
): { readonly first: number; readonly last: number } | undefined {
  const isRight = side === 'RIGHT'
  const from = isRight ? comment.commit_id : mergeBase(directory, base.sha, comment.commit_id)
  const to = isRight ? head.sha : mergeBase(directory, base.sha, head.sha)
  const [before, after] = isRight ? [comment.path, path] : [oldPath, oldPath]
  if (from === to) return { first, last }
  if (findObject(directory, `${from}:${before}`) === undefined) return undefined
  if (findObject(directory, `${to}:${after}`) === undefined) return undefined
  return shifted(zeroContextDiff(directory, `${from}:${before}`, `${to}:${after}`), first, last)
}

/** Where the lines `first` to `last` are after `diff`, if none of them was changed and none came between them. */
export function shifted(diff: string, first: number, last: number) {
  let shift = 0
  for (const [, start, removed = '1', added = '1'] of diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/gm)) {
    const count = Number(removed)
    // Without removed lines, a hunk's old start is the line that the new ones follow.
    const top = count === 0 ? Number(start) + 1 : Number(start)
    if (top > last) break
    if (top + count > first && (count > 0 || top > first)) return undefined
    shift += Number(added) - count
  }
  return { first: first + shift, last: last + shift }
}

function zeroContextDiff(directory: string, before: string, after: string): string {
  const flags = ['--no-ext-diff', '--no-textconv', '--no-color', '--unified=0', '--inter-hunk-context=0']
  return gitOnce(directory, ['diff', ...flags, before, after]).toString()
}

function renamedTo(directory: string, before: string, after: string, path: string): string | undefined {
  if (before === after) return undefined
  const flags = ['--no-ext-diff', '--find-renames', '--diff-filter=R', '--name-status', '-z']
  const fields = gitOnce(directory, ['diff', ...flags, before, after])
    .toString()
    .split('\0')
  const at = fields.findIndex((field, index) => index % 3 === 1 && field === path)
  return at === -1 ? undefined : fields[at + 1]
}
