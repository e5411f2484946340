/** A workflow command as the runner takes it from a line of a step's output. */
export interface Command {
  readonly name: string
  readonly message: string
}

export interface RunnerLog {
  readonly commands: readonly Command[]
  /** Lines that the log shows: the runner keeps commands to itself. */
  readonly shown: readonly string[]
  /** Commands are still stopped at the end. */
  readonly isStopped: boolean
}

const KNOWN = new Set(
  'add-mask add-matcher remove-matcher add-path debug echo endgroup error group notice save-state set-env set-output stop-commands warning'.split(
    ' ',
  ),
)

/**
 * Reads output as actions/runner does (src/Runner.Common/ActionCommand.cs): `::name …::message` where a line begins, and
 * the older `##[name …]message` anywhere in a line; nothing while commands are stopped, until the given word comes.
 */
export function readLog(stdout: string): RunnerLog {
  const commands: Command[] = []
  const shown: string[] = []
  let stop: string | undefined
  for (const line of stdout.split(/\r\n|\r|\n/)) {
    const command = commandIn(line, stop)
    if (command === undefined) shown.push(line)
    else if (stop !== undefined) stop = undefined
    else {
      commands.push(command)
      if (command.name === 'stop-commands') stop = command.message
      // Of these the log has a line of its own.
      if (command.name !== 'add-mask') shown.push(command.message)
    }
  }
  return { commands, shown, isStopped: stop !== undefined }
}

function commandIn(line: string, stop: string | undefined): Command | undefined {
  const isKnown = (name: string) => name === stop || (stop === undefined && KNOWN.has(name.toLowerCase()))
  const text = line.trimStart()
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1
  const [name = ''] = text.slice(2, Math.max(2, end)).split(' ')
  if (isKnown(name)) return { name, message: text.slice(end + 2) }
  const [, older = '', rest = ''] = /##\[([^\s\]]+)[^\]]*\](.*)$/.exec(line) ?? []
  return isKnown(older) ? { name: older, message: rest } : undefined
}
