import { posix } from 'node:path'
import type { RunStep } from '../build/build.js'
import { meet } from '../build/context-copies.js'
import { expand, isDeclared, valueOf } from '../build/variables.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import { type Mount, mountsOf } from '../documents/dockerfile/mounts.js'
import { type Call, operandsOf } from '../documents/shell/calls.js'
import type { ChainItem, ShellWord } from '../documents/shell/script.js'
import type { Range } from '../documents/text.js'
import { remembered, rememberedFor } from '../remembered.js'
import type { PackageCache } from './cache.js'
import { pathNamed, placeOf } from './cache-place.js'
import { cachesOf, PACKAGE_CACHES } from './caches.js'

/** A package manager at work in a RUN. */
export interface CacheUse {
  readonly cache: PackageCache
  /** The commands that use its cache; those of other users (`sudo`) are not among them. */
  readonly calls: readonly [Call, ...Call[]]
  /** Where the cache lies; undefined when some part of it cannot be known. */
  readonly folders: readonly string[] | undefined
  readonly defeats: readonly Defeat[]
}

/** What keeps a cache from serving the next build. All ranges are of the script. */
export interface Defeat {
  readonly kind: 'option' | 'variable' | 'cleanup'
  /** As somebody would call it: `--no-cache-dir`, `PIP_NO_CACHE_DIR`, `npm cache clean`. */
  readonly name: string
  /** Undefined for a variable of the Dockerfile. */
  readonly range: Range | undefined
  /** What to take out; undefined when that would change more. */
  readonly removal: { readonly words: readonly ShellWord[]; readonly items: readonly ChainItem[] } | undefined
  /** The folders of the cache that it empties; undefined for all of them. */
  readonly folders?: readonly string[]
}

/** The package managers at work in a RUN, one entry for each cache. */
export const cacheUsesOf = remembered((run: RunStep): readonly CacheUse[] => {
  const wanted = new Set<PackageCache>()
  for (const { program } of run.calls) for (const cache of cachesOf(program)) wanted.add(cache)
  if (wanted.size === 0) return []
  return PACKAGE_CACHES.filter(cache => wanted.has(cache)).flatMap(cache => {
    const own = run.calls.filter(call => cache.programs.includes(call.program) && !call.asOtherUser)
    const [first, ...others] = own.filter(call => cache.uses(call))
    if (first === undefined) return []
    const calls = [first, ...others] as const
    const places = calls.flatMap(call => cache.folders(placeOf(run, call)))
    const known = places.filter(folder => folder !== undefined && posix.isAbsolute(folder))
    const isKnown = known.length === places.length && !isConfigured(run.dockerfile, cache)
    const folders = !isKnown ? undefined : [...new Set(known as string[])].sort()
    return { cache, calls, folders, defeats: defeatsOf(run, cache, calls, folders ?? []) }
  })
})

/** True when `npm config set cache …` or the like may put a cache elsewhere, or switch it off; the whole file is looked through once. */
const isConfigured = rememberedFor(({ text }: Dockerfile, { programs }: PackageCache): boolean => {
  if (!text.includes('config')) return false
  const setting = new RegExp(
    `\\b(?:${programs.join('|')})\\b[^\\n&|;]*\\bconfig\\b[^\\n&|;]*(?:cache|deployment|path|prefix|store)`,
  )
  return setting.test(text)
})

function defeatsOf(
  run: RunStep,
  cache: PackageCache,
  calls: readonly Call[],
  folders: readonly string[],
): readonly Defeat[] {
  const options = calls.flatMap(({ args }) => args.filter(({ text }) => cache.offOptions.includes(text)))
  const clearing = run.calls.filter(call => cache.programs.includes(call.program) && cache.clears(call))
  return [
    ...options.map(word => defeat('option', word.text, word.range, { words: [word], items: [] })),
    ...variablesSet(run, cache, calls),
    ...clearing.map(call => ({ ...commandDefeat(call), ...clearedBy(cache, call, folders) })),
    ...run.calls.flatMap(call => removalOf(run, call, folders)),
  ]
}

function defeat(kind: Defeat['kind'], name: string, range: Range | undefined, removal: Defeat['removal']): Defeat {
  return { kind, name, range, removal }
}

