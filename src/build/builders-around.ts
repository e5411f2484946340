import { posix } from 'node:path'
import type { BuilderFile, BuildRequest } from '../documents/builders/build-request.js'
import { readCloudBuild } from '../documents/builders/cloud-build.js'
import { readGitlabCi } from '../documents/builders/gitlab-ci.js'
import { isSkaffoldName, readSkaffold } from '../documents/builders/skaffold.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import { remembered } from '../remembered.js'
import { hasVariable, isAt, type Place, placeOf } from './path-places.js'
import { folderOf, joinPath, nameOf, type Repository } from './repository.js'

/** Files that say which builder builds the Dockerfiles below them, by their names. */
const READERS: readonly {
  readonly isName: (name: string) => boolean
  readonly isOfRoot?: true
  readonly read: (text: string) => BuilderFile
}[] = [
  { isName: isSkaffoldName, read: text => ({ requests: readSkaffold(text), steps: [] }) },
  // Its paths start where the sources were sent from: the file's own folder, or the root.
  {
    isName: name => /cloud-?build[\w.-]*\.(?:ya?ml|json)$/.test(name),
    isOfRoot: true,
    read: readCloudBuild,
  },
  { isName: name => name === '.gitlab-ci.yml', read: text => ({ requests: readGitlabCi(text), steps: [] }) },
]

function readerOf(path: string) {
  const name = nameOf(path)
  return READERS.find(reader => reader.isName(name))
}

export function isBuilderFile(path: string): boolean {
  return readerOf(path) !== undefined
}

interface Request extends BuildRequest {
  /** The file that says so. */
  readonly path: string
  /** The images that the same file runs programs in. */
  readonly steps: readonly string[]
  /** Where the Dockerfile stands, by the folders that paths can start from. */
  readonly places: readonly Place[]
}

const requestsIn = remembered(({ texts }: Repository): readonly Request[] =>
  [...texts].flatMap(([path, text]) => {
    const reader = readerOf(path)
    const { requests, steps } = reader?.read(text) ?? { requests: [], steps: [] }
    return requests.map(request => {
      const folders = [folderOf(path), ...(reader?.isOfRoot && !hasVariable(request.dockerfile) ? [''] : [])]
      return {
        ...request,
        path,
        steps,
        places: folders.flatMap(folder => {
          const place = placeOf(posix.join(folder, request.dockerfile))
          return place ? [place] : []
        }),
      }
    })
  }),
)

function requestsFor(path: string, repository: Repository): readonly Request[] {
  return requestsIn(repository).filter(({ places }) => places.some(place => isAt(place, path)))
}

const BUILDKIT_FLAGS: Readonly<Record<string, RegExp>> = {
  ADD: /^(?:checksum|chmod|exclude|keep-git-dir|link|unpack)$/,
  COPY: /^(?:chmod|exclude|link|parents)$/,
  RUN: /^(?:device|mount|network|security)$/,
}
const PLATFORM = /\$\{?(?:BUILD|TARGET)(?:PLATFORM|OS|ARCH|VARIANT)\b/

/** True for a Dockerfile that the builder which Docker had before BuildKit would refuse. */
export const needsBuildKit = remembered(({ directives, instructions }: Dockerfile): boolean => {
  if (directives.some(({ name }) => name === 'syntax')) return true
  return instructions.some(written => {
    const { keyword, flags, heredocs, logical } = written.trigger ?? written
    return (
      heredocs.length > 0 ||
      flags.some(({ name }) => BUILDKIT_FLAGS[keyword]?.test(name)) ||
      PLATFORM.test(logical.text)
    )
  })
})

/** The file that has a Dockerfile built without BuildKit, where the Dockerfile itself does not need it yet. */
export function oldBuilderOf(dockerfile: Dockerfile, repository: Repository): string | undefined {
  const request = requestsFor(dockerfile.path, repository).find(({ hasBuildKit }) => !hasBuildKit)
  return request === undefined || needsBuildKit(dockerfile) ? undefined : request.path
}

/** True for a Dockerfile that Railway builds: it refuses a cache mount whose id does not name the service. */
export function wantsNamedMounts({ path }: Dockerfile, { files }: Repository): boolean {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (['railway.toml', 'railway.json'].some(name => files.has(joinPath(folder, name)))) return true
    if (folder === '') return false
  }
}

/** True where a cache mount would stop the build. */
export function refusesMounts(dockerfile: Dockerfile, repository: Repository): boolean {
  return oldBuilderOf(dockerfile, repository) !== undefined || wantsNamedMounts(dockerfile, repository)
}

/** True when Cloud Build runs steps in the image: their folder is root's. */
export function isCloudBuildStep({ path }: Dockerfile, repository: Repository): boolean {
  return requestsFor(path, repository).some(({ images, steps }) => images.some(image => steps.includes(image)))
}
