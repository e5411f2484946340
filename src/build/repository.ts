import { posix } from 'node:path'
import { remembered } from '../remembered.js'
import { grouped } from './grouped.js'
import type { History } from './history.js'
import type { ImageDigests } from './image-digests.js'
import type { ShellVerdicts } from './shell-verdicts.js'

/** What is known of the repository around a Dockerfile, at the commit under review. Paths are from its root, with `/`. */
export interface Repository {
  /** Every file with its size in bytes. */
  readonly files: ReadonlyMap<string, number>
  /** False when the list is cut off or could not be had: a file that is not in it may still exist. */
  readonly isComplete: boolean
  /** Those of the files that are symbolic links, where that is known: they may lead to folders. */
  readonly links?: ReadonlySet<string>
  /** The texts that were read: what lies near the Dockerfiles and says something about them. */
  readonly texts: ReadonlyMap<string, string>
  /** What ShellCheck said of the RUNs; undefined when it was not asked. */
  readonly shellVerdicts?: ShellVerdicts
  /** What registries said of tags; undefined when none was asked. */
  readonly digests?: ImageDigests
  /** What the change under review takes away: files, and folders with the last file in them. */
  readonly gone?: ReadonlySet<string>
  /** Where files stood before the change under review, and where they stand now. */
  readonly moved?: ReadonlyMap<string, string>
  /** What was merged last; undefined when nobody asked or none could be had. */
  readonly history?: History
}

/** Nothing is known. */
export const UNKNOWN_REPOSITORY: Repository = { files: new Map(), isComplete: false, texts: new Map() }

/** Both ends may be empty, which is the repository's root. */
export function joinPath(folder: string, path: string): string {
  if (folder === '') return path
  return path === '' ? folder : `${folder}/${path}`
}

/** The folder that holds `path`, empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

/** A path that somebody wrote, from the folder that it starts from: without `./`, `..`, leading or trailing `/`. */
export function normalPath(written: string): string {
  return posix.normalize(`/${written}`).replace(/\/$/, '').slice(1)
}

/** True for a file and for a folder that holds one. */
export function hasPath(repository: Repository, path: string): boolean {
  return path === '' || repository.files.has(path) || foldersOf(repository).has(path)
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Every folder that holds a file, at any depth. The root is not among them. */
export const foldersOf = remembered((repository: Repository): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const path of repository.files.keys())
    for (let folder = folderOf(path); folder !== '' && !found.has(folder); folder = folderOf(folder)) found.add(folder)
  return found
})

/** What stands in each folder, files and folders, by its whole path. */
export const entriesByFolder = remembered(
  (repository: Repository): ReadonlyMap<string, readonly string[]> =>
    grouped([...repository.files.keys(), ...foldersOf(repository)], folderOf),
)

/** The files of each name, at any depth. */
export const filesByName = remembered(
  ({ files }: Repository): ReadonlyMap<string, readonly string[]> => grouped([...files.keys()], nameOf),
)

const sortedFiles = remembered(({ files }: Repository): readonly string[] => [...files.keys()].sort())

/** The files below a folder, in the order of their paths; empty stands for the root. */
export function filesBelow(repository: Repository, folder: string): readonly string[] {
  const all = sortedFiles(repository)
  if (folder === '') return all
  const [start, end] = [`${folder}/`, `${folder}0`].map(bound => firstIndex(all, bound))
  return all.slice(start, end)
}

/** Index of the first entry that is not before `bound`. (`0` is the character behind `/`.) */
function firstIndex(all: readonly string[], bound: string): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle] as string) < bound) low = middle + 1
    else high = middle
  }
  return low
}
