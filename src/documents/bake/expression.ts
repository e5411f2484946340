import type { Template } from './tokens.js'

/** What an attribute of a Bake file is set to. */
export type Expression =
  | { readonly kind: 'text'; readonly template: Template }
  | { readonly kind: 'plain'; readonly value: string | number | boolean | null }
  /** `name`, `name.key`, `name["key"]`: each step of the way. */
  | { readonly kind: 'reference'; readonly path: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Expression])[] }
  /** Calls, operators, conditions: nothing is known of what comes out. */
  | { readonly kind: 'unknown' }

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }

/** What a name stands for; undefined when that is unknown. */
export type Scope = (name: string) => Value | undefined

/** What an expression comes to; undefined when a part of it is unknown. Of a map an unknown value is null, as one that is not set. */
export function valueOf(expression: Expression, scope: Scope): Value | undefined {
  switch (expression.kind) {
    case 'plain':
      return expression.value
    case 'text':
      return filled(expression.template, scope)
    case 'reference':
      return referred(expression.path, scope)
    case 'list': {
      const items = expression.items.map(item => valueOf(item, scope))
      return items.every(item => item !== undefined) ? items : undefined
    }
    case 'map': {
      return Object.fromEntries(expression.entries.map(([key, value]) => [key, valueOf(value, scope) ?? null]))
    }
    case 'unknown':
      return undefined
  }
}

/** Texts that put each other in twice grow without end (characters). */
const LENGTH_LIMIT = 10_000

function filled(template: Template, scope: Scope): string | undefined {
  let text = ''
  for (const part of template) {
    const value = typeof part === 'string' ? part : interpolated(part.code, scope)
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
    text += value
    if (text.length > LENGTH_LIMIT) return undefined
  }
  return text
}

function interpolated(code: string, scope: Scope): Value | undefined {
  const path = /^\s*([\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*)\s*$/u.exec(code)?.[1]?.split('.')
  return path && referred(path, scope)
}

function referred([name = '', ...keys]: readonly string[], scope: Scope): Value | undefined {
  let value = scope(name)
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as { readonly [key: string]: Value })[key]
  }
  return value
}
