import { posix } from 'node:path'
import { type Call, hasOption, operandsOf } from '../documents/shell/calls.js'
import type { RunStep } from './build.js'
import { createdUsers } from './created-users.js'
import { expand } from './variables.js'

/** The folders that mkdir surely makes; undefined when one of them is not known. */
export function foldersMade({ state: { workdir } }: RunStep, { args }: Call): readonly string[] | undefined {
  const paths = operandsOf(args, new Set(['-m', '--mode'])).map(({ value, text }) =>
    value === undefined || /[{*?[]/.test(text) || (workdir === undefined && !posix.isAbsolute(value))
      ? undefined
      : posix.resolve('/', workdir ?? '', value),
  )
  return paths.includes(undefined) ? undefined : paths.flatMap(path => path ?? [])
}

/** Where the homes of new users are, below /home when nobody says so; undefined when the command cannot be read. */
export function homesMade({ script, state, dockerfile }: RunStep, call: Call): readonly string[] | undefined {
  if (hasOption(call, '-M', '--no-create-home') || (call.program === 'adduser' && hasOption(call, '-H'))) return []
  const users = createdUsers({ ...script, commands: [call.command] }, text =>
    expand(state.variables, text, dockerfile.escape),
  )
  return users.length === 0 ? undefined : users.map(({ name, home }) => home ?? `/home/${name}`)
}
