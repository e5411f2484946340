import { isCommand } from '../documents/dockerfile/commands.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { stepsOfStage } from './build.js'
import { nameOf } from './repository.js'
import type { StageBuild } from './state.js'

/** Programs that say something and are done. */
const SAYING = new Set([
  ...[':', 'cat', 'date', 'echo', 'env', 'false', 'id', 'ls', 'printenv', 'printf', 'pwd', 'test', 'true', 'uname'],
])
const VERSION = /^(?:--?help|--?version|version|help|-[hV])$/
/** Programs to which `-v` is no wish for more words. */
const SHORT_VERSION = /^(?:bun|bundle|composer|deno|node|npm|npx|php|pnpm|ruby|gem|sqlplus|yarn)$/

/** True for a program that is done before anybody could want to stop it. */
export function isOverAtOnce(path: string, args: readonly string[]): boolean {
  const program = nameOf(path)
  const [first = ''] = args
  if (program === 'sleep') return args.length === 1 && /^0?\.\d+$|^\d(?:\.\d+)?s?$/.test(first)
  if (SAYING.has(program)) return true
  return args.length === 1 && (VERSION.test(first) || (first === '-v' && SHORT_VERSION.test(program)))
}

/** An interpreter or a shell that is told to run nothing waits for somebody at a terminal; an image that starts one is a base. */
export function isBareInterpreter(program: string, args: readonly string[]): boolean {
  const last = args.filter(word => !/^-[ail]$/.test(word)).at(-1) ?? program
  return /^(?:node|python[\d.]*|ruby|irb|perl|php|iex|lua|jshell|ghci|(?:a|ba|da|z)?sh)$/.test(nameOf(last))
}

/** True for a CMD or ENTRYPOINT that is over at once. */
export function isQuickCommand({ json, arguments: args }: Instruction): boolean {
  const [program = '', ...others] = json ? json.map(({ text }) => text) : args.text.trim().split(/\s+/)
  return program !== '' && (json !== undefined || !/[;&|]/.test(args.text)) && isOverAtOnce(program, others)
}

/** True for an image that is built for the files in it: all that it starts is over at once. */
export function isForItsFiles(stage: StageBuild): boolean {
  const commands = stepsOfStage(stage).filter(({ instruction, isTrigger }) => !isTrigger && isCommand(instruction))
  const [command] = commands
  return commands.length === 1 && command !== undefined && isQuickCommand(command.instruction)
}
