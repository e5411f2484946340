import { plainWords, quotedWords } from '../../src/documents/dockerfile/arguments.js'
import { type Dockerfile, parseDockerfile } from '../../src/documents/dockerfile/document.js'
import type { Instruction, Word } from '../../src/documents/dockerfile/instruction.js'
import { pairsOf } from '../../src/documents/dockerfile/pairs.js'
import { shellBody } from '../../src/documents/dockerfile/shell-body.js'
import { type LogicalText, toSource } from '../../src/documents/logical-text.js'
import { parseScript, type Script } from '../../src/documents/shell/script.js'
import type { Range } from '../../src/documents/text.js'

/** For laws that are asked a million times, where `expect` would take most of the time. */
export function insist(holds: boolean, law: string, details?: unknown): asserts holds {
  if (!holds) throw new Error(`${law}${details === undefined ? '' : `: ${JSON.stringify(details)}`}`)
}

function isInside({ start, end }: Range, outer: Range): void {
  insist(outer.start <= start && start <= end && end <= outer.end, 'a range lies inside', { start, end, outer })
}

/** What holds for the Dockerfile read from any text. */
export function parseHolds(text: string): Dockerfile {
  const dockerfile = parseDockerfile('Dockerfile', text)
  const whole = { start: 0, end: text.length }
  let previous = 0
  for (const instruction of dockerfile.instructions) {
    const { range, startLine, endLine } = instruction
    isInside(range, { start: previous, end: text.length })
    insist(range.end > range.start, 'an instruction is not empty', range)
    insist(dockerfile.lines.lineAt(range.start) + 1 === startLine, 'startLine holds the start', range)
    insist(dockerfile.lines.lineAt(range.end) + 1 === endLine, 'endLine holds the end', range)
    instructionHolds(instruction, dockerfile)
    for (const { body, content } of instruction.heredocs) {
      isInside(body, range)
      insist(text.slice(body.start, body.end) === content, 'a heredoc is its body', body)
    }
    previous = range.end
  }
  for (const { range } of dockerfile.comments) {
    isInside(range, whole)
    insist(text[range.start] === '#', 'a comment begins with #', range)
  }
  for (const { range } of dockerfile.directives) {
    isInside(range, whole)
    insist(text[range.start] === '#', 'a directive begins with #', range)
  }
  for (const { image, from } of dockerfile.stages) isInside(image.range, from.range)
  if (dockerfile.instructions.length > 0) nothingIsLost(dockerfile)
  return dockerfile
}

/** Between instructions, comments and directives there are blanks and nothing else. */
function nothingIsLost({ text, instructions, comments, directives }: Dockerfile): void {
  const ranges = [...instructions, ...comments, ...directives].map(({ range }) => range)
  let at = 0
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start)) {
    insist(/^[\s\u0085\ufeff]*$/.test(text.slice(at, start)), 'no text is lost', text.slice(at, start))
    at = Math.max(at, end)
  }
  insist(/^[\s\u0085\ufeff]*$/.test(text.slice(at)), 'no text is lost', text.slice(at))
}

function instructionHolds(instruction: Instruction, dockerfile: Dockerfile): void {
  const { text, escape } = dockerfile
  const { range, logical, arguments: args, keyword, keywordRange, flags, json, trigger } = instruction
  charactersLeadBack(logical, text)
  charactersLeadBack(args, text)
  isInside(keywordRange, range)
  const plain = [...plainWords(args), ...quotedWords(args, escape)]
  for (const word of plain) wordHolds(word, word.text, instruction, text)
  if (['ENV', 'ARG', 'LABEL'].includes(keyword))
    for (const { word } of pairsOf(instruction, escape)) wordHolds(word, word.text, instruction, text)
  for (const flag of flags) {
    isInside(flag.range, range)
    insist(!flag.contiguous || text.startsWith('--', flag.range.start), 'a flag begins with --', flag)
  }
  for (const word of json ?? []) {
    isInside(word.range, range)
    insist(!word.contiguous || JSON.parse(text.slice(word.range.start, word.range.end)) === word.text, 'JSON', word)
  }
  if (trigger) instructionHolds({ ...trigger, range }, dockerfile)
  else if (!instruction.heredocs.length || keyword === 'RUN') bodyHolds(instruction, text)
}

function wordHolds({ range, contiguous }: Word, expected: string, { range: outer }: Instruction, text: string): void {
  isInside(range, outer)
  const written = text.slice(range.start, range.end)
  insist(contiguous === (written === expected), 'a word in one piece is its text', { written, expected })
}

function charactersLeadBack(logical: LogicalText, text: string): void {
  for (let i = 0; i < logical.text.length; i++) {
    const { start, end } = toSource(logical, { start: i, end: i + 1 })
    insist(end === start + 1 && text[start] === logical.text[i], 'a character leads back to itself', { i, start })
  }
}

function bodyHolds(instruction: Instruction, text: string): void {
  const script = shellBody(instruction, text)
  if (script === undefined) return
  charactersLeadBack(script.text, text)
  scriptHolds(script)
}

/** What holds for the script read from any text. */
export function scriptHolds({ text: { text }, chains, commands, editable }: Script): void {
  const whole = { start: 0, end: text.length }
  const slice = ({ start, end }: Range) => text.slice(start, end)
  let previous = 0
  for (const { range, items } of chains) {
    isInside(range, { start: previous, end: text.length })
    previous = range.end
    for (const item of items) {
      isInside(item.range, range)
      if (!item.operator) continue
      isInside(item.operator.range, whole)
      insist(!editable || slice(item.operator.range) === item.operator.text, 'an operator is its text', item.range)
    }
  }
  for (const { range, words, assignments, redirects } of commands) {
    isInside(range, whole)
    for (const part of [...words, ...assignments, ...redirects]) isInside(part.range, whole)
    if (!editable) continue
    for (const word of words) insist(slice(word.range) === word.text, 'a word is its text', word)
    for (const { name, range: place } of assignments) insist(slice(place).startsWith(name), 'an assignment', name)
  }
}

export function scriptOfText(text: string): Script {
  return parseScript({ text, segments: text === '' ? [] : [{ at: 0, source: 0, length: text.length }] })
}
