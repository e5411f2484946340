import { posix } from 'node:path'
import { callFrom } from '../documents/shell/calls.js'
import type { Command } from '../documents/shell/script.js'
import { remembered } from '../remembered.js'
import type { RunStep } from './build.js'

/** The folder in which each command of a RUN runs, without those for which it is not known. */
export const foldersAt = remembered((run: RunStep): ReadonlyMap<Command, string> => {
  const folders = new Map<Command, string>()
  let folder = run.state.workdir
  for (const command of run.script.commands) {
    if (folder !== undefined) folders.set(command, folder)
    const call = callFrom(command)
    if (call === undefined || !/^(?:cd|popd|pushd)$/.test(call.program)) continue
    const target = call.args[0]?.value
    // In parentheses, a branch or a loop it cannot be said until where it holds.
    const isPlain = call.program === 'cd' && command.item !== undefined && call.args.length === 1
    const isKnown =
      isPlain && target !== undefined && target !== '-' && (folder !== undefined || target.startsWith('/'))
    folder = isKnown ? posix.resolve('/', folder ?? '', target) : undefined
  }
  return folders
})
