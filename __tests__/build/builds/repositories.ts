import { knownBuildsOf } from '../../../src/build/builds/known-builds.js'
import type { Repository } from '../../../src/build/repository.js'

/** A repository of these texts, and of other files that were not read. */
export function repositoryOf(texts: Readonly<Record<string, string>>, ...files: readonly string[]): Repository {
  const all = [...Object.entries(texts), ...files.map(path => [path, ''] as const)]
  return {
    files: new Map(all.map(([path, text]) => [path, text.length])),
    texts: new Map(Object.entries(texts)),
    isComplete: true,
  }
}

/** `file name: context target` of each build of a Dockerfile, with a `*` in front where files may have been made before. */
export function buildsOf(dockerfile: string, repository: Repository): readonly string[] {
  return knownBuildsOf(dockerfile, repository).map(
    ({ path, name, root, target = '-', isBare }) => `${isBare ? '' : '*'}${path} ${name}: ${root || '.'} ${target}`,
  )
}
