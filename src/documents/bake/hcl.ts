import type { Expression } from './expression.js'
import {
  expectMark,
  isEnd,
  isMark,
  isName,
  literal,
  NoHcl,
  type Reader,
  skipLines,
  skipRest,
  skipTo,
  take,
} from './reader.js'
import { tokensOf } from './tokens.js'

/** `type "label" { … }` */
export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly body: Body
}

export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>
  readonly blocks: readonly Block[]
}

/** Nobody nests deeper by hand. */
const DEPTH_LIMIT = 40

/** Reads the part of HCL that Bake files are written in; undefined for a text with a fault. Never throws. */
export function readHcl(text: string): Body | undefined {
  const tokens = tokensOf(text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''))
  if (tokens === undefined) return undefined
  const reader = { tokens, at: 0 }
  try {
    const body = readBody(reader, 0)
    return reader.at === tokens.length ? body : undefined
  } catch (error) {
    if (error instanceof NoHcl) return undefined
    throw error
  }
}

function readBody(reader: Reader, depth: number): Body {
  if (depth > DEPTH_LIMIT) throw new NoHcl()
  const attributes = new Map<string, Expression>()
  const blocks: Block[] = []
  for (skipLines(reader); reader.at < reader.tokens.length && !isMark(reader, '}'); skipLines(reader)) {
    const name = take(reader)
    if (name?.kind !== 'name') throw new NoHcl()
    if (isMark(reader, '=')) {
      reader.at++
      attributes.set(name.text, readExpression(reader, depth, false))
    } else blocks.push({ type: name.text, labels: readLabels(reader), body: readBraces(reader, depth) })
  }
  return { attributes, blocks }
}

function readLabels(reader: Reader): readonly string[] {
  const labels: string[] = []
  while (!isMark(reader, '{')) {
    const token = take(reader)
    if (token?.kind === 'name') labels.push(token.text)
    else if (token?.kind === 'text') labels.push(literal(token) ?? '')
    else throw new NoHcl()
  }
  return labels
}

function readBraces(reader: Reader, depth: number): Body {
  reader.at++
  const body = readBody(reader, depth + 1)
  expectMark(reader, '}')
  return body
}

/** @param inBrackets where line ends mean nothing */
function readExpression(reader: Reader, depth: number, inBrackets: boolean): Expression {
  if (depth > DEPTH_LIMIT) throw new NoHcl()
  if (inBrackets) skipLines(reader)
  const term = readTerm(reader, depth)
  if (inBrackets) skipLines(reader)
  if (isEnd(reader)) return term
  skipRest(reader, inBrackets)
  return { kind: 'unknown' }
}

function readTerm(reader: Reader, depth: number): Expression {
  const token = reader.tokens[reader.at]
  if (token?.kind === 'text') {
    reader.at++
    return { kind: 'text', template: token.template }
  }
  if (token?.kind === 'number') {
    reader.at++
    return { kind: 'plain', value: Number(token.text) }
  }
  if (token?.kind === 'name') return readReference(reader)
  if (isMark(reader, '[')) return readList(reader, depth)
  if (isMark(reader, '{')) return readMap(reader, depth)
  return { kind: 'unknown' }
}

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

function readReference(reader: Reader): Expression {
  const path: string[] = []
  do {
    const token = take(reader)
    if (token?.kind !== 'name' && token?.kind !== 'number') throw new NoHcl()
    path.push(token.text)
    while (isMark(reader, '[')) {
      const [key, end] = reader.tokens.slice(reader.at + 1, reader.at + 3)
      const text = key?.kind === 'number' ? key.text : literal(key)
      if (text === undefined || end?.kind !== 'mark' || end.text !== ']') return { kind: 'unknown' }
      path.push(text)
      reader.at += 3
    }
  } while (isMark(reader, '.') && ++reader.at)
  const constant = path.length === 1 ? CONSTANTS.get(path[0] ?? '') : undefined
  return constant === undefined ? { kind: 'reference', path } : { kind: 'plain', value: constant }
}

function readList(reader: Reader, depth: number): Expression {
  reader.at++
  const items: Expression[] = []
  for (skipLines(reader); !isMark(reader, ']'); skipLines(reader)) {
    if (isName(reader, 'for')) {
      skipTo(reader, ']')
      return { kind: 'unknown' }
    }
    items.push(readExpression(reader, depth + 1, true))
    if (isMark(reader, ',')) reader.at++
    else if (!isMark(reader, ']')) throw new NoHcl()
  }
  reader.at++
  return { kind: 'list', items }
}

function readMap(reader: Reader, depth: number): Expression {
  reader.at++
  const entries: [string, Expression][] = []
  for (skipLines(reader); !isMark(reader, '}'); skipLines(reader)) {
    if (isName(reader, 'for')) {
      skipTo(reader, '}')
      return { kind: 'unknown' }
    }
    const key = readKey(reader)
    if (!isMark(reader, '=') && !isMark(reader, ':')) throw new NoHcl()
    reader.at++
    entries.push([key, readExpression(reader, depth + 1, false)])
    if (isMark(reader, ',')) reader.at++
  }
  reader.at++
  return { kind: 'map', entries }
}

/** Empty for a key that has to be worked out. */
function readKey(reader: Reader): string {
  const token = take(reader)
  if (token?.kind === 'name' || token?.kind === 'number') return token.text
  if (token?.kind === 'text') return literal(token) ?? ''
  if (token?.kind !== 'mark' || token.text !== '(') throw new NoHcl()
  skipTo(reader, ')')
  return ''
}
