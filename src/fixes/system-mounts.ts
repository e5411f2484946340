import { type Build, type RunStep, runsOf } from '../build/build.js'
import { grouped } from '../build/grouped.js'
import { isRelated, rootStage } from '../build/lineage.js'
import { updatesFirst } from '../package-managers/apt.js'
import { type CacheUse, cacheUsesOf } from '../package-managers/cache-uses.js'
import { isUnmounted } from '../package-managers/missing-mounts.js'
import { remembered } from '../remembered.js'
import { fetchIndex, keepDownloads } from './cache-mounts.js'
import type { Edit } from './edits.js'

/** By the stage that all others of an image are built on. */
const usesByRoot = remembered((build: Build) =>
  grouped(
    runsOf(build).flatMap(run => cacheUsesOf(run).map(use => ({ run, use }))),
    ({ run }) => rootStage(run.stage),
  ),
)

/** What a RUN gets besides mounts so that a cache of system packages lives in them. */
export interface SystemMount {
  readonly run: RunStep
  readonly use: CacheUse
  readonly edits: readonly Edit[]
}

/**
 * Every RUN of an image that uses a cache of system packages: what apt is told holds for all of them, so they get the mounts
 * together.
 * @returns undefined where one of them cannot
 */
export function systemMounts(
  build: Build,
  { stage }: RunStep,
  { cache }: CacheUse,
): readonly SystemMount[] | undefined {
  const ofRoot = usesByRoot(build).get(rootStage(stage)) ?? []
  const all = ofRoot.filter(({ run, use }) => use.cache === cache && isRelated(run.stage, stage))
  if (all.some(({ run, use }) => run.stage !== stage || run.isTrigger || !isUnmounted(run, use))) return undefined
  // The lists of another RUN may come from the layer cache while the mount is empty.
  if (cache.name === 'apt' && !all.every(({ run }) => updatesFirst(run))) return undefined
  const found: SystemMount[] = []
  for (const { run, use } of all) {
    const edits = cache.name === 'apk' ? fetchIndex(run, use) : found.length === 0 ? keepDownloads(run, use) : []
    if (edits === undefined) return undefined
    found.push({ run, use, edits })
  }
  return found
}
