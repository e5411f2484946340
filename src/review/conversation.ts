import type { LineSpan } from '../inputs/change.js'
import type { Marker } from './marker.js'

/** A comment that an earlier run posted, as it stands on the pull request now. */
export interface EarlierComment {
  readonly id: string
  readonly threadId: string
  readonly path: string
  /** Where GitHub shows it at the head; undefined once its lines have changed. */
  readonly anchor: LineSpan | undefined
  readonly body: string
  readonly marker: Marker
  /** Who resolved the conversation or answered that it is to be ignored. */
  readonly dismissedBy: string | undefined
  /** It was answered; else it was only resolved, which may just as well mean that it is done. */
  readonly isAnswered: boolean
  readonly hasReplies: boolean
  /** The token may resolve the conversation. */
  readonly canResolve: boolean
}

/** What earlier runs have posted on the pull request, the oldest first. */
export type Conversation = readonly EarlierComment[]
