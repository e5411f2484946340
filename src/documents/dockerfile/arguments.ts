import { remembered, rememberedFor } from '../../remembered.js'
import { isContiguous, type LogicalText, sliceLogical, toSource } from '../logical-text.js'
import { isSpace, type Range, trimRange } from '../text.js'
import type { Flag, Word } from './instruction.js'

/** What BuildKit splits keyword and plain arguments at. */
const BLANKS = /[\t\v\f\r ]+/
const ALL_BLANKS = new RegExp(BLANKS, 'g')

/** Splits a joined instruction into its keyword and what stands behind it, both in offsets of the joined text. */
export function splitKeyword(text: string): { keyword: Range; rest: Range } {
  const all = trimRange(text, { start: 0, end: text.length })
  const blank = BLANKS.exec(text.slice(all.start, all.end))
  if (!blank) return { keyword: all, rest: { start: all.end, end: all.end } }
  const end = all.start + blank.index
  return { keyword: { start: all.start, end }, rest: { start: end + blank[0].length, end: all.end } }
}

/**
 * Reads the `--flag` words in front of the arguments: quotes go, the escape character keeps the next one, `--` alone ends
 * them.
 * @returns the flags, and where the arguments begin in the joined text
 */
export function readFlags(whole: LogicalText, rest: Range, escape: string): { flags: Flag[]; end: number } {
  const { text } = whole
  const flags: Flag[] = []
  let at = rest.start
  for (;;) {
    while (at < rest.end && isSpace(text.charAt(at))) at++
    if (!text.startsWith('--', at) || at >= rest.end) return { flags, end: at }
    const start = at
    let value = ''
    let quote = ''
    for (; at < rest.end; at++) {
      const character = text.charAt(at)
      if (quote === '' && isSpace(character)) break
      if (character === quote) quote = ''
      else if (quote === '' && (character === '"' || character === "'")) quote = character
      else if (character === escape) value += ++at < rest.end ? text.charAt(at) : ''
      else value += character
    }
    const end = Math.min(at, rest.end)
    if (value === '--') return { flags, end }
    if (value !== '') flags.push(flagFrom(whole, { start, end }, value))
  }
}

function flagFrom(whole: LogicalText, range: Range, text: string): Flag {
  const equals = text.indexOf('=')
  return {
    ...wordFrom(whole, range, text),
    name: text.slice(2, equals === -1 ? undefined : equals),
    value: equals === -1 ? undefined : text.slice(equals + 1),
  }
}

/** A word of joined text, at `range` in it. */
export function wordFrom(whole: LogicalText, range: Range, text = whole.text.slice(range.start, range.end)): Word {
  return { text, range: toSource(whole, range), contiguous: isContiguous(whole, range) }
}

/** The words of COPY, EXPOSE, FROM, VOLUME in shell form: split at blanks, quotes mean nothing. */
export const plainWords = remembered((text: LogicalText): readonly Word[] => {
  const words: Word[] = []
  let start = 0
  for (const blank of text.text.matchAll(ALL_BLANKS)) {
    if (blank.index > start) words.push(wordFrom(text, { start, end: blank.index }))
    start = blank.index + blank[0].length
  }
  if (start < text.text.length) words.push(wordFrom(text, { start, end: text.text.length }))
  return words
})

/**
 * The words of ENV, LABEL and ARG: split at blanks outside quotes; quotes and escape characters stay in the text.
 * @param escape of the file that the text is from
 */
export const quotedWords = rememberedFor((whole: LogicalText, escape: string): readonly Word[] => {
  const { text } = whole
  const words: Word[] = []
  for (let at = 0; at < text.length; ) {
    while (at < text.length && isSpace(text.charAt(at))) at++
    if (at >= text.length) break
    const start = at
    let quote = ''
    for (; at < text.length; at++) {
      const character = text.charAt(at)
      if (quote === '' && isSpace(character)) break
      // In single quotes the escape character escapes nothing.
      if (character === escape && quote !== "'") at++
      else if (character === quote) quote = ''
      else if (quote === '' && (character === '"' || character === "'")) quote = character
    }
    const end = Math.min(at, text.length)
    // BuildKit drops an escape character that ends the instruction.
    const dropped = at > end ? 1 : 0
    if (end - dropped > start) words.push(wordFrom(whole, { start, end: end - dropped }))
  }
  return words
})

/**
 * The strings of the JSON form.
 * @returns undefined when the text is no JSON array, and 'mixed' when it is one with other things than strings, which
 *   BuildKit refuses
 */
export function jsonWords(whole: LogicalText): readonly Word[] | 'mixed' | undefined {
  const range = trimRange(whole.text, { start: 0, end: whole.text.length })
  if (whole.text[range.start] !== '[') return undefined
  let values: unknown
  try {
    values = JSON.parse(whole.text.slice(range.start, range.end))
  } catch {
    return undefined
  }
  if (!Array.isArray(values)) return undefined
  if (!values.every(value => typeof value === 'string')) return 'mixed'
  const strings = [...whole.text.matchAll(/"(?:[^"\\]|\\.)*"/g)]
  return strings.map((match, i) =>
    wordFrom(whole, { start: match.index, end: match.index + match[0].length }, String(values[i])),
  )
}

/** `sliceLogical` without blanks at the two ends. */
export function trimLogical(whole: LogicalText, range: Range): LogicalText {
  return sliceLogical(whole, trimRange(whole.text.slice(0, range.end), range))
}
