import { createHash } from 'node:crypto'
import type { DocumentPart, ReviewedDocument } from '../documents/reviewed-document.js'
import { lastIndexWhere, overlaps, type Range } from '../documents/text.js'
import type { Checked } from '../fixes/prove.js'
import { rememberedFor } from '../remembered.js'
import type { Finding } from '../rules/finding.js'

/**
 * What makes a finding the same one after a push: its rule, its file, and the text of its instruction or line; where that stands
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
export function fingerprintsOf({ document, findings }: Checked): ReadonlyMap<Finding, Fingerprint> {
  const path = digest(document.path)
  const counts = new Map<string, number>()
  const inOrder = [...findings].sort((a, b) => a.range.start - b.range.start)
  return new Map(
    inOrder.map(finding => {
      const rule = finding.rule.id
      const part = partAt(document, finding.range)
      const text = part ? digestOf(part, document) : NO_TEXT
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

const NO_TEXT = digest('')

/** The first part that shares a character with a range. */
function partAt({ parts }: ReviewedDocument, { start, end }: Range): DocumentPart | undefined {
  const wanted = { start, end: Math.max(end, start + 1) }
  const at = lastIndexWhere(parts.length, i => (parts[i]?.range.start ?? 0) <= start)
  return parts.slice(at, at + 2).find(({ range }) => overlaps(range, wanted))
}

/** Indentation and line ends may change without the part changing. */
const digestOf = rememberedFor(({ range: { start, end } }: DocumentPart, { text }: ReviewedDocument): string => {
  const lines = text.slice(start, end).split(/\r?\n/)
  return digest(lines.map(line => line.trim()).join('\n'))
})
