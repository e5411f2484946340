import { isDockerfileName } from '../../documents/dockerfile/names.js'
import type { Dockerignore } from '../../documents/dockerignore/document.js'
import type { Build } from '../build.js'
import { buildsOf } from '../builds/context-sharers.js'
import { dockerfilesOf } from '../builds/known-builds.js'
import { folderOf, type Repository } from '../repository.js'

/** An ignore file with the builds that it is for. All that a rule for ignore files gets to see. */
export interface IgnoreScope {
  readonly ignore: Dockerignore
  /** Those whose Dockerfile was read. */
  readonly builds: readonly Build[]
  readonly repository: Repository
}

/** @param ignore as it is in the repository, or as a fix would have it */
export function ignoreScope(ignore: Dockerignore, repository: Repository): IgnoreScope {
  const named = [...repository.texts.keys()].filter(isDockerfileName)
  const known = dockerfilesOf(repository, folderOf(ignore.path)).filter(path => repository.texts.has(path))
  const paths = [...new Set([...named, ...known])]
  const builds = paths.flatMap(path => buildsOf(repository, path))
  return { ignore, builds: builds.filter(({ context }) => context?.ignorePath === ignore.path), repository }
}
