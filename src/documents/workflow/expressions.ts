import { evaluate, type Outcome } from './evaluate.js'
import type { Cell } from './matrix.js'
import type { Settings } from './workflow.js'

/** Values by name; one that is undefined is there, but not known. */
export type Values = Cell

/** Nothing is known of which there are. */
export const NO_VALUES_KNOWN: Values = { values: {}, isWhole: false }

/** What the expressions of a step can be made out of. */
export interface Known {
  readonly cell: Cell
  /** Names whose value is not known are not in it. */
  readonly env: Settings
  /** Of a workflow that is called or started by hand, or of an action. */
  readonly inputs: Values
  /** What started the workflow; undefined when that is not known. */
  readonly event: string | undefined
  /** What a person gave who started it by hand. */
  readonly eventInputs: Values
  /** The folder of the action that the step is in, from the workspace. */
  readonly actionFolder: string | undefined
}

/** Stands for the folder that a job works in, as an absolute path. */
export const WORKSPACE = '/github/workspace'

const EXPRESSION = /\$\{\{(.*?)\}\}/gs

/** A text with its `${{ … }}` worked out; undefined when one of them is not known. */
export function resolved(text: string, known: Known): string | undefined {
  let isKnown = true
  const result = text.replace(EXPRESSION, (_, code: string) => {
    const value = textFor(code, known)
    isKnown &&= value !== undefined
    return value ?? ''
  })
  return isKnown ? result : undefined
}

/** The same for a script: what is not known becomes a variable that nobody knows either. */
export function resolvedScript(script: string, known: Known): string {
  return script.replace(EXPRESSION, (_, code: string) => textFor(code, known) ?? variableFor(code.trim()))
}

/** GitHub has some of its values in variables, too. */
function variableFor(code: string): string {
  const [, name] = /^github\.(sha|run_id|run_number|ref_name)$/.exec(code) ?? []
  return name === undefined ? '$UNKNOWN' : `$GITHUB_${name.toUpperCase()}`
}

/** The same for a text that may be one expression alone, whose value may be no text. */
export function resolvedValue(text: string, known: Known): unknown {
  const [, code] = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(text) ?? []
  return code === undefined ? resolved(text, known) : outcomeOf(code, known).value
}

/** The same for all texts in lists and records; what is not known stays as it is written. */
export function resolvedDeep(value: unknown, known: Known): unknown {
  if (typeof value === 'string') return value.includes('${{') ? (resolvedValue(value, known) ?? value) : value
  if (Array.isArray(value)) return value.map(one => resolvedDeep(one, known))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolvedDeep(one, known)]))
}

/** Later names may be made of earlier ones; what is not known is left out. */
export function withSettings(known: Known, settings: Settings): Known {
  let { env } = known
  for (const [name, text] of Object.entries(settings)) {
    const value = resolved(text, { ...known, env })
    const { [name]: _, ...others } = env
    env = value === undefined ? others : { ...others, [name]: value }
  }
  return { ...known, env }
}

/** True where an `if` says for sure that something does not run. */
export function isNever(condition: string, known: Known): boolean {
  const code = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(condition)?.[1] ?? condition
  return code.trim() !== '' && outcomeOf(code, known).truth === false
}

function textFor(code: string, known: Known): string | undefined {
  const { value } = outcomeOf(code, known)
  return value === undefined || (typeof value === 'object' && value !== null) ? undefined : String(value ?? '')
}

function outcomeOf(code: string, known: Known): Outcome {
  return evaluate(code, keys => lookedUp(keys, known))
}

function lookedUp(
  [context, ...keys]: readonly string[],
  { cell, env, inputs, event, eventInputs, actionFolder }: Known,
): unknown {
  const [key = ''] = keys
  if (context === 'env' && keys.length === 1) return env[key]
  if (context === 'matrix') return valueIn(cell, keys)
  if (context === 'inputs') return valueIn(inputs, keys)
  if (context !== 'github') return undefined
  if (key === 'workspace') return WORKSPACE
  if (key === 'action_path') return actionFolder === undefined ? undefined : `${WORKSPACE}/${actionFolder}`
  if (key === 'event_name') return event
  const [, second, ...others] = keys
  return key === 'event' && second === 'inputs' ? valueIn(eventInputs, others) : undefined
}

function valueIn({ values, isWhole }: Values, keys: readonly string[]): unknown {
  let value: unknown = values
  for (const [depth, key] of keys.entries()) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    // What no cell has is empty, if all keys of the matrix are known.
    if (!isThere) return isWhole || depth > 0 ? null : undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  // A value of a matrix may itself be an expression.
  return JSON.stringify(value)?.includes('${{') ? undefined : value
}
