import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { type Call, callsOf } from '../documents/shell/calls.js'
import type { Script } from '../documents/shell/script.js'
import { type Context, contextOf } from './context.js'
import { type Repository, UNKNOWN_REPOSITORY } from './repository.js'
import type { ShellVerdicts } from './shell-verdicts.js'
import { buildStages, type StageBuild, type State, scriptOf } from './state.js'

/** What building a Dockerfile would do, as far as text and repository tell. All that a rule gets to see. */
export interface Build {
  readonly dockerfile: Dockerfile
  readonly stages: readonly StageBuild[]
  /** Undefined when it is not known which files a build would get. */
  readonly context: Context | undefined
  readonly repository: Repository
  readonly shellVerdicts?: ShellVerdicts | undefined
}

/** One instruction of a stage with what is in force there. */
export interface Step {
  readonly stage: StageBuild
  /** For ONBUILD the instruction that it keeps for later. */
  readonly instruction: Instruction
  /** Place in the stage, FROM not counted. */
  readonly index: number
  /** Before the instruction. */
  readonly state: State
  /** The instruction runs in a build that uses this image, with that build's files. */
  readonly isTrigger: boolean
}

/** A RUN whose shell script can be read. */
export interface RunStep extends Step {
  readonly dockerfile: Dockerfile
  readonly script: Script
  readonly calls: readonly Call[]
}

export function modelBuild(dockerfile: Dockerfile, repository: Repository = UNKNOWN_REPOSITORY): Build {
  const { shellVerdicts } = repository
  const context = contextOf(dockerfile, repository)
  return { dockerfile, stages: buildStages(dockerfile), context, repository, shellVerdicts }
}

/** The instructions of one stage. */
export function stepsOfStage(stage: StageBuild): readonly Step[] {
  return stage.stage.instructions.map((written, index) => ({
    stage,
    instruction: written.trigger ?? written,
    index,
    state: stage.states[index] as State,
    isTrigger: written.trigger !== undefined,
  }))
}

/** The instructions of all stages with one of these keywords, from top to bottom. */
export function stepsOf({ stages }: Build, ...keywords: readonly string[]): readonly Step[] {
  return stages.flatMap(stage =>
    stepsOfStage(stage).filter(({ instruction }) => keywords.includes(instruction.keyword)),
  )
}

const runs = new WeakMap<Build, readonly RunStep[]>()

/** The RUNs of all stages that a POSIX shell reads, from top to bottom. */
export function runsOf(build: Build): readonly RunStep[] {
  const known = runs.get(build)
  if (known) return known
  const { dockerfile } = build
  const found = stepsOf(build, 'RUN').flatMap(step => {
    const script = scriptOf(dockerfile, step.instruction, step.state)
    return script ? [{ ...step, dockerfile, script, calls: callsOf(script) }] : []
  })
  runs.set(build, found)
  return found
}

/** The stages whose files can be part of the image: the last one and those that it is built on. */
export function finalStages({ stages }: Build): ReadonlySet<StageBuild> {
  const lineage = new Set<StageBuild>()
  for (let stage = stages.at(-1); stage; stage = stage.parent) lineage.add(stage)
  return lineage
}
