import type { SyntaxNode } from 'unbash'
import type { Call } from './calls.js'
import { changesOf, FOLDER_PROGRAMS, type Functions, PLACES } from './changed-state.js'
import type { Command, ShellWord } from './script.js'
import { assignedValue, fieldsOf, textOf, type Variables } from './variables.js'

/** What is known at one point of a script. It is written to as the script goes on. */
export interface ShellState {
  folder: string | undefined
  /** Folders that `popd` leads back to, the last one first. */
  left: readonly (string | undefined)[]
  variables: Map<string, string | readonly string[]>
  readonly functions: Functions
}

/** For a shell of its own: what it changes holds nowhere else. */
export function forked({ folder, left, variables, functions }: ShellState): ShellState {
  return { folder, left, variables: new Map(variables), functions }
}

/** Takes out of a state all that a piece of a script may change. */
export function forget(state: ShellState, node: SyntaxNode): void {
  const { variables, folder, everything } = changesOf(node, state.functions)
  if (everything) state.variables.clear()
  for (const name of variables) state.variables.delete(name)
  if (!folder && !everything) return
  state.folder = undefined
  state.left = []
}

type CommandNode = Extract<SyntaxNode, { type: 'Command' }>

/** A command with variables filled in. */
export function commandOf(node: CommandNode, variables: Variables): Command {
  const nodes = [...(node.name ? [node.name] : []), ...node.args]
  const words = nodes.flatMap((word): readonly ShellWord[] => {
    const range = { start: word.pos, end: word.end }
    if (word.type === 'Assignment') {
      const value = word.value.type === 'Word' ? textOf(word.value, variables) : undefined
      const text = value === undefined ? word.text : `${word.name}=${value}`
      return [{ text, value: value === undefined ? undefined : text, range }]
    }
    const fields = fieldsOf(word, variables)
    return fields?.map(value => ({ text: value, value, range })) ?? [{ text: word.text, value: undefined, range }]
  })
  return { words, assignments: [], redirects: [], range: { start: node.pos, end: node.end }, item: undefined }
}

const DECLARING: ReadonlySet<string> = new Set(['declare', 'export', 'local', 'readonly', 'typeset'])

/** What a command makes of variables: it is an assignment, or a program of the shell that sets some. */
export function changeVariables(node: CommandNode, call: Call | undefined, state: ShellState): void {
  const { variables } = state
  // In front of a program they are for that program alone.
  const declares = call === undefined || DECLARING.has(call.program)
  if (!declares) {
    forget(state, node)
    return
  }
  const assignments = [...(call ? [] : node.prefix), ...node.args]
  const values = assignments.flatMap(one =>
    one.type === 'Assignment' ? [{ name: one.name, value: assignedValue(one, variables) }] : [],
  )
  forget(state, node)
  const isPlain = call === undefined || !call.args.some(({ text }) => /^[-+]/.test(text))
  for (const { name, value } of values) if (value !== undefined && isPlain) variables.set(name, value)
}

/** Where `cd`, `pushd` and `popd` lead. */
export function changeFolder(
  { program, args }: Call,
  state: ShellState,
  enteredFrom: (folder: string, to: string) => string | undefined,
): void {
  if (!FOLDER_PROGRAMS.has(program)) return
  const [to, ...more] = args
  const { folder, left } = state
  if (program === 'popd') {
    state.folder = args.length === 0 ? left[0] : undefined
    state.left = left.slice(1)
    return
  }
  const isPlain = folder !== undefined && to?.value !== undefined && more.length === 0 && !/^(?:[-+]|$)/.test(to.value)
  state.folder = isPlain ? enteredFrom(folder, to.value) : undefined
  if (program === 'pushd') state.left = [folder, ...left]
}

/** A state for the body of a function that is called: `$1` and its like are what it is called with. */
export function withPlaces(state: ShellState, { args }: Call): ShellState {
  const inner = forked(state)
  const values = args.map(({ value }) => value)
  for (const place of PLACES) inner.variables.delete(place)
  const known = values.indexOf(undefined)
  // What is not known may be several words, or none.
  for (const [i, value] of values.slice(0, known === -1 ? values.length : known).entries())
    if (value !== undefined && i < 9) inner.variables.set(String(i + 1), value)
  const all = values.flatMap(value => value ?? [])
  if (all.length === values.length) inner.variables.set('@', all)
  return inner
}
