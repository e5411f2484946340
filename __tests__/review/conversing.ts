import { checkChange } from '../../src/drydock.js'
import { commentBody } from '../../src/formats/comment.js'
import { NO_LINKS } from '../../src/formats/links.js'
import { compose } from '../../src/review/compose.js'
import type { EarlierComment } from '../../src/review/conversation.js'
import { readMarker } from '../../src/review/marker.js'
import type { Review } from '../../src/review/review.js'
import { NOTHING_POSTED, type Posting } from '../../src/review/threads.js'
import type { Rule } from '../../src/rules/rule.js'
import { defaultSettings } from '../../src/settings/defaults.js'
import { changeOf, type Shown } from './reviewing.js'

export interface Again extends Shown {
  readonly previousPath?: string
  readonly isAdded?: boolean
  /** Paths that the repository has; everything when left out. */
  readonly files?: readonly string[]
  readonly head?: string
  readonly maxComments?: number
  readonly posting?: Partial<Posting>
}

/** Reviews a text on a pull request that has comments already. */
export function reviewAgain(
  text: string,
  rules: readonly Rule[],
  conversation: readonly EarlierComment[],
  { previousPath, isAdded = false, files, head = 'head2', maxComments = 25, posting, ...shown }: Again = {},
): Review {
  const change = changeOf(text, shown)
  const repository = files
    ? { files: new Map(files.map(path => [path, 1])), isComplete: true, texts: new Map<string, string>() }
    : change.repository
  const changed = { ...change, repository, files: change.files.map(file => ({ ...file, previousPath, isAdded })) }
  const options = { failOn: 'error', commentOn: 'changed-lines', maxComments } as const
  const standing = { conversation, posting: { ...NOTHING_POSTED, ...posting }, head }
  return compose(changed, checkChange(changed, defaultSettings(rules)), options, standing)
}

/** The comments that a review posts, as a later run finds them. */
export function commentsOf(review: Review, head = 'head1'): EarlierComment[] {
  return review.threads.map((thread, i) => {
    const body = commentBody(thread, { links: NO_LINKS, instance: 'me' }, head)
    const marker = readMarker(body)
    if (!marker) throw new Error('the comment has no marker')
    return {
      ...{ id: `C${i}`, threadId: `T${i}`, path: thread.path, body, marker },
      anchor: { first: thread.first, last: thread.last },
      ...{ dismissedBy: undefined, isAnswered: false, hasReplies: false, canResolve: false },
    }
  })
}
