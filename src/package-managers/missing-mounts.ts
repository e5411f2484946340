import { type Build, type RunStep, runsOf } from '../build/build.js'
import { ownFolder } from '../build/context.js'
import { isBehindFiles } from '../build/lineage.js'
import { rootReference } from '../build/stage-history.js'
import type { Call } from '../documents/shell/calls.js'
import { remembered } from '../remembered.js'
import type { PackageCache } from './cache.js'
import {
  hasNoGoModule,
  isMovedBySettings,
  isVendored,
  isYarnOfRepository,
  isYarnWithGlobalCache,
} from './cache-settings.js'
import { isTaken } from './cache-stores.js'
import { type CacheUse, holds, placedMounts } from './cache-uses.js'
import { cachesOf } from './caches.js'

/** True for a use that no mount of the RUN is meant for, and that downloads much whenever files change. */
export function lacksMount(build: Build, run: RunStep, use: CacheUse): boolean {
  return isForMount(build, run, use) && isUnmounted(run, use)
}

/** True for a use that downloads much, in a layer that is built anew with the project's files and not only when edited. */
export function isForMount(build: Build, run: RunStep, { cache, calls }: CacheUse): boolean {
  return calls.some(call => cache.pays(call)) && (cache.isSystem || isBehindFiles(build, run))
}

/** True when the cache's place is known, and no mount of the RUN is there or meant for it. */
export function isUnmounted(run: RunStep, { cache, folders, defeats }: CacheUse): boolean {
  if (folders === undefined || folders.length === 0) return false
  if (defeats.some(({ range }) => range === undefined)) return false
  return placedMounts(run).every(
    mount =>
      mount.path !== undefined &&
      !folders.some(folder => holds(mount, folder)) &&
      !(mount.type === 'cache' && mount.path.includes(cache.name)),
  )
}

/** True when a mount with an id is at one of the caches. */
export function hasNamedMount(run: RunStep, uses: readonly CacheUse[]): boolean {
  const named = placedMounts(run).filter(({ options }) => options.has('id'))
  return named.some(mount => uses.some(({ folders = [] }) => folders.some(folder => holds(mount, folder))))
}

const allCalls = remembered((build: Build): readonly Call[] => runsOf(build).flatMap(run => run.calls))

/** Caches that some command takes for granted: the layer that filled one may be cached while a mount is empty. */
export const cachesNeededFilled = remembered(
  (build: Build): ReadonlySet<PackageCache> => new Set(allCalls(build).flatMap(filledFor)),
)

function filledFor(call: Call): readonly PackageCache[] {
  return cachesOf(call.program).filter(cache => cache.needsFilled(call))
}

/** Before 1.11 Go downloaded beside the source. */
const WITHOUT_MODULES = /^(?:docker\.io\/(?:library\/)?)?golang:1\.(?:\d|10)(?!\d)/

/** True when the cache lies elsewhere, or something else than the RUN itself needs what is in it. */
export function isElsewhere(build: Build, { calls, stage }: RunStep, { cache, folders = [] }: CacheUse): boolean {
  const context = build.context ?? ownFolder(build.dockerfile, build.repository)
  if (cache.name === 'yarn' && isYarnOfRepository(context, calls)) return true
  if (cache.name === 'yarn berry' && !isYarnWithGlobalCache(context)) return true
  if (cache.name === 'go' && (isVendored(context) || WITHOUT_MODULES.test(rootReference(stage) ?? ''))) return true
  if (cache.name === 'go' && hasNoGoModule(context, allCalls(build))) return true
  return isMovedBySettings(cache.name, context) || isTaken(build, stage, folders)
}

/** True for a use that a mount of its own would serve, whatever other RUNs do: neither a store nor system packages. */
export function wantsMount(build: Build, run: RunStep, use: CacheUse): boolean {
  if (use.cache.isStore || use.cache.isSystem || cachesNeededFilled(build).has(use.cache)) return false
  return lacksMount(build, run, use) && !isElsewhere(build, run, use)
}
