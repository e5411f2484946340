import { UNKNOWN_REPOSITORY } from '../../src/build/repository.js'
import { reviewChange } from '../../src/drydock.js'
import type { Change, LineSpan } from '../../src/inputs/change.js'
import { wholeFile } from '../../src/inputs/hunks.js'
import type { Review, ReviewOptions } from '../../src/review/review.js'
import type { Rule } from '../../src/rules/rule.js'
import { defaultSettings } from '../../src/settings/defaults.js'

export interface Shown {
  readonly path?: string
  readonly hunks?: readonly LineSpan[]
  readonly changed?: readonly LineSpan[]
}

export function changeOf(text: string, { path = 'Dockerfile', hunks, changed }: Shown = {}): Change {
  const whole = wholeFile(text)
  const file = { path, text, hunks: hunks ?? whole.hunks, changed: changed ?? hunks ?? whole.changed }
  return { files: [file], unread: [], repository: UNKNOWN_REPOSITORY }
}

const OPTIONS: ReviewOptions = { failOn: 'error', commentOn: 'changed-lines', maxComments: 25 }

/** Reviews one text with some rules. */
export function review(
  text: string,
  rules: readonly Rule[],
  shown: Shown = {},
  options: Partial<ReviewOptions> = {},
): Review {
  return reviewChange(changeOf(text, shown), defaultSettings(rules), { ...OPTIONS, ...options })
}
