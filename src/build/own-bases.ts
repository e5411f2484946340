import type { Build } from './build.js'
import { dockerfilesAround, parsedDockerfile } from './dockerfiles-around.js'
import { rootReference } from './stage-history.js'
import { buildStages, type StageBuild, type State } from './state.js'

/** The images that the repository builds and that a stage may start from, as their names say: what is in force at their end. */
export function basesOfRepository({ dockerfile, repository }: Build, stage: StageBuild): readonly State[] {
  // Without a slash it is an official image.
  const image = /\/([^/:@]+)(?:[:@][^/]*)?$/.exec(rootReference(stage) ?? '')?.[1]
  if (image === undefined) return []
  return dockerfilesAround(dockerfile.path, repository)
    .flat()
    .filter(path => namesIn(path).some(name => image === name || image.endsWith(`-${name}`)))
    .flatMap(path => buildStages(parsedDockerfile(path, repository)).at(-1)?.states.at(-1) ?? [])
}

/** What people call the image of a Dockerfile: `Dockerfile.core`, `core.Dockerfile`, `core/Dockerfile`. */
function namesIn(path: string): readonly string[] {
  const [file = '', folder] = path.split('/').reverse()
  const own = /^(?:Dockerfile|Containerfile)\.(.+)$|^(.+)\.[dD]ockerfile$/.exec(file)
  const name = own?.[1] ?? own?.[2] ?? folder
  return name === undefined || name.length < 3 ? [] : [name.toLowerCase()]
}
