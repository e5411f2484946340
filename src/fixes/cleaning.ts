import { type Build, finalStages } from '../build/build.js'
import type { InstallRun } from '../build/install-runs.js'
import { cacheUsesOf } from '../package-managers/cache-uses.js'
import { wantsMount } from '../package-managers/missing-mounts.js'
import { mountCaches } from './cache-mounts.js'
import type { Edit } from './edits.js'

const CLEANS_UP = /\b(?:rm|prune|purge|clean|autoclean|autoremove|remove|del|uninstall)\b/

/** What stands in for commands that make the layer of an install smaller. */
export interface Cleaning {
  /** Of the caches. */
  readonly names: readonly string[]
  readonly edits: readonly Edit[]
}

/**
 * What it takes to let a RUN become two behind its last install.
 *
 * In two RUNs the second one cannot make the layer of the first one smaller, which counts in a final image. Where all that it
 * would remove is a cache, a mount for that takes its place: the very edits of the rule for cache mounts.
 * @returns undefined when the RUN must stay one
 */
export function cleaningOf(build: Build, last: InstallRun | undefined): Cleaning | undefined {
  const none = { names: [], edits: [] }
  if (last === undefined || last.rest.length === 0 || !finalStages(build).has(last.run.stage)) return none
  const { run, rest } = last
  const { text } = run.script.text
  const cleaning = rest.filter(({ range }) => CLEANS_UP.test(text.slice(range.start, range.end)))
  if (cleaning.length === 0) return none
  const uses = cacheUsesOf(run).filter(use => wantsMount(build, run, use))
  const removed = uses.flatMap(({ defeats }) => defeats.flatMap(({ removal }) => removal?.items ?? []))
  if (!cleaning.every(item => removed.includes(item)) || cleaning.length === rest.length) return undefined
  const edits = mountCaches(run, uses)
  return edits && { names: uses.map(({ cache }) => cache.name), edits }
}
