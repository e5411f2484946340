import { type Glob, GlobError, matchesGlob, parseGlob } from '../documents/dockerignore/glob.js'
import { remembered } from '../remembered.js'
import { entriesByFolder, joinPath, nameOf, type Repository } from './repository.js'

/** True for a source of COPY in which characters stand for others. */
export function isPattern(source: string): boolean {
  return /[*?[\\]/.test(source)
}

const sortedEntries = remembered((entries: readonly string[]): readonly string[] => [...entries].sort())

/**
 * What the pattern of a COPY may stand for, in the order in which BuildKit takes it: Go's filepath.Match, one folder after the
 * other, in which `**` is no more than `*`.
 * @param folder from which the pattern starts, and so do the paths
 * @returns undefined for a pattern that BuildKit refuses, and for one that leads through a link
 */
export function matchesOf(pattern: string, folder: string, repository: Repository): readonly string[] | undefined {
  const entries = entriesByFolder(repository)
  let found: readonly string[] = ['']
  for (const part of pattern.split('/')) {
    if (found.some(path => repository.links?.has(joinPath(folder, path)))) return undefined
    if (!isPattern(part)) {
      found = found.map(path => joinPath(path, part))
      continue
    }
    const glob = globOf(part)
    if (glob === undefined) return undefined
    found = found.flatMap(path =>
      sortedEntries(entries.get(joinPath(folder, path)) ?? [])
        .map(nameOf)
        .filter(name => matchesGlob(glob, name))
        .map(name => joinPath(path, name)),
    )
  }
  return found
}

function globOf(part: string): Glob | undefined {
  try {
    return parseGlob(part.replace(/\*+/g, '*'))
  } catch (error) {
    if (error instanceof GlobError) return undefined
    throw error
  }
}
