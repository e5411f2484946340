import { calledWorkflows, readWorkflowImages } from '../../documents/workflow/image-builds.js'
import type { WorkflowImages } from '../../documents/workflow/images.js'
import { isWorkflowPath } from '../../documents/workflow/names.js'
import { remembered } from '../../remembered.js'
import type { Repository } from '../repository.js'
import { stampsIn } from '../stamp-names.js'
import { argumentsFrom, foldersFrom, type KnownBuild } from './known-build.js'

/** What each workflow of a repository builds, by its path. */
export const workflowImages = remembered(({ texts }: Repository): ReadonlyMap<string, WorkflowImages> => {
  const workflows = [...texts].filter(([path]) => isWorkflowPath(path))
  const called = new Set(workflows.flatMap(([, text]) => calledWorkflows(text)))
  const textOf = (path: string) => texts.get(path)
  return new Map(workflows.map(([path, text]) => [path, readWorkflowImages(text, textOf, called.has(path))]))
})

/** The builds of GitHub workflows whose Dockerfile is there. */
export function workflowBuilds(repository: Repository): readonly KnownBuild[] {
  const found = [...workflowImages(repository)].flatMap(([path, { builds }]) =>
    builds.map(({ calledPath, ...build }) => ({ path: calledPath ?? path, ...build })),
  )
  // Several may call one that builds the same for all.
  const each = new Map(found.map(build => [JSON.stringify(build), build]))
  return [...each.values()].flatMap(
    ({ path, job, context, dockerfiles, args, contexts, ...build }): readonly KnownBuild[] => {
      const dockerfile = dockerfiles.find(one => repository.files.has(one))
      if (dockerfile === undefined) return []
      const given = {
        args: argumentsFrom(args),
        stamps: stampsIn(args),
        contexts: contexts && foldersFrom(contexts, ''),
      }
      return [{ ...build, ...given, path, origin: 'workflow', name: job, dockerfile, root: context }]
    },
  )
}
