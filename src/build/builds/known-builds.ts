import { remembered, rememberedFor } from '../../remembered.js'
import { grouped } from '../grouped.js'
import type { Repository } from '../repository.js'
import { bakeBuilds } from './bake-builds.js'
import { composeBuilds } from './compose-builds.js'
import type { KnownBuild } from './known-build.js'
import { skaffoldBuilds } from './skaffold-builds.js'
import { workflowBuilds } from './workflow-builds.js'

const byDockerfile = remembered((repository: Repository): ReadonlyMap<string, readonly KnownBuild[]> => {
  const builds = [composeBuilds, bakeBuilds, skaffoldBuilds, workflowBuilds].flatMap(read => read(repository))
  return grouped(builds, ({ dockerfile }) => dockerfile)
})

/**
 * How Compose files, Bake files, Skaffold files and workflows of the repository build a Dockerfile: what variables decide, or another
 * repository holds, is left out.
 */
export function knownBuildsOf(dockerfile: string, repository: Repository): readonly KnownBuild[] {
  return byDockerfile(repository).get(dockerfile) ?? []
}

/** The folders that the known builds of a Dockerfile have for their contexts. */
export const knownRootsOf = rememberedFor((repository: Repository, dockerfile: string): readonly string[] => [
  ...new Set(knownBuildsOf(dockerfile, repository).map(({ root }) => root)),
])

/** The Dockerfiles that are known to be built with a folder for their context. */
export const dockerfilesOf = rememberedFor((repository: Repository, root: string): readonly string[] =>
  [...byDockerfile(repository)].flatMap(([path, builds]) => (builds.some(build => build.root === root) ? path : [])),
)
