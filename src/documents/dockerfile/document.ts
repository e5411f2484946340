import { indexLines, type LineIndex } from '../text.js'
import { plainWords } from './arguments.js'
import type { Directive } from './directives.js'
import { DockerfileError } from './error.js'
import { grammarError } from './grammar.js'
import type { Comment, Instruction, Word } from './instruction.js'
import { type Scan, scan } from './scanner.js'

/** A build stage: FROM and what stands below it up to the next FROM. */
export interface Stage {
  readonly index: number
  readonly from: Instruction
  /** The image or stage that FROM names, as written. */
  readonly image: Word
  /** In lower case, as BuildKit compares it. */
  readonly name: string | undefined
  /** Without FROM. */
  readonly instructions: readonly Instruction[]
}

/** A Dockerfile that was read. Every range in it is in UTF-16 offsets of `text`. */
export interface Dockerfile {
  /** From the repository's root, with `/`. */
  readonly path: string
  readonly text: string
  readonly lines: LineIndex
  /** The line end that the file uses; `mixed` when it uses both. */
  readonly newline: '\n' | '\r\n' | 'mixed'
  readonly escape: '\\' | '`'
  readonly directives: readonly Directive[]
  readonly comments: readonly Comment[]
  readonly instructions: readonly Instruction[]
  /** ARG instructions before the first FROM. */
  readonly globals: readonly Instruction[]
  readonly stages: readonly Stage[]
  /** Why BuildKit refuses the file. What could be read is there all the same. */
  readonly error: DockerfileError | undefined
}

/** A Dockerfile of which another one has the same text up to an offset. */
export interface Earlier {
  readonly dockerfile: Dockerfile
  readonly until: number
}

/**
 * Reads a Dockerfile. Never throws on any text: what BuildKit would refuse is in `error`.
 * @param earlier shares its instructions with the result as far as they are the same, which spares reading them
 */
export function parseDockerfile(path: string, text: string, earlier?: Earlier): Dockerfile {
  const read = tryScan(text, earlier && keptOf(earlier))
  const scanned = read instanceof DockerfileError ? EMPTY : read
  const firstFrom = scanned.instructions.findIndex(isFrom)
  return {
    path,
    text,
    lines: indexLines(text),
    newline: newlineOf(text),
    ...scanned,
    globals: scanned.instructions.slice(0, firstFrom === -1 ? undefined : firstFrom),
    stages: stagesOf(scanned.instructions),
    error: read instanceof DockerfileError ? read : grammarError(scanned.instructions, scanned.escape),
  }
}

const EMPTY: Scan = { directives: [], escape: '\\', comments: [], instructions: [] }

/** What stands above the last whole instruction in front of the offset: that one may end otherwise now. */
function keptOf({ dockerfile, until }: Earlier): Scan | undefined {
  const { directives, escape } = dockerfile
  const lineStart = until === 0 ? 0 : dockerfile.text.lastIndexOf('\n', until - 1) + 1
  const changed = dockerfile.instructions.findIndex(({ range }) => range.end >= lineStart)
  const instructions = dockerfile.instructions.slice(
    0,
    Math.max((changed === -1 ? dockerfile.instructions.length : changed) - 1, 0),
  )
  const end = instructions.at(-1)?.range.end
  if (end === undefined) return undefined
  return { directives, escape, instructions, comments: dockerfile.comments.filter(({ range }) => range.end <= end) }
}

function tryScan(text: string, kept: Scan | undefined): Scan | DockerfileError {
  try {
    return scan(text, kept)
  } catch (error) {
    if (error instanceof DockerfileError) return error
    throw error
  }
}

function isFrom({ keyword }: Instruction): boolean {
  return keyword === 'FROM'
}

function stagesOf(instructions: readonly Instruction[]): readonly Stage[] {
  const starts = instructions.flatMap((instruction, i) => (isFrom(instruction) ? [i] : []))
  return starts.flatMap((start, index) => {
    const from = instructions[start] as Instruction
    const [image, , name] = plainWords(from.arguments)
    if (image === undefined) return []
    return {
      index,
      from,
      image,
      name: name?.text.toLowerCase(),
      instructions: instructions.slice(start + 1, starts[index + 1]),
    }
  })
}

function newlineOf(text: string): Dockerfile['newline'] {
  if (!text.includes('\r\n')) return '\n'
  const all = text.split('\n').length - 1
  const withReturn = text.split('\r\n').length - 1
  return withReturn === all ? '\r\n' : 'mixed'
}
