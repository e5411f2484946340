import * as core from '@actions/core'
import { annotationsOf } from './review/annotations.js'
import type { Review } from './review/review.js'

/** The runner shows at most so many annotations of a level from one step. */
const STEP_LIMIT = 10

const COMMANDS = { failure: core.error, warning: core.warning, notice: core.notice }

/**
 * Shows a review as annotations of the job, where there can be no check run: ten findings, the most severe first. The
 * summary of the job has them all.
 * @param notes one line each: why it is shown this way
 * @param failure why the job fails, if it does
 */
export function annotate(review: Review, notes: readonly string[], failure: string | undefined): void {
  const shown = annotationsOf(review).slice(0, STEP_LIMIT)
  for (const { path, startLine, endLine, level, title, message } of shown)
    COMMANDS[level](message, { file: path, startLine, endLine, title })
  const room = (wanted: string) => STEP_LIMIT - shown.filter(({ level }) => level === wanted).length
  // A line of our own takes the place of no finding.
  const say = room('warning') >= notes.length ? core.warning : room('notice') >= notes.length ? core.notice : core.info
  for (const note of notes) say(note)
  if (failure === undefined) return
  if (room('failure') > 0) core.setFailed(failure)
  else {
    core.info(failure)
    process.exitCode = core.ExitCode.Failure
  }
}
