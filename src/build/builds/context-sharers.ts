import { isDockerfileName } from '../../documents/dockerfile/names.js'
import { rememberedFor } from '../../remembered.js'
import { type Build, modelBuild } from '../build.js'
import { parsedDockerfile } from '../dockerfiles-around.js'
import { folderOf, type Repository } from '../repository.js'
import { dockerfilesOf } from './known-builds.js'

/** The build of a Dockerfile whose text was read. */
export const buildOf = rememberedFor((repository: Repository, path: string) =>
  modelBuild(parsedDockerfile(repository, path), repository),
)

/**
 * Every build that may have a folder for its context.
 * @returns undefined when a Dockerfile that may be built so was not read
 */
export const contextSharers = rememberedFor((repository: Repository, root: string): readonly Build[] | undefined => {
  const named = [...repository.files.keys()].filter(path => isDockerfileName(path) && mayUse(folderOf(path), root))
  const paths = [...new Set([...named, ...dockerfilesOf(repository, root)])]
  return paths.every(path => repository.texts.has(path)) ? paths.map(path => buildOf(repository, path)) : undefined
})

/** A Dockerfile below the context, or in a folder above it: others are seldom built with it, and then some file says so. */
function mayUse(folder: string, root: string): boolean {
  return (
    root === '' || folder === root || folder.startsWith(`${root}/`) || folder === '' || root.startsWith(`${folder}/`)
  )
}
