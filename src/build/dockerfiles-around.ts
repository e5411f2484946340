import { type Dockerfile, parseDockerfile } from '../documents/dockerfile/document.js'
import { isDockerfileName } from '../documents/dockerfile/names.js'
import { remembered, rememberedFor } from '../remembered.js'
import { grouped } from './grouped.js'
import { folderOf, type Repository } from './repository.js'

const knownDockerfiles = remembered(({ texts }: Repository) => [...texts.keys()].filter(isDockerfileName))

/** The repository's other Dockerfiles whose text is known, in groups: those of the nearest folder first. */
export function dockerfilesAround(own: string, repository: Repository): readonly (readonly string[])[] {
  const others = knownDockerfiles(repository).filter(path => path !== own)
  return byDistance(folderOf(own), others)
}

export const parsedDockerfile = rememberedFor(
  ({ texts }: Repository, path: string): Dockerfile => parseDockerfile(path, texts.get(path) ?? ''),
)

/** Paths in groups of the same number of steps from a folder, the nearest first. */
export function byDistance(from: string, paths: readonly string[]): readonly (readonly string[])[] {
  const groups = grouped(paths, path => stepsBetween(from, folderOf(path)))
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group)
}

/** How many times one goes up or down from a folder to another. */
export function stepsBetween(a: string, b: string): number {
  const [from, to] = [a, b].map(folder => (folder === '' ? [] : folder.split('/'))) as [string[], string[]]
  let common = 0
  while (common < from.length && from[common] === to[common]) common++
  return from.length - common + to.length - common
}
