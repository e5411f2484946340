import { joinPieces, type LogicalText, sliceLogical, toSource } from '../logical-text.js'
import { leadingSpace, type Range } from '../text.js'
import { jsonWords, quotedWords, readFlags, splitKeyword, trimLogical } from './arguments.js'
import { type Directive, readDirective } from './directives.js'
import { DockerfileError } from './error.js'
import { announcedHeredocs, readHeredocs } from './heredocs.js'
import type { Comment, Instruction } from './instruction.js'
import { contentStart, continuationAt, isBlankLine, isCommentLine, isTooLong, type Line, splitLines } from './lines.js'

export interface Scan {
  readonly directives: readonly Directive[]
  readonly escape: '\\' | '`'
  readonly comments: readonly Comment[]
  readonly instructions: readonly Instruction[]
}

const JSON_FORMS = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'HEALTHCHECK', 'RUN', 'SHELL', 'VOLUME'])
const WITH_HEREDOC = new Set(['ADD', 'COPY', 'RUN'])

/**
 * Cuts a Dockerfile into instructions exactly as BuildKit's parser does (moby/buildkit
 * `frontend/dockerfile/parser/parser.go`), and keeps for each character where it came from.
 * @param kept what was read of a text that begins in the same way, up to an instruction: the rest is read behind it
 * @throws DockerfileError where BuildKit refuses the text
 */
export function scan(source: string, kept?: Scan): Scan {
  const lines = splitLines(source)
  const directives: Directive[] = [...(kept?.directives ?? [])]
  const comments: Comment[] = [...(kept?.comments ?? [])]
  const instructions: Instruction[] = [...(kept?.instructions ?? [])]
  let escape = kept?.escape ?? '\\'
  let directivesOpen = kept === undefined
  let above: Comment[] = []

  for (let index = instructions.at(-1)?.endLine ?? 0; index < lines.length; ) {
    const first = lines[index] as Line
    if (isTooLong(first, source)) throw tooLong(first)
    if (directivesOpen) {
      const content = contentStart(first)
      const directive = readDirective(source.slice(content, first.range.end), content, first.number, directives)
      directivesOpen = directive !== undefined
      if (directive) {
        directives.push(directive)
        if (directive.name === 'escape') escape = directive.value as '\\' | '`'
        index++
        continue
      }
    }
    if (isCommentLine(first)) {
      const comment = commentFrom(first)
      comments.push(comment)
      if (comment.text === '') above = []
      else above.push(comment)
      index++
      continue
    }
    if (isBlankLine(first)) {
      above = []
      index++
      continue
    }

    const body = readBody(source, lines, index, escape)
    comments.push(...body.comments)
    const logical = joinPieces(source, body.pieces)
    const plain = parseInstruction(logical, escape, first.number)
    const heredocs = holdsHeredoc(plain)
      ? readHeredocs(announcedHeredocs(logical.text), source, lines, body.next, first.number)
      : { heredocs: [], next: body.next }
    const last = lines[heredocs.next - 1] as Line
    const start = contentStart(first)
    instructions.push({
      ...plain,
      // Of a lone continuation mark nothing is left that could lead back into the source.
      keywordRange: logical.text === '' ? { start, end: start } : plain.keywordRange,
      range: { start, end: last.range.end },
      startLine: first.number,
      endLine: last.number,
      heredocs: heredocs.heredocs,
      trigger: plain.trigger && { ...plain.trigger, heredocs: heredocs.heredocs },
      comments: [...above, ...body.comments],
      hasBlankContinuation: body.hasBlankLine,
    })
    above = []
    index = heredocs.next
  }
  if (instructions.length === 0) throw new DockerfileError('file with no instructions', Math.max(lines.length, 1))
  return { directives, escape, comments, instructions }
}

interface Body {
  readonly pieces: readonly Range[]
  readonly comments: readonly Comment[]
  readonly hasBlankLine: boolean
  /** Index of the line behind the last one. */
  readonly next: number
}

/** Joins the lines of one instruction: comment and blank lines inside a continuation are skipped. */
function readBody(source: string, lines: readonly Line[], first: number, escape: string): Body {
  const pieces: Range[] = []
  const comments: Comment[] = []
  let hasBlankLine = false
  let index = first
  for (let goesOn = true; goesOn && index < lines.length; index++) {
    const line = lines[index] as Line
    if (isTooLong(line, source)) throw tooLong(line)
    if (index > first && isCommentLine(line)) comments.push(commentFrom(line))
    else if (index > first && isBlankLine(line)) hasBlankLine = true
    else {
      // Leading blanks go on the first line only; later lines keep them in the joined text.
      const start = index === first ? contentStart(line) : line.range.start
      const mark = continuationAt(line.text, escape)
      goesOn = mark !== undefined
      pieces.push({ start, end: mark === undefined ? line.range.end : line.range.start + mark })
    }
  }
  return { pieces, comments, hasBlankLine, next: index }
}

function commentFrom(line: Line): Comment {
  const hash = leadingSpace(line.text)
  return {
    text: line.text.slice(hash + 1).trim(),
    range: { start: line.range.start + hash, end: line.range.end },
  }
}

function tooLong(line: Line): DockerfileError {
  return new DockerfileError('dockerfile line greater than max allowed size of 65535', line.number)
}

/** Takes a joined line apart; `heredocs`, `comments` and the lines are for the caller to fill in. */
function parseInstruction(logical: LogicalText, escape: string, line: number): Instruction {
  const { keyword, rest } = splitKeyword(logical.text)
  const name = logical.text.slice(keyword.start, keyword.end).toUpperCase()
  const { flags, end } = readFlags(logical, rest, escape)
  const args = trimLogical(logical, { start: end, end: rest.end })
  checkPairs(name, args, escape, line)
  const json = JSON_FORMS.has(name) ? jsonWords(name === 'HEALTHCHECK' ? behindFirstWord(args) : args) : undefined
  if (json === 'mixed')
    throw new DockerfileError('when using JSON array syntax, arrays must be comprised of strings only', line)
  return {
    keyword: name,
    keywordRange: toSource(logical, keyword),
    range: toSource(logical, { start: 0, end: logical.text.length }),
    startLine: line,
    endLine: line,
    logical,
    flags,
    arguments: args,
    json,
    heredocs: [],
    trigger: name === 'ONBUILD' && args.text !== '' ? parseInstruction(args, escape, line) : undefined,
    comments: [],
    hasBlankContinuation: false,
  }
}

function behindFirstWord(args: LogicalText): LogicalText {
  const { rest } = splitKeyword(args.text)
  return sliceLogical(args, rest)
}

/** BuildKit's parser itself refuses ENV and LABEL that are neither `name value` nor all `name=value`. */
function checkPairs(name: string, args: LogicalText, escape: string, line: number): void {
  if (name !== 'ENV' && name !== 'LABEL') return
  const words = quotedWords(args, escape)
  const [first] = words
  if (first === undefined) return
  if (!first.text.includes('=')) {
    if (splitKeyword(args.text).rest.start >= args.text.length)
      throw new DockerfileError(`${name} must have two arguments`, line)
    return
  }
  const odd = words.find(word => !word.text.includes('='))
  if (odd)
    throw new DockerfileError(`Syntax error - can't find = in "${odd.text}". Must be of the form: name=value`, line)
}

function holdsHeredoc(instruction: Instruction): boolean {
  const holder = instruction.trigger ?? instruction
  return WITH_HEREDOC.has(holder.keyword) && holder.json === undefined
}
