import { posix } from 'node:path'
import * as v from 'valibot'
import { readDocuments, WORDS } from '../read-documents.js'
import { type BuildRequest, imageName } from './build-request.js'

const SWITCH = v.fallback(v.boolean(), false)
const WORD = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))
const DOCKER = v.object({
  dockerfile: v.fallback(v.string(), 'Dockerfile'),
  target: v.fallback(v.optional(v.string()), undefined),
  // A name alone stands for what the environment has.
  buildArgs: v.fallback(v.record(v.string(), v.nullable(WORD)), {}),
  cliFlags: WORDS,
})
const ARTIFACT = v.looseObject({
  image: v.string(),
  context: v.fallback(v.string(), '.'),
  docker: v.fallback(DOCKER, { dockerfile: 'Dockerfile', target: undefined, buildArgs: {}, cliFlags: [] }),
  hooks: v.optional(v.unknown()),
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

/** True for what a file for Skaffold is called: it reads `skaffold.yaml`, and others that it is given. */
export function isSkaffoldName(name: string): boolean {
  return /^skaffold[\w.-]*\.ya?ml$/.test(name)
}

/** Builders that read no Dockerfile, or with a program of their own. */
const OTHER_BUILDERS = ['bazel', 'buildpack', 'buildpacks', 'custom', 'jib', 'jibGradle', 'jibMaven', 'kaniko', 'ko']

/**
 * The images that a `skaffold.yaml` has built with Docker. Skaffold asks the engine for its old builder unless it is told to use
 * BuildKit or the command line, or builds for other platforms (pkg/skaffold/build/docker/docker.go).
 */
export function readSkaffold(text: string): readonly BuildRequest[] {
  return readDocuments(text, CONFIG).flatMap(({ build: { artifacts, platforms, local, cluster } }) =>
    artifacts.filter(isOfDocker).map(({ image, context, docker, platforms: own }) => ({
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

function isOfDocker(artifact: object): boolean {
  return !OTHER_BUILDERS.some(name => name in artifact)
}

/** An image that Docker builds for Skaffold. Texts as written: `{{` in one stands for what only a run knows. */
export interface SkaffoldImage {
  readonly name: string
  /** From the file's folder. */
  readonly context: string
  /** From the context; from the file's folder when it is not there. */
  readonly dockerfile: string
  readonly target: string | undefined
  /** `NAME=value` */
  readonly args: readonly string[]
  readonly hasNamedContexts: boolean
  /** Commands run before or after it, which may make files. */
  readonly hasHooks: boolean
}

/** What a Skaffold file builds by itself: profiles, which may change all of it, are left out. */
export function readSkaffoldImages(text: string): readonly SkaffoldImage[] {
  return readDocuments(text, CONFIG).flatMap(({ build: { artifacts } }) =>
    artifacts.filter(isOfDocker).map(({ image, context, docker, hooks }) => ({
      name: image,
      context,
      dockerfile: docker.dockerfile,
      target: docker.target,
      args: Object.entries(docker.buildArgs).flatMap(([name, value]) =>
        value === null || value.includes('{{') ? [] : [`${name}=${value}`],
      ),
      hasNamedContexts: docker.cliFlags.some(flag => flag.startsWith('--build-context')),
      hasHooks: hooks !== undefined,
    })),
  )
}
