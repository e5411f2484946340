import { isDockerfileName } from '../../documents/dockerfile/names.js'
import { rememberedFor } from '../../remembered.js'
import { type Build, modelBuild } from '../build.js'
import { parsedDockerfile } from '../dockerfiles-around.js'
import { folderOf, type Repository } from '../repository.js'
import { dockerfilesOf } from './known-builds.js'
import { otherContexts } from './views.js'

/** The builds of a Dockerfile whose text was read: the most likely one, and those with other contexts that are known. */
export const buildsOf = rememberedFor((repository: Repository, path: string): readonly [Build, ...Build[]] => {
  const usual = modelBuild(parsedDockerfile(repository, path), repository)
  return [usual, ...otherContexts(usual).map(({ build }) => build)]
})

/**
 * Every build that may have a folder for its context.
 * @returns undefined when a Dockerfile that may be built so was not read
 */
export const contextSharers = rememberedFor((repository: Repository, root: string): readonly Build[] | undefined => {
  const named = [...repository.files.keys()].filter(path => isDockerfileName(path) && mayUse(folderOf(path), root))
  const paths = [...new Set([...named, ...dockerfilesOf(repository, root)])]
  if (!paths.every(path => repository.texts.has(path))) return undefined
  return paths.map(path => {
    const builds = buildsOf(repository, path)
    return builds.find(({ context }) => context?.root === root) ?? builds[0]
  })
})

/** A Dockerfile below the context, or in a folder above it: others are seldom built with it, and then some file says so. */
function mayUse(folder: string, root: string): boolean {
  return (
    root === '' || folder === root || folder.startsWith(`${root}/`) || folder === '' || root.startsWith(`${folder}/`)
  )
}
