import { modelBuild } from './build/build.js'
import { type ImageDigests, imageKey } from './build/image-digests.js'
import { openImages } from './build/open-images.js'
import { parseDockerfile } from './documents/dockerfile/document.js'
import type { Change } from './inputs/change.js'
import type { Settings } from './settings/settings.js'

/** What asking came to. */
export interface RegistryAnswers {
  readonly digests: ImageDigests
  /** Registries that gave no answer to some question, each with the reason. */
  readonly silent: ReadonlyMap<string, string>
  /** How many images were not asked for, since there are too many. */
  readonly leftOut: number
}

/** Looks up the digests of images. */
export type AskRegistries = (references: readonly string[]) => Promise<RegistryAnswers>

/** Adds the digests of the images that the changed files are built on, where the configuration wants them pinned. */
export async function pinDigests(change: Change, settings: Settings, ask: AskRegistries): Promise<Change> {
  const isOn = settings.rules.some(({ rule, options }) => rule.id === 'pinned-base-image' && options.digests === true)
  if (!isOn || change.files.length === 0) return change
  const { repository } = change
  const texts = [
    ...change.files,
    ...change.files.flatMap(({ path, before }) => (before === undefined ? [] : [{ path, text: before }])),
  ]
  const wanted = texts.flatMap(({ path, text }) =>
    openImages(modelBuild(parseDockerfile(path, text), repository)).map(({ reference, candidate }) =>
      imageKey({ ...reference, tag: candidate?.tag ?? reference.tag }),
    ),
  )
  const { digests, silent, leftOut } = await ask([...new Set(wanted)])
  const notices = [...(change.notices ?? []), ...silenceNotices(silent), ...leftOutNotices(leftOut)]
  const before = change.before && { ...change.before, digests }
  return { ...change, repository: { ...repository, digests }, before, notices }
}

function silenceNotices(silent: RegistryAnswers['silent']): readonly string[] {
  if (silent.size === 0) return []
  const named = [...silent].map(([registry, reason]) => `${registry} (${reason})`)
  return [`Digests of images were not looked up at ${named.join(' and ')}.`]
}

function leftOutNotices(count: number): readonly string[] {
  return count === 0 ? [] : [`There are more images than are looked up in one run: ${count} got no digest.`]
}
