import type { Build } from './build.js'
import { grouped } from './grouped.js'
import { meantPath } from './meant-paths.js'
import type { MissingSources, Source } from './missing-sources.js'
import { joinPath } from './repository.js'
import { mayHoldUntracked } from './untracked.js'

/** What a context has not; `path` is the one that is meant instead of the only one that is missing. */
export interface Lack {
  readonly group: MissingSources
  readonly missing: readonly [Source, ...Source[]]
  readonly path: string | undefined
}

/** What contexts that no other folder would fit lack, each path once: several contexts may lack the same. */
export function lacksOf(
  { dockerfile, repository }: Build,
  groups: readonly MissingSources[],
): readonly (readonly [Lack, ...Lack[]])[] {
  const lacking: Lack[] = []
  for (const group of groups) {
    if (group.fitting !== undefined) continue
    const { root } = group
    const puzzling: Source[] = []
    for (const source of group.missing) {
      const path = meantPath(dockerfile.path, root, source.path, repository)
      if (path !== undefined) lacking.push({ group, missing: [source], path })
      else if (!mayHoldUntracked(joinPath(root, source.path), repository)) puzzling.push(source)
    }
    const [first, ...others] = puzzling
    if (first) lacking.push({ group, missing: [first, ...others], path: undefined })
  }
  return [...grouped(lacking, sameness).values()]
}

function sameness({ missing, path }: Lack): string {
  return [...missing.map(({ word }) => word.range.start), path].join('\0')
}
