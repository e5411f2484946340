import { forEachChild, parse, type SyntaxNode } from 'unbash'
import { rememberedByText } from '../../remembered.js'
import { type Call, callFrom } from './calls.js'
import { FOLDER_PROGRAMS, functionsIn } from './changed-state.js'
import { changeFolder, changeVariables, commandOf, forget, forked, type ShellState, withPlaces } from './shell-state.js'
import { fieldsOf } from './variables.js'

/** A program that a script starts. Variables that the script itself sets are filled in. */
export interface Run {
  readonly call: Call
  /** The folder that it starts in; undefined when it is not known. */
  readonly folder: string | undefined
}

/** What a script starts with. */
export interface Start {
  readonly folder: string | undefined
  readonly variables: Readonly<Record<string, string>>
  /** The folder that `cd` leads to; undefined when it is not known. */
  readonly enteredFrom: (folder: string, to: string) => string | undefined
}

interface Walk {
  readonly runs: Run[]
  readonly enteredFrom: Start['enteredFrom']
  readonly depth: number
  /** Pieces of the script that may still be gone through. */
  readonly pieces: { left: number }
}

/** Loops and functions multiply: nobody writes a step of more pieces. */
const PIECES_LIMIT = 20_000
/** Functions that call functions. */
const DEPTH_LIMIT = 8
/** Words of a list that a loop goes through. */
const WORDS_LIMIT = 100

const treeOf = rememberedByText(1_000_000, parse)

/**
 * The programs that a script starts, in their order: those of a loop over plain words once for each, those of a function where it is
 * called. Branches are taken to run, all of them.
 * @returns undefined for more than anybody writes
 */
export function runsOf(text: string, { folder, variables, enteredFrom }: Start): readonly Run[] | undefined {
  try {
    const tree = treeOf(text)
    const walk: Walk = { runs: [], enteredFrom, depth: 0, pieces: { left: PIECES_LIMIT } }
    const known = new Map(Object.entries(variables))
    visit(tree, { folder, left: [], variables: known, functions: functionsIn(tree) }, walk)
    return walk.pieces.left > 0 ? walk.runs : undefined
  } catch (error) {
    // Nested deeper than the stack reaches.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function visit(node: SyntaxNode, state: ShellState, walk: Walk): void {
  // The body of a function runs where it is called.
  if (walk.pieces.left-- <= 0 || node.type === 'Function') return
  if (node.type === 'Script' || node.type === 'CompoundList')
    for (const statement of node.commands) visit(statement, state, walk)
  else if (node.type === 'Statement') visit(node.command, node.background ? forked(state) : state, walk)
  else if (node.type === 'AndOr') visitChain(node, state, walk)
  else if (node.type === 'Pipeline')
    for (const one of node.commands) visit(one, node.commands.length === 1 ? state : forked(state), walk)
  else if (node.type === 'Subshell') visit(node.body, forked(state), walk)
  else if (node.type === 'BraceGroup') visit(node.body, state, walk)
  else if (node.type === 'For') visitLoop(node, state, walk)
  else if (node.type === 'Command') visitCommand(node, state, walk)
  else if (node.type === 'Redirected') {
    visit(node.command, state, walk)
    for (const redirect of node.redirects) visitInside(redirect, state, walk)
  } else visitBranches(node, state, walk)
}

/** What runs once, often or not at all: nothing that it changes is known in another branch, or behind it. */
function visitBranches(node: SyntaxNode, state: ShellState, walk: Walk): void {
  const isChoice = node.type === 'If' || node.type === 'Elif'
  forget(state, isChoice ? node.clause : node)
  forEachChild(node, child => visit(child, forked(state), walk))
  forget(state, node)
}

/** Substitutions run before the command that they stand in, in a shell of their own. */
function visitInside(node: SyntaxNode, state: ShellState, walk: Walk): void {
  forEachChild(node, child =>
    child.type === 'Script' ? visit(child, forked(state), walk) : visitInside(child, state, walk),
  )
}

/** They say yes or no: what stands behind `&&` may well not run. */
const ASKING: ReadonlySet<string> = new Set(
  '[ cmp command diff egrep false fgrep git grep hash jq test type which'.split(' '),
)

function mayFail(node: SyntaxNode, { functions }: ShellState): boolean {
  if (node.type === 'Command')
    return node.name !== undefined && (ASKING.has(node.name.text) || functions.has(node.name.text))
  return !(node.type === 'BraceGroup' || node.type === 'Subshell' || node.type === 'Redirected')
}

function visitChain(
  { commands, operators }: Extract<SyntaxNode, { type: 'AndOr' }>,
  state: ShellState,
  walk: Walk,
): void {
  const start = forked(state)
  let at = state
  let isSure = true
  const unsure: SyntaxNode[] = []
  for (const [i, one] of commands.entries()) {
    const isElse = operators[i - 1] === '||'
    if (isElse || (!isSure && at === state)) at = forked(isElse ? start : state)
    // How far those before it came nobody knows.
    if (isElse) for (const earlier of commands.slice(0, i)) forget(at, earlier)
    if (at !== state && !leaves(one)) unsure.push(one)
    visit(one, at, walk)
    isSure &&= !isElse && !mayFail(one, state)
  }
  for (const one of unsure) forget(state, one)
}

function leaves(node: SyntaxNode): boolean {
  return node.type === 'Command' && /^(?:exit|return)$/.test(node.name?.text ?? '')
}

function visitLoop(node: Extract<SyntaxNode, { type: 'For' }>, state: ShellState, walk: Walk): void {
  const lists = node.wordlist?.map(word => fieldsOf(word, state.variables))
  const isKnown = lists?.every(list => list !== undefined) ?? false
  const words = isKnown ? (lists ?? []).flatMap(list => list ?? []) : []
  if (!isKnown || words.length > WORDS_LIMIT) {
    visitBranches(node, state, walk)
    return
  }
  for (const word of node.wordlist ?? []) visitInside(word, state, walk)
  const isCut = jumps(node.body)
  if (isCut) forget(state, node)
  for (const word of words) {
    const at = isCut ? forked(state) : state
    at.variables.set(node.name.text, word)
    visit(node.body, at, walk)
  }
  if (isCut) forget(state, node)
}

function jumps(node: SyntaxNode): boolean {
  if (node.type === 'Command' && /^(?:break|continue)$/.test(node.name?.text ?? '')) return true
  let found = false
  forEachChild(node, child => {
    found ||= jumps(child)
  })
  return found
}

function visitCommand(node: Extract<SyntaxNode, { type: 'Command' }>, state: ShellState, walk: Walk): void {
  visitInside(node, state, walk)
  const call = callFrom(commandOf(node, state.variables))
  if (call && state.functions.has(call.name.text)) {
    visitFunction(call, state, walk)
    return
  }
  if (call) walk.runs.push({ call, folder: state.folder })
  if (call && FOLDER_PROGRAMS.has(call.program)) changeFolder(call, state, walk.enteredFrom)
  else changeVariables(node, call, state)
}

function visitFunction(call: Call, state: ShellState, walk: Walk): void {
  const body = state.functions.get(call.name.text)
  if (body !== undefined && walk.depth < DEPTH_LIMIT) {
    visit(body, withPlaces(state, call), { ...walk, depth: walk.depth + 1 })
    forget(state, body)
    return
  }
  // A program without a name is one that nothing is known of.
  walk.runs.push({ call: { ...call, program: '', path: '' }, folder: undefined })
  state.variables.clear()
  Object.assign(state, { folder: undefined, left: [] })
}
