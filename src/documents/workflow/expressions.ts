import type { Cell } from './matrix.js'
import type { Settings } from './workflow.js'

/** What the expressions of a step can be made out of. */
export interface Known {
  readonly cell: Cell
  /** Names whose value is not known are not in it. */
  readonly env: Settings
}

/** Stands for the folder that a job works in, as an absolute path. */
export const WORKSPACE = '/github/workspace'

const EXPRESSION = /\$\{\{(.*?)\}\}/gs

/** A text with its `${{ … }}` worked out; undefined when one of them is not known. */
export function resolved(text: string, known: Known): string | undefined {
  let isKnown = true
  const result = text.replace(EXPRESSION, (_, code: string) => {
    const value = valueOf(code, known)
    isKnown &&= value !== undefined
    return value ?? ''
  })
  return isKnown ? result : undefined
}

/** The same for a script: what is not known becomes a variable that nobody knows either. */
export function resolvedScript(script: string, known: Known): string {
  return script.replace(EXPRESSION, (_, code: string) => valueOf(code, known) ?? '$UNKNOWN')
}

/** Later names may be made of earlier ones; what is not known is left out. */
export function resolvedSettings(settings: readonly Settings[], cell: Cell): Settings {
  let env: Settings = {}
  for (const [name, text] of settings.flatMap(one => Object.entries(one))) {
    const value = resolved(text, { cell, env })
    const { [name]: _, ...others } = env
    env = value === undefined ? others : { ...others, [name]: value }
  }
  return env
}

/** `a || b` is the first that is not empty. */
function valueOf(code: string, known: Known): string | undefined {
  let last: string | undefined
  for (const operand of code.split('||')) {
    last = operandValue(operand.trim(), known)
    if (last !== '') return last
  }
  return last
}

function operandValue(code: string, { cell, env }: Known): string | undefined {
  const text = /^'([^']*)'$/.exec(code)?.[1]
  if (text !== undefined) return text
  if (code === 'github.workspace') return WORKSPACE
  const [context, ...keys] = /^[\w-]+(?:\.[\w-]+)+$/.test(code) ? code.split('.') : []
  if (context === 'env' && keys.length === 1) return env[keys[0] ?? '']
  return context === 'matrix' ? cellValue(cell, keys) : undefined
}

function cellValue({ values, isWhole }: Cell, keys: readonly string[]): string | undefined {
  let value: unknown = values
  for (const [depth, key] of keys.entries()) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    // What no cell has is empty, if all keys of the matrix are known.
    if (!isThere) return isWhole || depth > 0 ? '' : undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  const isWord = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isWord ? resolvedWord(String(value)) : undefined
}

/** A value of a matrix may itself be an expression. */
function resolvedWord(text: string): string | undefined {
  return text.includes('${{') ? undefined : text
}
