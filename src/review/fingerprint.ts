import { createHash } from 'node:crypto'
import { overlaps } from '../documents/text.js'
import type { Checked } from '../fixes/prove.js'
import type { Finding } from '../rules/finding.js'

/**
 * What makes a finding the same one after a push: its rule, its file, and the text of its instruction; where that stands
 * more than once, its ordinal. Line numbers are no part of it.
 */
export interface Fingerprint {
  readonly rule: string
  /** Digest of the path. */
  readonly path: string
  /** Digest of the instruction's text. */
  readonly text: string
  readonly ordinal: number
}

/** The fingerprints of all findings of a file. */
export function fingerprintsOf({ build, findings }: Checked): ReadonlyMap<Finding, Fingerprint> {
  const path = digest(build.dockerfile.path)
  const counts = new Map<string, number>()
  const inOrder = [...findings].sort((a, b) => a.range.start - b.range.start)
  return new Map(
    inOrder.map(finding => {
      const rule = finding.rule.id
      const text = digest(instructionText(build, finding))
      const ordinal = counts.get(`${rule} ${text}`) ?? 0
      counts.set(`${rule} ${text}`, ordinal + 1)
      return [finding, { rule, path, text, ordinal }]
    }),
  )
}

/** How two findings that stand on different lines are told apart or held for one. */
export function keyOf({ rule, path, text, ordinal }: Fingerprint): string {
  return `${rule}/${path}/${text}/${ordinal}`
}

/** Twelve hexadecimal digits: among the findings of a pull request nothing collides by chance. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** Indentation and line ends may change without the instruction changing. */
function instructionText({ dockerfile }: Checked['build'], { range }: Finding): string {
  const wanted = { start: range.start, end: Math.max(range.end, range.start + 1) }
  const instruction = dockerfile.instructions.find(one => overlaps(one.range, wanted))
  if (instruction === undefined) return ''
  const lines = dockerfile.text.slice(instruction.range.start, instruction.range.end).split(/\r?\n/)
  return lines.map(line => line.trim()).join('\n')
}
