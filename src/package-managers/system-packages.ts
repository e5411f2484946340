import type { RunStep } from '../build/build.js'
import { type Call, operandsOf } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import { remembered } from '../remembered.js'
import { SYSTEM_MANAGERS, type SystemManager } from './system-managers.js'

/** A call of a package manager of the system whose verb is known. */
export interface SystemCall {
  readonly manager: SystemManager
  readonly call: Call
  readonly verb: string
  readonly verbWord: ShellWord
  readonly operands: readonly ShellWord[]
}

const MANAGER_OF = new Map(SYSTEM_MANAGERS.flatMap(manager => manager.programs.map(name => [name, manager])))
export const SYSTEM_PROGRAMS: readonly string[] = [...MANAGER_OF.keys()]
/** The calls of package managers of the system in a RUN, in order. */
export function systemCallsOf({ calls }: Pick<RunStep, 'calls'>): readonly SystemCall[] {
  return readCalls(calls)
}

const readCalls = remembered((calls: readonly Call[]) => calls.flatMap(call => read(call) ?? []))

function read(call: Call): SystemCall | undefined {
  const manager = MANAGER_OF.get(call.program)
  if (manager === undefined) return undefined
  if (manager.name === 'pacman') return readPacman(manager, call)
  const [verbWord, ...operands] = operandsOf(call.args, manager.optionsWithValue)
  return verbWord?.value === undefined ? undefined : { manager, call, verb: verbWord.value, verbWord, operands }
}

/** The verbs of pacman are options: `-Syu`, `-Scc`, `--remove`. */
function readPacman(manager: SystemManager, call: Call): SystemCall | undefined {
  const operands = operandsOf(call.args, manager.optionsWithValue)
  const verbWord = call.args.find(({ value }) => /^(?:-[SRU][a-z]*|--(?:sync|remove|upgrade))$/.test(value ?? ''))
  const letters = (verbWord?.value ?? '')
    .replace('--', '-')
    .replace(/^-(sync|remove|upgrade)$/i, one => one.slice(0, 2))
  if (verbWord === undefined) return undefined
  const kind = letters.charAt(1).toUpperCase()
  const isQuery = /^-S[a-z]*[sgil]/.test(letters)
  const installs = kind === 'U' || (!isQuery && (operands.length > 0 || letters.includes('u')))
  const verb = kind === 'R' ? 'remove' : /c/.test(letters) ? 'clean' : installs ? 'install' : 'refresh'
  return { manager, call, verb, verbWord, operands }
}

/** True for what downloads packages. */
export function downloadsPackages({ manager, verb }: SystemCall): boolean {
  return manager.installs.includes(verb) || manager.upgrades.includes(verb)
}
