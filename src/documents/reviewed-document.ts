import type { Dockerfile } from './dockerfile/document.js'
import type { Dockerignore } from './dockerignore/document.js'
import { indexLines, type LineIndex, type Range } from './text.js'

/** A part of a file that findings are told apart by: an instruction, or a line of an ignore file. Lines are 1-based. */
export interface DocumentPart {
  readonly range: Range
  readonly startLine: number
  readonly endLine: number
}

/** A file of any kind, as far as it matters for who shows what is found in it. */
export interface ReviewedDocument {
  readonly kind: 'dockerfile' | 'ignore-file'
  /** From the repository's root. */
  readonly path: string
  readonly text: string
  readonly lines: LineIndex
  readonly newline: Dockerfile['newline']
  readonly parts: readonly DocumentPart[]
  /** Docker refuses it: what was read is not all. */
  readonly isBroken: boolean
}

export function dockerfileDocument(dockerfile: Dockerfile): ReviewedDocument {
  const { path, text, lines, newline, instructions, error } = dockerfile
  return { kind: 'dockerfile', path, text, lines, newline, parts: instructions, isBroken: error !== undefined }
}

export function ignoreFileDocument({ path, text, patterns, error }: Dockerignore): ReviewedDocument {
  const lines = indexLines(text)
  const parts = patterns.map(({ range }) => {
    const line = lines.lineAt(range.start) + 1
    return { range, startLine: line, endLine: line }
  })
  const newline = text.includes('\r\n') ? (/(?<!\r)\n/.test(text) ? 'mixed' : '\r\n') : '\n'
  return { kind: 'ignore-file', path, text, lines, newline, parts, isBroken: error !== undefined }
}
