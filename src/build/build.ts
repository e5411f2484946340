import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { type Call, callsOf } from '../documents/shell/calls.js'
import type { Script } from '../documents/shell/script.js'
import { type Context, contextOf } from './context.js'
import { grouped } from './grouped.js'
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

const stageSteps = new WeakMap<StageBuild, readonly Step[]>()

/** The instructions of one stage. */
export function stepsOfStage(stage: StageBuild): readonly Step[] {
  const known = stageSteps.get(stage)
  if (known) return known
  const steps = stage.stage.instructions.map((written, index) => ({
    stage,
    instruction: written.trigger ?? written,
    index,
    state: stage.states[index] as State,
    isTrigger: written.trigger !== undefined,
  }))
  stageSteps.set(stage, steps)
  return steps
}

/** Every rule asks for the steps of some keywords: each list is made once. */
const stepsByKeyword = new WeakMap<Build, Map<string, readonly Step[]>>()

/** The instructions of all stages with one of these keywords, from top to bottom. */
export function stepsOf(build: Build, ...keywords: readonly string[]): readonly Step[] {
  const lists = stepsByKeyword.get(build) ?? new Map<string, readonly Step[]>()
  stepsByKeyword.set(build, lists)
  const [first = ''] = keywords
  const key = keywords.length === 1 ? first : keywords.join(' ')
  const known = lists.get(key)
  if (known) return known
  const found = build.stages.flatMap(stage =>
    stepsOfStage(stage).filter(({ instruction }) => keywords.includes(instruction.keyword)),
  )
  lists.set(key, found)
  return found
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

const runsByProgram = new WeakMap<Build, ReadonlyMap<string, readonly RunStep[]>>()

/** The RUNs that call one of these programs, whatever stands in front of its name, from top to bottom. */
export function runsCalling(build: Build, programs: Iterable<string>): readonly RunStep[] {
  const known = runsByProgram.get(build) ?? indexPrograms(runsOf(build))
  runsByProgram.set(build, known)
  const lists = [...programs].flatMap(program => {
    const list = known.get(program)
    return list ? [list] : []
  })
  if (lists.length < 2) return lists[0] ?? []
  const found = new Set(lists.flat())
  return runsOf(build).filter(run => found.has(run))
}

function indexPrograms(runs: readonly RunStep[]): ReadonlyMap<string, readonly RunStep[]> {
  const byProgram = new Map<string, RunStep[]>()
  for (const run of runs)
    for (const { program } of run.calls) {
      const list = byProgram.get(program)
      if (list === undefined) byProgram.set(program, [run])
      else if (list.at(-1) !== run) list.push(run)
    }
  return byProgram
}

const runsByStage = new WeakMap<Build, ReadonlyMap<StageBuild, readonly RunStep[]>>()

/** The RUNs of one stage that a POSIX shell reads. */
export function runsOfStage(build: Build, stage: StageBuild): readonly RunStep[] {
  const known = runsByStage.get(build) ?? grouped(runsOf(build), run => run.stage)
  runsByStage.set(build, known)
  return known.get(stage) ?? []
}

const stagesByName = new WeakMap<Build, ReadonlyMap<string | undefined, readonly StageBuild[]>>()

/** The stages of a name in lower case, from top to bottom; more than one where a name is taken twice. */
export function stagesNamed(build: Build, name: string): readonly StageBuild[] {
  const known = stagesByName.get(build) ?? grouped(build.stages, ({ stage }) => stage.name)
  stagesByName.set(build, known)
  return known.get(name) ?? []
}

/** The stages whose files can be part of the image: the last one and those that it is built on. */
export function finalStages({ stages }: Build): ReadonlySet<StageBuild> {
  const lineage = new Set<StageBuild>()
  for (let stage = stages.at(-1); stage; stage = stage.parent) lineage.add(stage)
  return lineage
}
