import type { Command, Script } from '../documents/shell/script.js'
import type { User } from './base-images.js'

/** Options of useradd and adduser that a value follows. */
const WITH_VALUE = new Set([
  ...['-b', '-c', '-d', '-e', '-f', '-g', '-G', '-h', '-k', '-K', '-p', '-s', '-u', '-Z'],
  ...['--base-dir', '--comment', '--expiredate', '--gecos', '--gid', '--groups', '--home', '--home-dir', '--inactive'],
  ...['--ingroup', '--password', '--shell', '--skel', '--uid'],
])

/**
 * The users that a RUN creates, with what its command line says of them.
 * @param expand gives the value of an option's text, undefined when it cannot be known
 */
export function createdUsers(script: Script, expand: (text: string) => string | undefined): readonly User[] {
  const groups = new Map<string, number>()
  return script.commands.flatMap(command => {
    const [program] = command.words
    if (program?.value === 'groupadd' || program?.value === 'addgroup') {
      const { options, operands } = readOptions(command, expand)
      const gid = numberOf(options.get('-g') ?? options.get('--gid'))
      if (operands[0] !== undefined && gid !== undefined) groups.set(operands[0], gid)
    }
    return program?.value === 'useradd' || program?.value === 'adduser' ? userFrom(command, groups, expand) : []
  })
}

function userFrom(
  command: Command,
  groups: ReadonlyMap<string, number>,
  expand: (text: string) => string | undefined,
): readonly User[] {
  const { options, operands } = readOptions(command, expand)
  // useradd takes the name last, Debian's adduser takes it first and a group to join behind it.
  const [name] = operands
  if (name === undefined) return []
  const isUseradd = command.words[0]?.value === 'useradd'
  const uid = numberOf(options.get('-u') ?? options.get('--uid'))
  const group = isUseradd
    ? (options.get('-g') ?? options.get('--gid'))
    : (options.get('-G') ?? options.get('--ingroup') ?? options.get('--gid'))
  const gid = group === undefined ? undefined : (numberOf(group) ?? groups.get(group))
  const home = options.get('-d') ?? options.get('--home-dir') ?? options.get('--home') ?? options.get('-h')
  return [{ name, uid, gid, home: home ?? defaultHome(name, command, isUseradd) }]
}

/** Debian's adduser gives a system user no home of its own; where that is, its version decides. */
function defaultHome(name: string, { words }: Command, isUseradd: boolean): string | undefined {
  const isSystemAdduser = !isUseradd && words.some(({ value }) => value === '--system' || value === '-S')
  return isSystemAdduser ? undefined : `/home/${name}`
}

/** A number of a variable, root's left aside, holds until somebody builds with another: `--build-arg UID=$(id -u)` is what it is there for. */
function known(text: string, expanded = ''): string {
  return /^(?:--\w+=)?[1-9]\d*$/.test(expanded) ? text : expanded
}

interface Options {
  readonly options: ReadonlyMap<string, string>
  readonly operands: readonly string[]
}

function readOptions({ words }: Command, expand: (text: string) => string | undefined): Options {
  const options = new Map<string, string>()
  const operands: string[] = []
  const values = words.slice(1).map(({ value, text }) => value ?? known(text, expand(text)))
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? ''
    const [name = '', inline] = value.startsWith('--') ? value.split('=', 2) : [value]
    if (!name.startsWith('-')) operands.push(name)
    else if (inline !== undefined) options.set(name, inline)
    else if (name.startsWith('--')) options.set(name, WITH_VALUE.has(name) ? (values[++i] ?? '') : '')
    // Short options may stand together: in `-rmu 1001` the value belongs to the last.
    else
      for (const letter of name.slice(1))
        options.set(`-${letter}`, WITH_VALUE.has(`-${letter}`) && name.endsWith(letter) ? (values[++i] ?? '') : '')
  }
  return { options, operands }
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
