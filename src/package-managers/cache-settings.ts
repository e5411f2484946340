import type { Context } from '../build/context.js'
import type { Call } from '../documents/shell/calls.js'

/** True for Yarn 2 and later, or when that cannot be excluded: its cache is a part of the project, or lies elsewhere. */
export function isYarnOfRepository(context: Context | undefined, calls: readonly Call[]): boolean {
  if (context === undefined) return calls.some(({ program }) => program === 'corepack')
  const files = context.filesIn('')
  if (files.some(file => /(?:^|\/)\.yarnrc\.yml$/.test(file))) return true
  const manifests = files.filter(file => /(?:^|\/)package\.json$/.test(file))
  return manifests.some(file => /"packageManager"\s*:\s*"yarn@[^1]/.test(context.textOf(file) ?? ''))
}

const SETTINGS: Readonly<Record<string, { readonly file: RegExp; readonly moves: RegExp }>> = {
  npm: { file: /(?:^|\/)\.npmrc$/, moves: /^\s*cache\s*=/m },
  pip: { file: /(?:^|\/)pip\.conf$/, moves: /cache|^$/ },
  pnpm: { file: /(?:^|\/)(?:\.npmrc|pnpm-workspace\.yaml)$/, moves: /store-?dir/i },
}

/** True when a settings file of the repository puts a cache elsewhere, or may switch it off. */
export function isMovedBySettings(manager: string, context: Context | undefined): boolean {
  const known = SETTINGS[manager]
  if (known === undefined || context === undefined) return false
  const { file: name, moves } = known
  return context.filesIn('').some(file => name.test(file) && moves.test(context.textOf(file) ?? ''))
}

/** True when modules lie in the repository: Go then downloads none. */
export function isVendored(context: Context | undefined): boolean {
  return (context?.filesIn('') ?? []).some(file => /(?:^|\/)vendor\/modules\.txt$/.test(file))
}
