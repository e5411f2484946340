import type { Instruction } from '../documents/dockerfile/instruction.js'
import { type Step, stepsOfStage } from './build.js'
import { isBareInterpreter, isOverAtOnce } from './quick-commands.js'
import type { StageBuild } from './state.js'

/** The steps of a stage behind those of the stages that it is built on. */
export function stepsOfLineage(stage: StageBuild): readonly Step[] {
  return [...(stage.parent ? stepsOfLineage(stage.parent) : []), ...stepsOfStage(stage)]
}

/** The last ENTRYPOINT and the last CMD. */
export function lastCommands(stage: StageBuild): readonly Instruction[] {
  const commands = stepsOfLineage(stage).filter(({ isTrigger }) => !isTrigger)
  const [entrypoint, command] = ['ENTRYPOINT', 'CMD'].map(keyword =>
    commands.findLast(({ instruction }) => instruction.keyword === keyword),
  )
  // An ENTRYPOINT takes away the CMD of the image that it starts from.
  const isGone = entrypoint && command && entrypoint.stage.stage.index > command.stage.stage.index
  return [entrypoint, isGone ? undefined : command].flatMap(step => step?.instruction ?? [])
}

/** False for an image to build on, or one that gets its program elsewhere: it has no command, or one that says something or waits for somebody to type. */
export function startsProgram(stage: StageBuild): boolean {
  const commands = lastCommands(stage).filter(({ json }) => json?.length !== 0)
  // Of two in shell form only the entrypoint is started.
  const [first] = commands
  const inShell = commands.some(({ json }) => json === undefined) ? first : undefined
  if (inShell !== undefined && inShell.json === undefined)
    return inShell.arguments.text
      .replace(/(["'])([^"']*)\1/g, (_, _quote, inner: string) => inner.replace(/[;&|]/g, ''))
      .split(/&&|;/)
      .map(part => part.trim())
      .some(part => part !== '' && (isProgram(part.split(/\s+/)) || /[&|]/.test(part)))
  return isProgram((inShell ? [inShell] : commands).flatMap(({ json }) => json?.map(({ text }) => text) ?? []))
}

function isProgram([program, ...args]: readonly string[]): boolean {
  return program !== undefined && !isOverAtOnce(program, args) && !isBareInterpreter(program, args)
}
