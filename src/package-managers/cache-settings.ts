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

/** True when a settings file puts pnpm's store elsewhere. */
export function storeIsMoved(context: Context | undefined): boolean {
  const settings = (context?.filesIn('') ?? []).filter(file => /(?:^|\/)(?:\.npmrc|pnpm-workspace\.yaml)$/.test(file))
  return settings.some(file => /store-?dir/i.test(context?.textOf(file) ?? ''))
}
