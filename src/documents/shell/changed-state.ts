import { forEachChild, type SyntaxNode } from 'unbash'

/** The bodies of functions by their names; undefined for a name that has several. */
export type Functions = ReadonlyMap<string, SyntaxNode | undefined>

/** The functions that a script defines, wherever it does. */
export function functionsIn(script: SyntaxNode): Functions {
  const functions = new Map<string, SyntaxNode | undefined>()
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Function') functions.set(node.name.text, functions.has(node.name.text) ? undefined : node.body)
    forEachChild(node, visit)
  }
  visit(script)
  return functions
}

/** What a piece of a script may change for what runs behind it. */
export interface StateChanges {
  readonly variables: ReadonlySet<string>
  readonly folder: boolean
  /** Text that only a run knows is run, too: nothing is known any more. */
  readonly everything: boolean
}

export const FOLDER_PROGRAMS: ReadonlySet<string> = new Set(['cd', 'popd', 'pushd'])
const EVALUATING: ReadonlySet<string> = new Set(['.', 'eval', 'source'])
/** They set the variables that they are given the names of. */
const SETTING: ReadonlySet<string> = new Set(
  'declare export getopts let local mapfile printf read readarray readonly typeset unset'.split(' '),
)

/**
 * All that a piece of a script may change, if it runs or not.
 * @param functions the bodies of those that the script defines; undefined for one that has several
 */
export function changesOf(node: SyntaxNode, functions: Functions): StateChanges {
  const variables = new Set<string>()
  let folder = false
  let everything = false
  const seen = new Set<string>()
  const visit = (one: SyntaxNode) => {
    // Substitutions and brackets are shells of their own.
    if (one.type === 'Script' || one.type === 'Subshell') return
    if (one.type === 'Assignment') variables.add(one.name)
    if (one.type === 'For' || one.type === 'Select') variables.add(one.name.text)
    if (one.type === 'ParameterExpansion' && one.operation?.type === 'Default' && /=/.test(one.operation.operator))
      variables.add(one.parameter)
    if (one.type === 'ArithmeticCommand' || one.type === 'ArithmeticFor') everything = true
    if (one.type === 'Command' && one.name) {
      const { name, args } = one
      folder ||= [name, ...args].slice(0, 2).some(({ text }) => FOLDER_PROGRAMS.has(text))
      const body = functions.get(name.text)
      everything ||= EVALUATING.has(name.text) || (functions.has(name.text) && body === undefined)
      if (body && !seen.has(name.text)) {
        seen.add(name.text)
        visit(body)
      }
      if (SETTING.has(name.text)) for (const { text } of args) variables.add(text.replace(/=.*$/s, ''))
      if (name.text === 'set' || name.text === 'shift') for (const place of PLACES) variables.add(place)
    }
    forEachChild(one, visit)
  }
  visit(node)
  return { variables, folder, everything }
}

/** The arguments that a function, or a script, is called with. */
export const PLACES: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '@']
