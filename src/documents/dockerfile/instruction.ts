import type { LogicalText } from '../logical-text.js'
import type { Range } from '../text.js'

/** A word with the source range that it came from. */
export interface Word {
  /** As written, or for flags and JSON strings the value behind the quotes. */
  readonly text: string
  /** In offsets of the source. */
  readonly range: Range
  /** False when a line end stands inside the word: it must not be edited then. */
  readonly contiguous: boolean
}

/** `--name=value` in front of the arguments; `value` is undefined for `--name` alone. */
export interface Flag extends Word {
  readonly name: string
  readonly value: string | undefined
}

/** `<<NAME` and what stands below it up to the line NAME. */
export interface Heredoc {
  readonly name: string
  /** False when some part of the delimiter is quoted. */
  readonly expands: boolean
  /** `<<-`: leading tabs are dropped. */
  readonly chomps: boolean
  /** The body's lines with their line ends, in offsets of the source; the delimiter's line is not part of it. */
  readonly body: Range
  readonly content: string
}

/** One instruction of a Dockerfile, from its keyword to the end of its last line. */
export interface Instruction {
  /** In upper case, as BuildKit compares it. */
  readonly keyword: string
  readonly keywordRange: Range
  /** From the keyword to before the last line's end, heredocs included. */
  readonly range: Range
  /** 1-based, both inclusive. */
  readonly startLine: number
  readonly endLine: number
  /** The whole instruction with continuation lines joined and comment lines gone. */
  readonly logical: LogicalText
  readonly flags: readonly Flag[]
  /** What stands behind keyword and flags, trimmed. */
  readonly arguments: LogicalText
  /** The strings of the JSON form, undefined in any other form. */
  readonly json: readonly Word[] | undefined
  readonly heredocs: readonly Heredoc[]
  /** The instruction that ONBUILD keeps for later. */
  readonly trigger: Instruction | undefined
  /** Comment lines directly above and between the lines of the instruction. */
  readonly comments: readonly Comment[]
  /** A blank line stands inside a continuation, which BuildKit warns of. */
  readonly hasBlankContinuation: boolean
}

/** A comment line. */
export interface Comment {
  /** Behind the `#`, trimmed. */
  readonly text: string
  readonly range: Range
}
