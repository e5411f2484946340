import type { BuildRequest } from './build-request.js'

/** Before 23.0 the command line takes BuildKit only when it is asked to. */
const OLD_DOCKER = /\bdocker:(?:1\d|20)(?=[.\s"'-]|$)/m
const ASKS_FOR_BUILDKIT = /\bDOCKER_BUILDKIT["']?\s*[:=]\s*["']?[^\s"'0]|\bbuildx\b/

/** What a pipeline of GitLab builds with an old Docker; which Dockerfiles these are is left open. */
export function readGitlabCi(text: string): readonly BuildRequest[] {
  if (!OLD_DOCKER.test(text) || !/\bdocker\s+build\b/.test(text) || ASKS_FOR_BUILDKIT.test(text)) return []
  return [{ dockerfile: '$ANY', images: [], hasBuildKit: false }]
}