function variablesSet({ state }: RunStep, cache: PackageCache, calls: readonly Call[]): readonly Defeat[] {
  return cache.offVariables.flatMap(name => {
    const own = calls.flatMap(({ assignments }) =>
      assignments.filter(one => one.name === name && !isOff(name, one.value)),
    )
    if (own.length > 0)
      return own.map(({ range }) =>
        defeat('variable', name, range, { words: [{ text: name, value: undefined, range }], items: [] }),
      )
    const isSet = isDeclared(state.variables, name) && !isOff(name, valueOf(state.variables, name))
    return isSet ? [defeat('variable', name, undefined, undefined)] : []
  })
}

function commandDefeat({ command, program, args }: Call): Defeat {
  const name = [program, ...operandsOf(args, new Set()).map(({ text }) => text)].slice(0, 3).join(' ')
  return defeat('cleanup', name, command.range, command.item && { words: [], items: [command.item] })
}

/** What a command of apt or go clears, of the several folders that these have. */
function clearedBy({ name }: PackageCache, { args }: Call, folders: readonly string[]): Pick<Defeat, 'folders'> {
  const words = args.map(({ text }) => text)
  if (name === 'apt' && !words.some(word => /^dist-?clean$/.test(word)))
    return { folders: folders.filter(folder => folder.startsWith('/var/cache')) }
  if (name !== 'go' || words.includes('-modcache') === words.includes('-cache')) return {}
  return { folders: folders.filter(folder => folder.endsWith('/mod') === words.includes('-modcache')) }
}

/** pip takes any value for yes, uv reads it. */
function isOff(name: string, value: string | undefined): boolean {
  return value === '' || (name === 'UV_NO_CACHE' && /^(?:0|f|false|n|no|off)$/i.test(value ?? ''))
}

/** `rm` of a cache's folder, of something in it, or of one that it lies in. */
function removalOf(
  { state }: RunStep,
  { program, args, command }: Call,
  folders: readonly string[],
): readonly Defeat[] {
  if (program !== 'rm' && program !== 'find') return []
  const operands = operandsOf(args, new Set())
  const isInside = (word: ShellWord) => folders.some(folder => reach(word, state, folder) === 'inside')
  const reaches = (word: ShellWord) => folders.some(folder => reach(word, state, folder) !== 'apart')
  // `find /` with tests seldom means a cache.
  const hit = operands.filter(word => (program === 'find' ? isInside(word) : reaches(word)))
  const [first] = hit
  if (first === undefined || (program === 'find' && !args.some(({ text }) => /^-(?:delete|exec)$/.test(text))))
    return []
  const isAll = hit.length === operands.length && command.item !== undefined
  const removal = isAll ? { words: [], items: [command.item as ChainItem] } : { words: hit, items: [] }
  const name = `${program} ${first.text}`
  const isPlain = hit.every(isInside) && program === 'rm'
  const emptied = folders.filter(folder => hit.some(word => reach(word, state, folder) !== 'apart'))
  return [{ ...defeat('cleanup', name, first.range, isPlain ? removal : undefined), folders: emptied }]
}

/** How a path, perhaps with a pattern, lies to a folder. */
function reach(word: ShellWord, state: RunStep['state'], folder: string): 'inside' | 'around' | 'apart' {
  const path = pathNamed(word, state, state.workdir)
  if (path === undefined) return 'apart'
  const pattern = path.search(/[*?[{]/)
  const plain = pattern === -1 ? path.replace(/(?<=.)\/$/, '') : path.slice(0, pattern)
  if (plain === folder || plain.startsWith(`${folder}/`)) return 'inside'
  if (pattern === -1) return meet(plain, folder) ? 'around' : 'apart'
  return folder.startsWith(plain) ? 'around' : 'apart'
}

/** A mount with its target, variables expanded. */
export interface PlacedMount extends Mount {
  readonly path: string | undefined
}

/** The mounts of a RUN and where they are. */
export function placedMounts({ instruction, state, dockerfile }: RunStep): readonly PlacedMount[] {
  return mountsOf(instruction).map(mount => {
    const target = mount.target === undefined ? undefined : expand(state.variables, mount.target, dockerfile.escape)
    const path = target === undefined ? undefined : posix.resolve('/', state.workdir ?? '', target)
    return { ...mount, path: path?.replace(/(?<=.)\/$/, '') }
  })
}

/** True when a mount holds a folder, or a part of it. */
export function holds({ path }: PlacedMount, folder: string): boolean {
  return path !== undefined && meet(path, folder)
}
