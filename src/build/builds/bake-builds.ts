import { type BakeFile, laidOver, readBakeFile } from '../../documents/bake/bake-file.js'
import { BAKE_NAMES, isBakeName } from '../../documents/bake/names.js'
import { type BakeTarget, bakeTargetsOf } from '../../documents/bake/targets.js'
import { remembered } from '../../remembered.js'
import { grouped } from '../grouped.js'
import { folderOf, joinPath, nameOf, type Repository } from '../repository.js'
import { composeFiles } from './compose-files.js'
import { foldersFrom, type KnownBuild } from './known-build.js'
import { pathIn } from './paths.js'
import { workflowImages } from './workflow-builds.js'

const bakeFiles = remembered(
  ({ texts }: Repository): ReadonlyMap<string, BakeFile | undefined> =>
    new Map([...texts].flatMap(([path, text]) => (isBakeName(nameOf(path)) ? [[path, readBakeFile(path, text)]] : []))),
)

/** Bake files that are read together, and from where their paths start. */
interface Baking {
  readonly paths: readonly string[]
  /** The first one counts in which a target's Dockerfile is, and none if it is in several. */
  readonly folders: readonly string[]
  readonly isBare: boolean
}

/** The builds of Bake files whose Dockerfile is there. */
export function bakeBuilds(repository: Repository): readonly KnownBuild[] {
  return bakings(repository).flatMap(baking => {
    const files = baking.paths.map(path => bakeFiles(repository).get(path))
    const read = files.flatMap(file => file ?? [])
    // One of them is not there, was not read or has a fault.
    if (read.length < files.length) return []
    return bakeTargetsOf(laidOver(read)).flatMap(target => knownBuild(target, baking, repository) ?? [])
  })
}

/** As workflows start them, else as somebody would by hand: in the files' own folder, or in the root. */
function bakings(repository: Repository): readonly Baking[] {
  const started = [...workflowImages(repository).values()]
    .flatMap(({ bakes }) => bakes)
    .map(({ folder, files, isBare }): Baking => {
      return { paths: files.length > 0 ? files : usualIn(folder, repository), folders: [folder], isBare }
    })
    .filter(({ paths }) => paths.length > 0)
  const known = grouped(started, ({ paths, folders }) => [...folders, ...paths].join('\0'))
  const byWorkflows = [...known.values()].map(([first, ...others]): Baking => {
    return { ...first, isBare: [first, ...others].some(({ isBare }) => isBare) }
  })
  const named = new Set(byWorkflows.flatMap(({ paths }) => paths))
  const folders = new Set([...bakeFiles(repository).keys()].map(folderOf))
  const byHand = [...folders]
    .map(folder => usualIn(folder, repository))
    .filter(paths => paths.length > 0 && !paths.some(path => named.has(path)))
    .map((paths): Baking => ({ paths, folders: [...new Set([folderOf(paths[0] ?? ''), ''])], isBare: true }))
  return [...byWorkflows, ...byHand]
}

/** The files that Bake reads by itself. */
function usualIn(folder: string, { files }: Repository): readonly string[] {
  return BAKE_NAMES.map(name => joinPath(folder, name)).filter(path => files.has(path))
}

function knownBuild(
  target: BakeTarget,
  { paths, folders, isBare }: Baking,
  repository: Repository,
): KnownBuild | undefined {
  const { name, block, context, stage, args, contexts } = target
  const places = folders.flatMap(folder => {
    const root = pathIn(folder, context)
    const dockerfile = root === undefined ? undefined : pathIn(root, target.dockerfile)
    return root !== undefined && dockerfile !== undefined && repository.files.has(dockerfile)
      ? [{ root, dockerfile, folder }]
      : []
  })
  const [place, ...others] = places
  if (place === undefined || others.length > 0) return undefined
  // Bake reads Compose files, too: a service of the same name may say more of it.
  if (folders.some(folder => isService(name, folder, repository))) return undefined
  const path = paths.find(one => bakeFiles(repository).get(one)?.targets.has(block)) ?? paths[0] ?? ''
  const { folder, ...where } = place
  const named = contexts && foldersFrom(contexts, folder)
  return { ...where, path, origin: 'bake', name, target: stage, args, contexts: named, isBare }
}

function isService(name: string, folder: string, repository: Repository): boolean {
  return [...composeFiles(repository)].some(([path, { services }]) => folderOf(path) === folder && services.has(name))
}
