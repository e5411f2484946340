import { type Known, resolvedValue, type Values } from './expressions.js'
import type { DeclaredInput, DeclaredInputs, Settings } from './workflow.js'

/** What a workflow or an action is given by the one that uses it. */
export function givenInputs(declared: DeclaredInputs, given: Settings, known: Known): Values {
  const values = Object.entries(declared).map(([name, input]) => {
    const written = given[name]
    const value = written === undefined ? defaultOf(input) : resolvedValue(written, known)
    return [name, typedAs(input.type, value)] as const
  })
  return { values: Object.fromEntries(values), isWhole: true }
}

/** What a workflow is given by a person who leaves all as it is. */
export function usualInputs(declared: DeclaredInputs): Values {
  const values = Object.entries(declared).map(([name, input]) => {
    const isAsked = input.type === 'environment' || (input.required && input.default === undefined)
    const first = input.type === 'choice' ? input.options[0] : undefined
    return [name, isAsked ? undefined : typedAs(input.type, input.default ?? first ?? defaultOf(input))] as const
  })
  return { values: Object.fromEntries(values), isWhole: true }
}

/** What a workflow is given that nobody called or started by hand: what it declares is empty. */
export function noInputs(...declared: readonly DeclaredInputs[]): Values {
  const names = declared.flatMap(one => Object.keys(one))
  return { values: Object.fromEntries(names.map(name => [name, null])), isWhole: false }
}

function defaultOf({ type, default: text }: DeclaredInput): unknown {
  // What an expression makes of it depends on who asks.
  if (text?.includes('${{')) return undefined
  return text ?? (type === 'boolean' ? 'false' : type === 'number' ? '0' : '')
}

/** Without a type, as in actions, all inputs are texts. */
function typedAs(type: string, value: unknown): unknown {
  if (value === undefined) return undefined
  if (type === 'boolean') return typeof value === 'boolean' ? value : String(value) === 'true'
  if (type === 'number') return Number(value)
  return typeof value === 'object' && value !== null ? undefined : String(value ?? '')
}
