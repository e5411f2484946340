import type { Context } from '../build/context.js'
import type { Call } from '../documents/shell/calls.js'

/** True for Yarn 2 and later, or when that cannot be excluded: its cache is a part of the project, or lies elsewhere. */
export function isYarnOfRepository(context: Context | undefined, calls: readonly Call[]): boolean {
  if (context === undefined) return calls.some(({ program }) => program === 'corepack')
  if (context.filesNamed('.yarnrc.yml').length > 0) return true
  const manifests = context.filesNamed('package.json')
  return manifests.some(file => /"packageManager"\s*:\s*"yarn@[^1]/.test(context.textOf(file) ?? ''))
}

/** True for Yarn 4 with a cache in the home that nothing needs once node_modules is there. */
export function isYarnWithGlobalCache(context: Context | undefined): boolean {
  if (context === undefined) return false
  const texts = (name: string) => context.filesNamed(name).map(file => context.textOf(file) ?? '')
  const settings = texts('.yarnrc.yml')
  const manifests = texts('package.json')
  const isFour = manifests.some(text => /"packageManager"\s*:\s*"yarn@[4-9]/.test(text))
  if (settings.length === 0 || !isFour) return false
  const isKept = context.filesIn('').some(file => /(?:^|\/)\.yarn\/cache\//.test(file))
  const isPlain = settings.every(
    text =>
      /^nodeLinker:\s*["']?node-modules/m.test(text) && !/^(?:cacheFolder|enableGlobalCache|globalFolder):/m.test(text),
  )
  return !isKept && isPlain
}

const SETTINGS: Readonly<Record<string, { readonly files: readonly string[]; readonly moves: RegExp }>> = {
  bun: { files: ['bunfig.toml', '.bunfig.toml'], moves: /cache|^$/ },
  npm: { files: ['.npmrc'], moves: /^\s*cache\s*=/m },
  pdm: { files: ['pdm.toml'], moves: /cache|use_uv|^$/ },
  pip: { files: ['pip.conf'], moves: /cache|^$/ },
  pnpm: { files: ['.npmrc', 'pnpm-workspace.yaml'], moves: /store-?dir/i },
}

/** True when a settings file of the repository puts a cache elsewhere, or may switch it off. */
export function isMovedBySettings(manager: string, context: Context | undefined): boolean {
  const known = SETTINGS[manager]
  if (known === undefined || context === undefined) return false
  return context.filesNamed(...known.files).some(file => known.moves.test(context.textOf(file) ?? ''))
}

/** True when no module names others, and no command asks for one by its name: Go then downloads none. */
export function hasNoGoModule(context: Context | undefined, calls: readonly Call[]): boolean {
  if (context === undefined || context.filesNamed('go.sum', 'go.work').length > 0) return false
  if (!context.filesIn('').some(file => file.endsWith('.go'))) return false
  const modules = context.filesNamed('go.mod').map(file => context.textOf(file))
  if (modules.some(text => text === undefined || /^\s*(?:require|tool)\b/m.test(text))) return false
  const go = calls.filter(({ program }) => program === 'go')
  return go.every(
    ({ args: [verb, next] }) => verb?.value === 'build' || (verb?.value === 'mod' && next?.value !== 'init'),
  )
}

/** True when modules lie in the repository: Go then downloads none. */
export function isVendored(context: Context | undefined): boolean {
  return context?.filesNamed('modules.txt').some(file => /(?:^|\/)vendor\/[^/]*$/.test(file)) ?? false
}
