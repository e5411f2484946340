import { isSkaffoldName, readSkaffoldImages, type SkaffoldImage } from '../../documents/builders/skaffold.js'
import { rememberedByText } from '../../remembered.js'
import { folderOf, nameOf, type Repository } from '../repository.js'
import { argumentsFrom, type KnownBuild } from './known-build.js'
import { pathIn } from './paths.js'

/** Such files are the same before and after most changes; characters. */
const imagesIn = rememberedByText(500_000, readSkaffoldImages)

/** The builds of Skaffold files whose Dockerfile is there, without profiles. */
export function skaffoldBuilds(repository: Repository): readonly KnownBuild[] {
  return [...repository.texts].flatMap(([path, text]) =>
    isSkaffoldName(nameOf(path)) ? imagesIn(text).flatMap(image => knownBuild(path, image, repository) ?? []) : [],
  )
}

function knownBuild(path: string, image: SkaffoldImage, { files }: Repository): KnownBuild | undefined {
  const { name, context, dockerfile, target, args, hasNamedContexts, hasHooks } = image
  if ([context, dockerfile, target ?? ''].some(text => text.includes('{{'))) return undefined
  const root = pathIn(folderOf(path), context)
  if (root === undefined) return undefined
  const places = [pathIn(root, dockerfile), pathIn(folderOf(path), dockerfile)]
  const found = places.find(place => place !== undefined && files.has(place))
  if (found === undefined) return undefined
  const known = { path, name, dockerfile: found, root, target, args: argumentsFrom(args) }
  return { ...known, origin: 'skaffold', contexts: hasNamedContexts ? undefined : [], isBare: !hasHooks }
}
