import type { Call } from '../shell/calls.js'
import { type DockerBuild, dockerBuildOf } from '../shell/docker-build.js'
import type { Run } from '../shell/runs.js'
import type { Script } from '../shell/script.js'
import { bakeIn, contextsFrom } from './action-builds.js'
import { inRepository, type Workspace } from './checkouts.js'
import type { WorkflowBake, WorkflowBuild } from './images.js'
import { isQuietCall, writesElsewhere } from './quiet-steps.js'

interface ScriptImages {
  readonly builds: readonly Omit<WorkflowBuild, 'job'>[]
  readonly bakes: readonly Omit<WorkflowBake, 'job'>[]
}

/**
 * The images that a script builds.
 * @param runs the programs that it starts, with the folders of the workspace that they start in
 */
export function scriptImages(script: Script, runs: readonly Run[], workspace: Workspace): ScriptImages {
  const builds: Omit<WorkflowBuild, 'job'>[] = []
  const bakes: Omit<WorkflowBake, 'job'>[] = []
  let isBare = workspace.isBare && writesElsewhere(script)
  for (const { call, folder } of runs) {
    const place = { ...workspace, isBare }
    const built = dockerBuildOf(call)
    if (built && folder !== undefined) builds.push(...(buildIn(folder, built, place) ?? []))
    if (isBake(call) && folder !== undefined) bakes.push(...(bakeOf(folder, call, place) ?? []))
    isBare &&= isQuietCall(call)
  }
  return { builds, bakes }
}

function buildIn(
  folder: string,
  { program, context, file, target, args, contexts: named }: DockerBuild,
  place: Workspace,
): readonly Omit<WorkflowBuild, 'job'>[] | undefined {
  const root = inRepository(folder, context, place)
  if (root === undefined) return undefined
  const dockerfiles = dockerfilesOf(program, context, file).map(path => inRepository(folder, path, place))
  const known = dockerfiles.flatMap(path => path ?? [])
  if (known.length < dockerfiles.length) return undefined
  const contexts = contextsFrom(named, folder, place)
  return [{ context: root, dockerfiles: known, target, args, contexts, isBare: place.isBare }]
}

/** From the folder that the command runs in, unlike anything else that podman finds: it looks into the context, too. */
function dockerfilesOf(program: string, context: string, file: string | undefined): readonly string[] {
  const inContext = (name: string) => `${context}/${name}`
  if (program === 'docker' || program === 'nerdctl') return [file ?? inContext('Dockerfile')]
  return file === undefined ? [inContext('Containerfile'), inContext('Dockerfile')] : [file, inContext(file)]
}

function isBake({ program, args }: Call): boolean {
  const [first, second] = args.map(({ value }) => value)
  return program === 'docker' && (first === 'bake' || (first === 'buildx' && second === 'bake'))
}

function bakeOf(folder: string, { args }: Call, place: Workspace): readonly Omit<WorkflowBake, 'job'>[] | undefined {
  // What only the shell knows may name files, too, and an address is where another definition lies.
  if (args.some(({ text, value }) => text.includes('://') || (value === undefined && /^["']?\$/.test(text))))
    return undefined
  const files = args.flatMap(({ text, value }, i) => {
    if (text === '-f' || text === '--file') return [args[i + 1]?.value]
    return /^(?:-f|--file)=/.test(text) ? [value?.slice(value.indexOf('=') + 1)] : []
  })
  const bake = bakeIn(folder, files, place)
  return bake && [bake]
}
