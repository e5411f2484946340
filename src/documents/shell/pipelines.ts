import { forEachChild, parse, type SyntaxNode } from 'unbash'
import { rememberedByText } from '../../remembered.js'
import type { Range } from '../text.js'
import { type Call, callsOf } from './calls.js'
import type { ChainItem, Script } from './script.js'

/** `a | b | c`. Ranges are offsets into the script's own text. */
export interface Pipeline {
  readonly range: Range
  /** What each command calls; undefined for a compound one, `{ …; }`, and for what cannot be read. */
  readonly calls: readonly (Call | undefined)[]
  /** The item of a chain that this pipeline is, alone; undefined when it stands deeper. */
  readonly item: ChainItem | undefined
  /** `! a | b` */
  readonly negated: boolean
}

type Piece = Omit<Pipeline, 'calls' | 'item'> & { readonly parts: readonly Range[] }

/** The pipelines of a text depend on the text alone; most scripts have none. */
const piecesOf = rememberedByText(1_000_000, read)

/** All pipelines of a script, at any depth, in the order in which they are written. */
export function pipelinesOf(script: Script): readonly Pipeline[] {
  const { text } = script.text
  if (!/(?:^|[^|])\|(?!\|)/.test(text) || script.commands.length < 2) return []
  const items = new Map(script.chains.flatMap(chain => chain.items.map(item => [keyOf(item.range), item] as const)))
  const calls = new Map(callsOf(script).map(call => [keyOf(call.command.range), call] as const))
  return piecesOf(text).map(({ range, parts, negated }) => ({
    range,
    negated,
    calls: parts.map(part => calls.get(keyOf(part))),
    item: items.get(keyOf(range)),
  }))
}

function read(text: string): readonly Piece[] {
  const found: Piece[] = []
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Pipeline' && node.commands.length > 1)
      found.push({
        range: { start: node.pos, end: node.end },
        parts: node.commands.map(({ pos, end }) => ({ start: pos, end })),
        negated: node.prefixes.some(({ type }) => type === 'Negation'),
      })
    forEachChild(node, visit)
  }
  try {
    visit(parse(text))
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
  return found.sort((a, b) => a.range.start - b.range.start)
}

function keyOf({ start, end }: Range): string {
  return `${start}-${end}`
}
