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

/** True for Yarn 4 with a cache in the home that nothing needs once node_modules is there. */
export function isYarnWithGlobalCache(context: Context | undefined): boolean {
  const files = context?.filesIn('') ?? []
  const texts = (name: RegExp) => files.flatMap(file => (name.test(file) ? (context?.textOf(file) ?? '') : []))
  const settings = texts(/(?:^|\/)\.yarnrc\.yml$/)
  const manifests = texts(/(?:^|\/)package\.json$/)
  const isFour = manifests.some(text => /"packageManager"\s*:\s*"yarn@[4-9]/.test(text))
  const isKept = files.some(file => /(?:^|\/)\.yarn\/cache\//.test(file))
  const isPlain = settings.every(
    text =>
      /^nodeLinker:\s*["']?node-modules/m.test(text) && !/^(?:cacheFolder|enableGlobalCache|globalFolder):/m.test(text),
  )
  return isFour && !isKept && isPlain && settings.length > 0
}

const SETTINGS: Readonly<Record<string, { readonly file: RegExp; readonly moves: RegExp }>> = {
  bun: { file: /(?:^|\/)\.?bunfig\.toml$/, moves: /cache|^$/ },
  npm: { file: /(?:^|\/)\.npmrc$/, moves: /^\s*cache\s*=/m },
  pdm: { file: /(?:^|\/)pdm\.toml$/, moves: /cache|use_uv|^$/ },
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

/** True when no module names others, and no command asks for one by its name: Go then downloads none. */
export function hasNoGoModule(context: Context | undefined, calls: readonly Call[]): boolean {
  const files = context?.filesIn('') ?? []
  if (context === undefined || !files.some(file => file.endsWith('.go'))) return false
  if (files.some(file => /(?:^|\/)go\.(?:sum|work)$/.test(file))) return false
  const modules = files.filter(file => /(?:^|\/)go\.mod$/.test(file)).map(file => context.textOf(file))
  if (modules.some(text => text === undefined || /^\s*(?:require|tool)\b/m.test(text))) return false
  const go = calls.filter(({ program }) => program === 'go')
  return go.every(
    ({ args: [verb, next] }) => verb?.value === 'build' || (verb?.value === 'mod' && next?.value !== 'init'),
  )
}

/** True when modules lie in the repository: Go then downloads none. */
export function isVendored(context: Context | undefined): boolean {
  return (context?.filesIn('') ?? []).some(file => /(?:^|\/)vendor\/modules\.txt$/.test(file))
}
