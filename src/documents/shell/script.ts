import { forEachChild, type ParsedScript, parse, type Statement, type SyntaxNode, type Word as WordNode } from 'unbash'
import { rememberedByText } from '../../remembered.js'
import type { LogicalText } from '../logical-text.js'
import type { Range } from '../text.js'

/** A word of a command. All ranges in this module are offsets into the script's own text; `toSource` leads to the file. */
export interface ShellWord {
  /** As written. */
  readonly text: string
  /** What the program gets, undefined when the shell has to expand something first. */
  readonly value: string | undefined
  readonly range: Range
}

export interface Assignment {
  readonly name: string
  readonly value: string | undefined
  readonly range: Range
}

export interface Redirect {
  readonly operator: string
  readonly target: string | undefined
  readonly range: Range
}

/** One simple command, at any depth: in a list, in `if`, in `$(…)`. */
export interface Command {
  /** Name and arguments. */
  readonly words: readonly ShellWord[]
  readonly assignments: readonly Assignment[]
  readonly redirects: readonly Redirect[]
  readonly range: Range
  /** The item of a chain that this command is, alone; undefined when it stands deeper. */
  readonly item: ChainItem | undefined
}

/** A member of `a && b || c`, with the operator in front of it. */
export interface ChainItem {
  readonly chain: Chain
  readonly index: number
  readonly operator: { readonly text: '&&' | '||'; readonly range: Range } | undefined
  readonly range: Range
}

/** `a && b || c`, at the top level of a script; `;`, `&` or a line end separates it from the next. */
export interface Chain {
  readonly items: readonly ChainItem[]
  readonly range: Range
  readonly background: boolean
}

/** A shell script: the body of a RUN. */
export interface Script {
  readonly text: LogicalText
  readonly chains: readonly Chain[]
  /** In the order in which they are written. */
  readonly commands: readonly Command[]
  /**
   * False when the text could not be parsed to the end or holds escaped backticks, whose offsets are not the text's own:
   * what was read may be looked at, nothing may be edited.
   */
  readonly editable: boolean
}

type Parsed = Omit<Script, 'text'>

/** Parsing depends on the text alone, and the proof of each fix meets the same bodies again; a character takes some fifty bytes. */
const parsed = rememberedByText(4_000_000, tryRead)

/** Reads a script. Never throws. */
export function parseScript(text: LogicalText): Script {
  return { text, ...parsed(text.text) }
}

/** Nobody nests a thousand functions or substitutions but to fill the parser's stack. */
function tryRead(text: string): Parsed {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof RangeError) return { chains: [], commands: [], editable: false }
    throw error
  }
}

function read(text: string): Parsed {
  const tree = parse(text)
  const chains = tree.commands.map(statement => chainFrom(statement, text))
  const items = new Map(
    tree.commands.flatMap((statement, i) =>
      itemNodes(statement).map((node, j) => [node, chains[i]?.items[j]] as const),
    ),
  )
  const commands: Command[] = []
  let editable = true
  const visit = (node: SyntaxNode) => {
    if (isScript(node) && (node.errors?.length || node.source !== undefined)) editable = false
    if (node.type === 'Command') commands.push(commandFrom(node, items.get(node), text.length))
    forEachChild(node, visit)
  }
  visit(tree)
  return { chains, commands: commands.sort((a, b) => a.range.start - b.range.start), editable }
}

function isScript(node: SyntaxNode): node is ParsedScript {
  return node.type === 'Script'
}

function itemNodes({ command }: Statement): readonly SyntaxNode[] {
  return command.type === 'AndOr' ? command.commands : [command]
}

function chainFrom(statement: Statement, text: string): Chain {
  const { command } = statement
  const items: ChainItem[] = []
  const chain = {
    items,
    range: placeOf({ pos: statement.pos, end: command.end }, text.length),
    background: statement.background ?? false,
  }
  const operators = command.type === 'AndOr' ? command.operators : []
  for (const [index, node] of itemNodes(statement).entries()) {
    const range = placeOf(node, text.length)
    const operator = operators[index - 1]
    const previous = items.at(-1)
    items.push({
      chain,
      index,
      range,
      operator: operator && previous && { text: operator, range: operatorRange(operator, previous.range.end, text) },
    })
  }
  return chain
}

/** Only blanks can stand between a command and the operator behind it; of broken text the parser's ends may lie beyond. */
function operatorRange(operator: string, from: number, text: string): Range {
  const start = text.indexOf(operator, from)
  return start === -1 ? { start: from, end: from } : { start, end: start + operator.length }
}

type CommandNode = Extract<SyntaxNode, { type: 'Command' }>

function commandFrom(node: CommandNode, item: ChainItem | undefined, length: number): Command {
  const words = [...(node.name ? [node.name] : []), ...node.args]
  return {
    words: words.map(word => ({
      text: word.text,
      value: word.type === 'Word' ? literal(word) : assignedText(word),
      range: placeOf(word, length),
    })),
    assignments: node.prefix.flatMap(part =>
      part.type === 'Assignment' ? [{ name: part.name, value: assignedValue(part), range: placeOf(part, length) }] : [],
    ),
    redirects: node.redirects.map(redirect => ({
      operator: redirect.operator,
      target: 'target' in redirect && redirect.target ? literal(redirect.target) : undefined,
      range: placeOf(redirect, length),
    })),
    range: placeOf(node, length),
    item,
  }
}

type AssignmentNode = Extract<SyntaxNode, { type: 'Assignment' }>

function assignedValue({ value }: AssignmentNode): string | undefined {
  return value.type === 'Word' ? literal(value) : undefined
}

/** `name=value` behind a command's name is an ordinary argument. */
function assignedText(node: AssignmentNode): string | undefined {
  const value = assignedValue(node)
  return value === undefined ? undefined : `${node.name}${node.append ? '+' : ''}=${value}`
}

/** In text that breaks off, `${ && \`, the parser's ends may lie behind it. */
function placeOf({ pos, end }: { readonly pos: number; readonly end: number }, length: number): Range {
  return { start: Math.min(pos, length), end: Math.min(end, length) }
}

const PLAIN_PARTS = new Set(['Literal', 'SingleQuoted', 'AnsiCQuoted'])

/** The value of a word that needs no expansion, undefined for any other. A leading `~` is expanded by the shell, too. */
function literal(word: WordNode): string | undefined {
  if (word.text.startsWith('~')) return undefined
  const isPlain = (word.parts ?? []).every(
    part =>
      PLAIN_PARTS.has(part.type) ||
      (part.type === 'DoubleQuoted' && part.parts.every(inner => inner.type === 'Literal')),
  )
  return isPlain ? word.value : undefined
}
