import { posix } from 'node:path'
import * as v from 'valibot'
import { readDocuments, WORDS } from '../read-documents.js'
import { type BuildRequest, imageName } from './build-request.js'

const SWITCH = v.fallback(v.boolean(), false)
const DOCKER = v.object({ dockerfile: v.fallback(v.string(), 'Dockerfile'), cliFlags: WORDS })
const ARTIFACT = v.looseObject({
  image: v.string(),
  context: v.fallback(v.string(), '.'),
  docker: v.fallback(DOCKER, { dockerfile: 'Dockerfile', cliFlags: [] }),
  platforms: WORDS,
})
const CONFIG = v.object({
  build: v.object({
    artifacts: v.array(ARTIFACT),
    platforms: WORDS,
    local: v.fallback(v.object({ useBuildkit: SWITCH, useDockerCLI: SWITCH }), {
      useBuildkit: false,
      useDockerCLI: false,
    }),
    cluster: v.optional(v.unknown()),
  }),
})

/** Builders that read no Dockerfile, or with a program of their own. */
const OTHER_BUILDERS = ['bazel', 'buildpack', 'buildpacks', 'custom', 'jib', 'jibGradle', 'jibMaven', 'kaniko', 'ko']

/**
 * The images that a `skaffold.yaml` has built with Docker. Skaffold asks the engine for its old builder unless it is told to use
 * BuildKit or the command line, or builds for other platforms (pkg/skaffold/build/docker/docker.go).
 */
export function readSkaffold(text: string): readonly BuildRequest[] {
  return readDocuments(text, CONFIG).flatMap(({ build: { artifacts, platforms, local, cluster } }) =>
    artifacts
      .filter(artifact => !OTHER_BUILDERS.some(name => name in artifact))
      .map(({ image, context, docker, platforms: own }) => ({
        dockerfile: posix.join(context, docker.dockerfile),
        images: [imageName(image)],
        hasBuildKit:
          local.useBuildkit ||
          local.useDockerCLI ||
          cluster !== undefined ||
          [...docker.cliFlags, ...platforms, ...own].length > 0,
      })),
  )
}
