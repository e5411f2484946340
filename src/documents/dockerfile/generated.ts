import { remembered } from '../../remembered.js'
import type { Dockerfile } from './document.js'

/** What tools write at the top of what they make: that it is made, and that nobody should edit it. */
const MADE = /generated|\bcreated (?:by|from)\b/i
const KEEP_OFF = /\b(?:do not|don't|never) (?:edit|modify|change)\b|\b(?:changes|edits)\b.*\b(?:lost|overwritten)\b/i

/** True when the comments above the first instruction say that a tool makes the file anew and no edit of it lasts. */
export const isGenerated = remembered(({ text, instructions }: Dockerfile): boolean => {
  const head = text.slice(0, instructions[0]?.range.start ?? text.length)
  const comments = head.replace(/^(?!\s*#).*$/gm, '').replace(/\s*\n\s*#?\s*/g, ' ')
  return MADE.test(comments) && KEEP_OFF.test(comments)
})
