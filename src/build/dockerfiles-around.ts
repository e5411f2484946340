import { type Dockerfile, parseDockerfile } from '../documents/dockerfile/document.js'
import { folderOf, type Repository } from './repository.js'

const DOCKERFILE = /(?:^|\/)(?:(?:Dockerfile|Containerfile)(?:\.[^/]+)?|[^/]+\.[dD]ockerfile)$/
/** Ignore files, documents, and templates that only become Dockerfiles. */
const OTHER = /\.(?:dockerignore|md|rst|txt|orig|rej|bak|swp|erb|in|j2|jinja2?|mustache|template|tmpl|tpl|tt)$/
/** Somebody else's code, which chooses its own versions. */
const VENDORED = /(?:^|\/)(?:node_modules|vendor\/[^/]+)\//

/** True for the usual names of Dockerfiles. */
export function isDockerfileName(path: string): boolean {
  return DOCKERFILE.test(path) && !OTHER.test(path) && !VENDORED.test(path)
}

const named = new WeakMap<Repository, readonly string[]>()
const parsed = new WeakMap<Repository, Map<string, Dockerfile>>()

/** The repository's other Dockerfiles whose text is known, in groups: those of the nearest folder first. */
export function dockerfilesAround(own: string, repository: Repository): readonly (readonly string[])[] {
  const all = named.get(repository) ?? [...repository.texts.keys()].filter(isDockerfileName)
  named.set(repository, all)
  const others = all.filter(path => path !== own)
  return byDistance(folderOf(own), others)
}

export function parsedDockerfile(path: string, repository: Repository): Dockerfile {
  const known = parsed.get(repository) ?? new Map<string, Dockerfile>()
  parsed.set(repository, known)
  const dockerfile = known.get(path) ?? parseDockerfile(path, repository.texts.get(path) ?? '')
  known.set(path, dockerfile)
  return dockerfile
}

/** Paths in groups of the same number of steps from a folder, the nearest first. */
export function byDistance(from: string, paths: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map<number, string[]>()
  for (const path of paths) {
    const steps = stepsBetween(from, folderOf(path))
    const group = groups.get(steps)
    if (group) group.push(path)
    else groups.set(steps, [path])
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group)
}

/** How many times one goes up or down from a folder to another. */
export function stepsBetween(a: string, b: string): number {
  const [from, to] = [a, b].map(folder => (folder === '' ? [] : folder.split('/'))) as [string[], string[]]
  let common = 0
  while (common < from.length && from[common] === to[common]) common++
  return from.length - common + to.length - common
}
