import { posix } from 'node:path'
import type { Word } from '../documents/dockerfile/instruction.js'
import { type PlacedMount, placedMounts } from '../package-managers/cache-uses.js'
import { type Build, finalStages, type RunStep, runsOf, stagesNamed, stepsOfStage } from './build.js'
import { copiesOf } from './copies.js'
import type { StageBuild } from './state.js'
import { expand } from './variables.js'

/** Something that a cache mount holds and the image would need: when the RUN is over, it is not there. */
export interface HiddenResult {
  readonly run: RunStep
  readonly mount: PlacedMount & { readonly path: string }
  /** What is needed, absolute. */
  readonly path: string
  /** Who needs it, as it is written. */
  readonly reader: string
  /** The only source of the COPY that needs it. */
  readonly source: Word | undefined
}

/** What is in cache mounts and needed where they are not. */
export function hiddenResults(build: Build): readonly HiddenResult[] {
  const mounted = runsOf(build).flatMap(run =>
    placedMounts(run).flatMap(mount => {
      const { path, type } = mount
      return type === 'cache' && path !== undefined && path !== '/' ? [{ run, mount: { ...mount, path } }] : []
    }),
  )
  if (mounted.length === 0) return []
  return readersOf(build).flatMap(({ stage, path, reader, source }) => {
    const lineage = lineageOf(stage)
    const holding = mounted.findLast(({ run, mount }) => lineage.includes(run.stage) && isWithin(path, mount.path))
    if (holding === undefined || isPutThere(build, lineage, path, holding.mount.path)) return []
    return [{ ...holding, path, reader, source }]
  })
}

interface Reader {
  /** The stage in which it is looked for. */
  readonly stage: StageBuild
  readonly path: string
  readonly reader: string
  readonly source: Word | undefined
}

/** Paths that the image or another stage takes from a stage: sources of COPY --from, programs of the image. */
function readersOf(build: Build): readonly Reader[] {
  const { stages, dockerfile } = build
  const copied = stages.flatMap(other =>
    stepsOfStage(other).flatMap(({ instruction, state }) =>
      copiesOf(instruction).flatMap(({ from, sources }) => {
        const name = from === undefined ? undefined : expand(state.variables, from, dockerfile.escape)?.toLowerCase()
        const stage = name === undefined ? undefined : (stagesNamed(build, name)[0] ?? stages[Number(name)])
        if (stage === undefined || stage.stage.index >= other.stage.index) return []
        return sources.flatMap(word => {
          const path = expand(state.variables, word.text, dockerfile.escape)
          const isPlain = path === word.text && word.range.end - word.range.start === path.length
          const source = sources.length === 1 && isPlain ? word : undefined
          const reader = `COPY --from=${from} ${word.text}`
          return path === undefined || /[*?[]/.test(path)
            ? []
            : [{ stage, path: posix.resolve('/', path), reader, source }]
        })
      }),
    ),
  )
  return [...copied, ...startedBy(build)]
}

/** What CMD and ENTRYPOINT of the image name, in JSON form. */
function startedBy(build: Build): readonly Reader[] {
  const last = build.stages.at(-1)
  if (last === undefined) return []
  const workdir = last.states.at(-1)?.workdir
  return [...finalStages(build)].flatMap(stage =>
    stepsOfStage(stage).flatMap(({ instruction: { keyword, json } }) => {
      if (keyword !== 'CMD' && keyword !== 'ENTRYPOINT') return []
      return (json ?? []).flatMap(({ text }) => {
        const isPath = /^(?:\.{0,2}\/)?[\w.@+-]+(?:\/[\w.@+-]+)+$|^\/[\w.@+-]+$/.test(text)
        if (!isPath || (workdir === undefined && !text.startsWith('/'))) return []
        return [
          { stage: last, path: posix.resolve(workdir ?? '/', text), reader: `${keyword} ${text}`, source: undefined },
        ]
      })
    }),
  )
}

function lineageOf(stage: StageBuild): readonly StageBuild[] {
  return stage.parent ? [...lineageOf(stage.parent), stage] : [stage]
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** True when something else may put it into the image: a COPY, or a RUN that does not have the mount. */
function isPutThere(build: Build, lineage: readonly StageBuild[], path: string, folder: string): boolean {
  const copied = lineage.some(stage =>
    stepsOfStage(stage).some(({ instruction, state }) =>
      copiesOf(instruction).some(({ from, destination, sources }) => {
        const written = expand(state.variables, destination.text, build.dockerfile.escape)
        if (written === undefined || state.workdir === undefined) return true
        const target = posix.resolve(state.workdir, written)
        if (isWithin(target, folder)) return true
        if (!isWithin(path, target)) return false
        // A copy of the project brings what the repository has; what a build makes is seldom there.
        return (
          from !== undefined ||
          build.context?.kindOf(posix.relative(target, path)) !== undefined ||
          sources.length === 0
        )
      }),
    ),
  )
  if (copied) return true
  const runs = runsOf(build).filter(run => lineage.includes(run.stage))
  const isMounted = (run: RunStep) =>
    placedMounts(run).some(mount => mount.path !== undefined && isWithin(path, mount.path))
  const makers = new Set(runs.filter(isMounted).flatMap(run => run.calls.map(({ program }) => program)))
  const name = posix.basename(folder)
  return runs.some(run => {
    if (isMounted(run)) return false
    if (!run.script.editable || run.calls.some(({ path }) => path.includes('/'))) return true
    return (
      run.script.text.text.includes(name) || run.calls.some(({ program }) => MAKERS.has(program) && makers.has(program))
    )
  })
}

/** Programs that write into a project. */
const MAKERS = new Set([
  ...['bash', 'bun', 'cargo', 'cmake', 'composer', 'dotnet', 'go', 'gradle', 'gradlew', 'make', 'mvn', 'mvnw', 'node'],
  ...['npm', 'npx', 'pip', 'pip3', 'pnpm', 'poetry', 'python', 'python3', 'sh', 'trunk', 'uv', 'yarn'],
])
