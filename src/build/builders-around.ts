import { posix } from 'node:path'
import type { BuildRequest } from '../documents/builders/build-request.js'
import { type CloudBuild, readCloudBuild } from '../documents/builders/cloud-build.js'
import { readSkaffold } from '../documents/builders/skaffold.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import { remembered } from '../remembered.js'
import { folderOf, nameOf, type Repository } from './repository.js'

const SKAFFOLD = /^skaffold[\w.-]*\.ya?ml$/
const CLOUD_BUILD = /cloud-?build[\w.-]*\.(?:ya?ml|json)$/

/** True for files that say which builder builds the Dockerfiles below them. */
export function isBuilderFile(path: string): boolean {
  const name = nameOf(path)
  return SKAFFOLD.test(name) || CLOUD_BUILD.test(name)
}

interface Request extends BuildRequest {
  /** The file that says so. */
  readonly path: string
  /** The images that the same file runs programs in. */
  readonly steps: readonly string[]
  /** Where the Dockerfile stands, by the folders that paths can start from. */
  readonly places: readonly RegExp[]
}

const requestsIn = remembered(({ texts }: Repository): readonly Request[] =>
  [...texts].flatMap(([path, text]) => {
    if (!isBuilderFile(path)) return []
    const read: CloudBuild = SKAFFOLD.test(nameOf(path))
      ? { requests: readSkaffold(text), steps: [] }
      : readCloudBuild(text)
    const isOfRoot = !SKAFFOLD.test(nameOf(path))
    return read.requests.map(request => ({
      ...request,
      path,
      steps: read.steps,
      // Cloud Build's paths start where its sources were sent from: the file's own folder, or the root.
      places: [folderOf(path), ...(isOfRoot && !VARIABLE.test(request.dockerfile) ? [''] : [])].map(folder =>
        placeOf(posix.join(folder, request.dockerfile)),
      ),
    }))
  }),
)

const VARIABLE = /\$\{?\w+\}?|\{\{.*?\}\}/

/** A path with variables, which stand for anything. */
function placeOf(path: string): RegExp {
  const parts = path.split(VARIABLE).map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}

function requestsFor(path: string, repository: Repository): readonly Request[] {
  return requestsIn(repository).filter(({ places }) => places.some(place => place.test(path)))
}

/** What only BuildKit reads: in a Dockerfile that has it, every builder is BuildKit. */
const BUILDKIT_ONLY =
  /^#\s*syntax\s*=|\s--(?:mount|chmod|link|parents|exclude|network|security|checksum|keep-git-dir)\b|<<-?["']?[A-Za-z_]|\$\{?(?:BUILD|TARGET)(?:PLATFORM|OS|ARCH|VARIANT)\b/im

/** True for a text that the builder which Docker had before BuildKit would refuse. */
export function needsBuildKit(text: string): boolean {
  return BUILDKIT_ONLY.test(text)
}

/** The file that has a Dockerfile built without BuildKit, where the Dockerfile itself does not need it yet. */
export function oldBuilderOf({ path, text }: Dockerfile, repository: Repository): string | undefined {
  const request = requestsFor(path, repository).find(({ hasBuildKit }) => !hasBuildKit)
  return request === undefined || needsBuildKit(text) ? undefined : request.path
}

/** True when Cloud Build runs steps in the image: their folder is root's. */
export function isCloudBuildStep({ path }: Dockerfile, repository: Repository): boolean {
  return requestsFor(path, repository).some(({ images, steps }) => images.some(image => steps.includes(image)))
}
