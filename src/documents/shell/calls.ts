import { remembered } from '../../remembered.js'
import type { Assignment, Command, Script, ShellWord } from './script.js'

/** A program that a script starts, with what stood in front of its name (`sudo`, `env A=b`, `time`) taken off. */
export interface Call {
  /** Without its folder: `apt-get`, `pip`, `gradlew`. Empty when only the shell knows it. */
  readonly program: string
  /** The program as it is written, when it has a folder: `./gradlew`, `/opt/venv/bin/pip`. */
  readonly path: string
  readonly name: ShellWord
  readonly args: readonly ShellWord[]
  readonly assignments: readonly Assignment[]
  readonly command: Command
  /** Started with another user's rights. */
  readonly asOtherUser: boolean
}

/** Programs that start another one, and their options that take a value. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
  command: [],
  corepack: [],
  doas: ['-u', '-C'],
  eatmydata: [],
  env: ['-u', '--unset', '-C', '--chdir', '-S'],
  exec: ['-a'],
  nice: ['-n'],
  nohup: [],
  stdbuf: ['-i', '-o', '-e'],
  sudo: ['-u', '--user', '-g', '--group', '-h', '-p', '-C', '-D', '-R', '-T'],
  time: ['-f', '-o'],
  timeout: ['-k', '-s'],
}
const OTHER_USER = new Set(['sudo', 'doas'])
/** Package managers that corepack starts; `corepack enable` is its own command. */
const COREPACK = new Set(['npm', 'pnpm', 'yarn'])

/** All programs that a script starts, in the order in which they are written. */
export function callsOf({ commands }: Script): readonly Call[] {
  return callsOfCommands(commands)
}

/** Scripts of the same text share their commands, and with them the calls. */
const callsOfCommands = remembered((commands: readonly Command[]): readonly Call[] =>
  commands.flatMap(command => callFrom(command) ?? []),
)

export function callFrom(command: Command): Call | undefined {
  let { words, assignments } = command
  let asOtherUser = false
  for (;;) {
    const [name, ...rest] = words
    if (name === undefined) return undefined
    const path = name.value ?? ''
    const program = path.slice(path.lastIndexOf('/') + 1)
    const inner = behindWrapper(program, rest)
    if (inner === undefined) return { program, path, name, args: rest, assignments, command, asOtherUser }
    asOtherUser ||= OTHER_USER.has(program)
    assignments = [...assignments, ...inner.assignments]
    words = inner.words
  }
}

/** The command behind a wrapper and its options, undefined when `program` is none or starts nothing. */
function behindWrapper(
  program: string,
  args: readonly ShellWord[],
): { words: readonly ShellWord[]; assignments: readonly Assignment[] } | undefined {
  if (!Object.hasOwn(WRAPPERS, program)) return undefined
  const withValue = WRAPPERS[program] ?? []
  const assignments: Assignment[] = []
  let at = 0
  for (; at < args.length; at++) {
    const word = args[at] as ShellWord
    const assigned = program === 'env' || program === 'sudo' ? /^([A-Za-z_]\w*)=/.exec(word.text) : null
    if (assigned) {
      const value = word.value?.slice(assigned[0].length)
      assignments.push({ name: assigned[1] ?? '', value, range: word.range })
    } else if (word.value === '--') {
      at++
      break
    } else if (!word.text.startsWith('-')) break
    else if (withValue.includes(word.text)) at++
  }
  if (program === 'timeout') at++
  if (program === 'corepack' && !COREPACK.has(args[at]?.value?.replace(/@.*$/, '') ?? '')) return undefined
  return at < args.length ? { words: args.slice(at), assignments } : undefined
}

/** The arguments of a call that are no options, and no values of the options named. */
export function operandsOf(args: readonly ShellWord[], optionsWithValue: ReadonlySet<string>): readonly ShellWord[] {
  const operands: ShellWord[] = []
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as ShellWord
    if (!word.text.startsWith('-') || word.text === '-') operands.push(word)
    else if (optionsWithValue.has(word.text)) i++
  }
  return operands
}

/** True when one of `names` is given, as `--name`, `--name=value` or, for one letter, inside `-xyz`. */
export function hasOption({ args }: Call, ...names: readonly string[]): boolean {
  return args.some(({ text }) => names.some(name => isOption(text, name)))
}

function isOption(text: string, name: string): boolean {
  if (text === name || text.startsWith(`${name}=`)) return true
  return /^-[a-zA-Z]$/.test(name) && /^-[a-zA-Z]+$/.test(text) && text.includes(name.charAt(1))
}

/** The value of `--name=value` or `--name value`; undefined when it is not given or not known. */
export function optionValue({ args }: Pick<Call, 'args'>, ...names: readonly string[]): string | undefined {
  for (const [i, { text, value }] of args.entries()) {
    if (names.includes(text)) return args[i + 1]?.value
    const name = names.find(one => text.startsWith(`${one}=`))
    if (name) return value?.slice(name.length + 1)
  }
  return undefined
}

/** `npm ci`, `go mod download`: a command as people call it. */
export function commandName({ program, args }: Call): string {
  const words = args.flatMap(({ text }) => (/^[a-z][\w:-]*$/.test(text) ? text : []))
  const name = /^python/.test(program) ? `${program} -m` : program
  return [name, ...words.slice(0, /^(?:chef|mod|pip)$/.test(words[0] ?? '') ? 2 : 1)].join(' ')
}
