import type { Build } from './build.js'
import { dockerfilesAround, parsedDockerfile } from './dockerfiles-around.js'
import { rootReference } from './stage-history.js'
import { buildStages, type StageBuild, type State } from './state.js'

/** The images that the repository builds and that a stage may start from, as their names say: what is in force at their end. */
export function basesOfRepository(build: Build, stage: StageBuild): readonly State[] {
  const { repository } = build
  return baseFiles(build, stage).flatMap(
    path => buildStages(parsedDockerfile(repository, path)).at(-1)?.states.at(-1) ?? [],
  )
}

/** True when a stage starts from what the repository seems to build itself, and not from what that is built on. */
export function isBuiltHere(build: Build, stage: StageBuild): boolean {
  const image = imageName(rootReference(stage))
  return baseFiles(build, stage).some(path => {
    const { stages } = parsedDockerfile(build.repository, path)
    return stages.length > 0 && stages.every(other => imageName(other.image.text) !== image)
  })
}

/** True when another Dockerfile of the repository seems to start from the image of this one. */
export function isBaseHere({ dockerfile: { path }, repository }: Build): boolean {
  const names = namesIn(path)
  if (names.length === 0) return false
  return dockerfilesAround(path, repository)
    .flat()
    .some(other =>
      parsedDockerfile(repository, other).stages.some(({ image }) => isNamed(imageName(image.text), names)),
    )
}

function baseFiles({ dockerfile, repository }: Build, stage: StageBuild): readonly string[] {
  const image = imageName(rootReference(stage))
  if (image === undefined) return []
  return dockerfilesAround(dockerfile.path, repository)
    .flat()
    .filter(path => isNamed(image, namesIn(path)))
}

/** What images of others are called by, and folders of variants. */
const VARIANT = /^(?:alpine|amd64|arm\w*|debian|docker|linux|nanoserver|\w*servercore|slim|ubuntu|windows)$/
const VENDORS = /^(?:mcr\.microsoft\.com|microsoft)\//

/** The last part of an image's name; without a slash it is an official image. */
function imageName(reference: string | undefined): string | undefined {
  if (VENDORS.test(reference ?? '')) return undefined
  return /\/([^/:@]+)(?:[:@][^/]*)?$/.exec(reference ?? '')?.[1]
}

function isNamed(image: string | undefined, names: readonly string[]): boolean {
  return (
    image !== undefined && names.some(name => image === name || (!VARIANT.test(name) && image.endsWith(`-${name}`)))
  )
}

/** What people call the image of a Dockerfile: `Dockerfile.core`, `core.Dockerfile`, `core/Dockerfile`. */
function namesIn(path: string): readonly string[] {
  const [file = '', folder] = path.split('/').reverse()
  const own = /^(?:Dockerfile|Containerfile)\.(.+)$|^(.+)\.[dD]ockerfile$/.exec(file)
  const name = own?.[1] ?? own?.[2] ?? folder
  return name === undefined || name.length < 3 ? [] : [name.toLowerCase()]
}
