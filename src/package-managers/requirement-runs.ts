import { type Build, type RunStep, runsOf, runsOfStage } from '../build/build.js'
import { nameOf } from '../build/repository.js'
import type { StageBuild } from '../build/state.js'
import type { Call } from '../documents/shell/calls.js'
import { remembered, rememberedFor } from '../remembered.js'

/** The names of the files that a command of pip or uv reads with `-r`. */
function requirementsOf({ args, program }: Call): readonly string[] {
  if (!/^(?:pip|python|uv)/.test(program)) return []
  return args
    .flatMap(({ text }, i) => {
      if (/^(?:-r|--requirement)$/.test(text)) return args[i + 1]?.text ?? []
      const joined = /^(?:-r|--requirement=)(.+)$/.exec(text)?.[1]
      return joined ?? []
    })
    .map(path => nameOf(path.replace(/["']/g, '')))
}

/** The commands of a RUN that read a file of requirements which none above them has read. */
const readersIn = remembered((calls: readonly Call[]): readonly Call[] => {
  const read = new Set<string>()
  return calls.filter(call => {
    const before = read.size
    for (const name of requirementsOf(call)) read.add(name)
    return read.size > before
  })
})

const readsAny = remembered((build: Build): boolean => runsOf(build).some(({ calls }) => readersIn(calls).length > 0))

const NONE: ReadonlySet<string> = new Set()

/** By the place of each RUN in a stage, what is read up to there. */
const inStage = rememberedFor((build: Build, stage: StageBuild): ReadonlyMap<number, ReadonlySet<string>> => {
  const places = new Map<number, ReadonlySet<string>>()
  let read = stage.parent ? (inStage(build, stage.parent).get(Number.POSITIVE_INFINITY) ?? NONE) : NONE
  for (const { index, calls } of runsOfStage(build, stage)) {
    places.set(index, read)
    const more = readersIn(calls).flatMap(requirementsOf)
    if (more.length > 0) read = new Set([...read, ...more])
  }
  return places.set(Number.POSITIVE_INFINITY, read)
})

/** The names of the files of requirements that pip has installed from before a call, the stages below included. */
export function requirementsAbove(build: Build, { stage, index, calls }: RunStep, call: Call): ReadonlySet<string> {
  if (!readsAny(build)) return NONE
  const above = inStage(build, stage).get(index) ?? NONE
  const isAbove = ({ command }: Call) => command.range.end <= call.command.range.start
  const own = readersIn(calls).filter(isAbove).flatMap(requirementsOf)
  return own.length === 0 ? above : new Set([...above, ...own])
}
