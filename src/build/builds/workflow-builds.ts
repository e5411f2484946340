import { readWorkflowImages } from '../../documents/workflow/image-builds.js'
import type { WorkflowImages } from '../../documents/workflow/images.js'
import { isWorkflowPath } from '../../documents/workflow/names.js'
import { remembered, rememberedByText } from '../../remembered.js'
import type { Repository } from '../repository.js'
import { argumentsFrom, foldersFrom, type KnownBuild } from './known-build.js'

/** Workflows are the same before and after most changes; characters. */
const imagesIn = rememberedByText(2_000_000, readWorkflowImages)

/** What each workflow of a repository builds, by its path. */
export const workflowImages = remembered(
  ({ texts }: Repository): ReadonlyMap<string, WorkflowImages> =>
    new Map([...texts].flatMap(([path, text]) => (isWorkflowPath(path) ? [[path, imagesIn(text)]] : []))),
)

/** The builds of GitHub workflows whose Dockerfile is there. */
export function workflowBuilds(repository: Repository): readonly KnownBuild[] {
  return [...workflowImages(repository)].flatMap(([path, { builds }]) =>
    builds.flatMap(({ job, context, dockerfiles, args, contexts, ...build }): readonly KnownBuild[] => {
      const dockerfile = dockerfiles.find(one => repository.files.has(one))
      if (dockerfile === undefined) return []
      const given = { args: argumentsFrom(args), contexts: contexts && foldersFrom(contexts, '') }
      return [{ ...build, ...given, path, origin: 'workflow', name: job, dockerfile, root: context }]
    }),
  )
}
