import type { RunStep } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import { type CacheUse, holds, placedMounts } from '../package-managers/cache-uses.js'
import { KEEP_DOWNLOADS, keepsDownloads } from '../package-managers/docker-clean.js'
import { prependCommand } from './chain-edits.js'
import type { Edit } from './edits.js'
import { addFlags } from './instruction-edits.js'
import { mountFlag, removeDefeats } from './mount-edits.js'

/** Edits that give a RUN the mounts that it lacks for some caches, and take out what would empty them. */
export function mountCaches(run: RunStep, uses: readonly CacheUse[]): readonly Edit[] | undefined {
  const mounts = placedMounts(run)
  const flags: string[] = []
  for (const { cache, folders = [] } of uses)
    for (const folder of folders) {
      if (mounts.some(mount => holds(mount, folder))) continue
      const flag = mountFlag(cache, folder, run.state.user)
      if (flag === undefined) return undefined
      flags.push(flag)
    }
  const removals = removeDefeats(
    run,
    uses.flatMap(({ defeats }) => defeats),
  )
  if (removals === undefined) return undefined
  const added = flags.length > 0 ? [addFlags(run.dockerfile, run.instruction, flags.sort())] : []
  return [...added, ...removals]
}

/** Edits after which apt-get leaves what it downloads in its cache; none where it does so already. */
export function keepDownloads(run: RunStep, { calls: [first] }: CacheUse): readonly Edit[] | undefined {
  if (keepsDownloads(run)) return []
  const item = first.command.item?.chain.items[0]
  if (item === undefined || hasAlternatives(item.chain)) return undefined
  return [prependCommand(run, item, KEEP_DOWNLOADS)]
}

/** Without `--no-cache` apk must be told to fetch the index. */
export function fetchIndex(run: RunStep, { calls }: CacheUse): readonly Edit[] | undefined {
  const hasIndex = calls.every(({ args }) => args.some(({ text }) => /^(?:-U|--update|--update-cache)$/.test(text)))
  if (hasIndex) return []
  const names = calls.map(({ name }) => toSource(run.script.text, name.range).end)
  return names.map(at => ({ start: at, end: at, text: ' --update-cache' }))
}
