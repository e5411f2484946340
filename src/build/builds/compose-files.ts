import { type ComposeFile, readCompose } from '../../documents/compose/compose-file.js'
import { COMPOSE_NAMES, isComposeName, OVERRIDE_NAMES } from '../../documents/compose/names.js'
import { remembered } from '../../remembered.js'
import { folderOf, joinPath, nameOf, type Repository } from '../repository.js'
import { pathIn } from './paths.js'

/** The Compose files of a repository by their paths. */
export const composeFiles = remembered(
  ({ texts }: Repository): ReadonlyMap<string, ComposeFile> =>
    new Map([...texts].flatMap(([path, text]) => (isComposeName(nameOf(path)) ? [[path, readCompose(text)]] : []))),
)

/** Compose files that are read together. */
export interface Project {
  /** Later ones are laid over earlier ones. */
  readonly paths: readonly string[]
  /** Where their paths start. */
  readonly folder: string
  /** Where variables may be set; undefined if files elsewhere set them. */
  readonly settings: readonly string[] | undefined
}

/** How Compose is started with the files of a repository: with each alone, with the one that overrides it, as another includes it. */
export function projectsOf(repository: Repository): readonly Project[] {
  const paths = [...composeFiles(repository).keys()]
  const included = paths.flatMap(path => includedBy(path, repository))
  const laidOver = paths.flatMap(path => withOverride(path, repository))
  // What is only a part of something says nothing alone.
  const parts = new Set([...included.flatMap(one => one.paths), ...laidOver.flatMap(({ override }) => override)])
  const alone = paths
    .filter(path => !parts.has(path))
    .map((path): Project => ({ paths: [path], folder: folderOf(path), settings: [folderOf(path)] }))
  return [
    ...alone,
    ...laidOver.flatMap(({ project }) => project ?? []),
    ...included.flatMap(({ project }) => project ?? []),
  ]
}

/** Takes away or replaces what the file below says, which no merging shows. */
const TAGS = /!(?:reset|override)\b/

function withOverride(path: string, { files, texts }: Repository) {
  const folder = folderOf(path)
  const first = (names: readonly string[]) => names.map(name => joinPath(folder, name)).find(one => files.has(one))
  const override = first(OVERRIDE_NAMES)
  if (path !== first(COMPOSE_NAMES) || override === undefined) return []
  const isPlain = !TAGS.test(texts.get(override) ?? '!reset')
  return [{ override, project: isPlain ? { paths: [path, override], folder, settings: [folder] } : undefined }]
}

/** What a file includes otherwise than as it is: with paths that start elsewhere, or several files over each other. */
function includedBy(path: string, repository: Repository) {
  const own = folderOf(path)
  const { includes = [] } = composeFiles(repository).get(path) ?? {}
  return includes
    .map(include => ({
      ...include,
      paths: include.paths.flatMap(one => pathIn(own, one) ?? []),
      count: include.paths.length,
    }))
    .filter(({ count, projectFolder }) => count > 1 || projectFolder !== undefined)
    .map(({ paths, projectFolder, hasEnvFile, count }): { paths: readonly string[]; project: Project | undefined } => {
      const folder = projectFolder === undefined ? folderOf(paths[0] ?? '') : pathIn(own, projectFolder)
      const isKnown = paths.length === count && paths.every(one => composeFiles(repository).has(one))
      if (folder === undefined || !isKnown) return { paths, project: undefined }
      return { paths, project: { paths, folder, settings: hasEnvFile ? undefined : [folder, own] } }
    })
}
