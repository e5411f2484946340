import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { type Call, callsOf } from '../documents/shell/calls.js'
import type { Script } from '../documents/shell/script.js'
import { remembered, rememberedFor } from '../remembered.js'
import { type Context, contextOf } from './context.js'
import { grouped } from './grouped.js'
import { type Repository, UNKNOWN_REPOSITORY } from './repository.js'
import type { ShellVerdicts } from './shell-verdicts.js'
import { buildStages, type StageBuild, type State, scriptOf } from './state.js'
import { type Given, NOTHING_GIVEN } from './variables.js'

/** What building a Dockerfile would do, as far as text and repository tell. All that a rule gets to see. */
export interface Build {
  readonly dockerfile: Dockerfile
  readonly stages: readonly StageBuild[]
  /** Undefined when it is not known which files a build would get. */
  readonly context: Context | undefined
  readonly repository: Repository
  readonly shellVerdicts?: ShellVerdicts | undefined
  readonly invocation: Invocation
}

/** How a file of the repository starts a build. */
export interface Invocation {
  /** The context, from the repository's root; undefined for the one that is most likely. */
  readonly root: string | undefined
  readonly given: Given
}

const USUAL: Invocation = { root: undefined, given: NOTHING_GIVEN }

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

/**
 * @param earlier of a Dockerfile that shares instructions with this one, and its invocation: what is in force there is shared, too
 * @param invocation the usual one: the most likely context, and no build arguments
 */
export function modelBuild(
  dockerfile: Dockerfile,
  repository: Repository = UNKNOWN_REPOSITORY,
  earlier?: Build,
  invocation: Invocation = earlier?.invocation ?? USUAL,
): Build {
  const { shellVerdicts } = repository
  const context = contextOf(dockerfile, repository, invocation.root)
  return {
    dockerfile,
    stages: buildStages(dockerfile, earlier?.stages, invocation.given),
    context,
    repository,
    shellVerdicts,
    invocation,
  }
}

/** The instructions of one stage. */
export const stepsOfStage = remembered((stage: StageBuild): readonly Step[] =>
  stage.stage.instructions.map((written, index) => ({
    stage,
    instruction: written.trigger ?? written,
    index,
    state: stage.states[index] as State,
    isTrigger: written.trigger !== undefined,
  })),
)

const stepsByKeyword = remembered(({ stages }: Build) =>
  grouped(stages.flatMap(stepsOfStage), ({ instruction }) => instruction.keyword),
)

/** Many rules ask for the steps of the same keywords, here with blanks between: each list is made once. */
const stepsWith = rememberedFor((build: Build, keywords: string): readonly Step[] => {
  const known = stepsByKeyword(build)
  const lists = keywords.split(' ').flatMap(keyword => known.get(keyword) ?? [])
  return lists.sort((a, b) => a.instruction.range.start - b.instruction.range.start)
})

/** The instructions of all stages with one of these keywords, from top to bottom. */
export function stepsOf(build: Build, ...keywords: readonly string[]): readonly Step[] {
  const [first = '', second] = keywords
  return second === undefined ? (stepsByKeyword(build).get(first) ?? []) : stepsWith(build, keywords.join(' '))
}

/** The RUNs of all stages that a POSIX shell reads, from top to bottom. */
export const runsOf = remembered((build: Build): readonly RunStep[] => {
  const { dockerfile } = build
  return stepsOf(build, 'RUN').flatMap(step => {
    const script = scriptOf(dockerfile, step.instruction, step.state)
    return script ? [{ ...step, dockerfile, script, calls: callsOf(script) }] : []
  })
})

const runsByInstruction = remembered(
  (build: Build): ReadonlyMap<Instruction, RunStep> => new Map(runsOf(build).map(run => [run.instruction, run])),
)

/** The RUN that an instruction is, undefined where no POSIX shell reads it. */
export function runAt(build: Build, instruction: Instruction): RunStep | undefined {
  return runsByInstruction(build).get(instruction)
}

const runsByProgram = remembered((build: Build): ReadonlyMap<string, readonly RunStep[]> => {
  const byProgram = new Map<string, RunStep[]>()
  for (const run of runsOf(build))
    for (const { program } of run.calls) {
      const list = byProgram.get(program)
      if (list === undefined) byProgram.set(program, [run])
      else if (list.at(-1) !== run) list.push(run)
    }
  return byProgram
})

/** The RUNs that call one of these programs, whatever stands in front of its name, from top to bottom. */
export function runsCalling(build: Build, programs: Iterable<string>): readonly RunStep[] {
  const known = runsByProgram(build)
  const lists: (readonly RunStep[])[] = []
  for (const program of programs) {
    const list = known.get(program)
    if (list) lists.push(list)
  }
  if (lists.length < 2) return lists[0] ?? []
  const found = new Set(lists.flat())
  return runsOf(build).filter(run => found.has(run))
}

const runsByStage = remembered((build: Build) => grouped(runsOf(build), run => run.stage))

/** The RUNs of one stage that a POSIX shell reads. */
export function runsOfStage(build: Build, stage: StageBuild): readonly RunStep[] {
  return runsByStage(build).get(stage) ?? []
}

const stagesByName = remembered((build: Build) => grouped(build.stages, ({ stage }) => stage.name))

/** The stages of a name in lower case, from top to bottom; more than one where a name is taken twice. */
export function stagesNamed(build: Build, name: string): readonly StageBuild[] {
  return stagesByName(build).get(name) ?? []
}

/** The stages whose files can be part of the image: the last one and those that it is built on. */
export function finalStages({ stages }: Build): ReadonlySet<StageBuild> {
  const lineage = new Set<StageBuild>()
  for (let stage = stages.at(-1); stage; stage = stage.parent) lineage.add(stage)
  return lineage
}
