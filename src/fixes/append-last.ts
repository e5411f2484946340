import type { State } from '../build/state.js'
import type { Call } from '../documents/shell/calls.js'
import type { Script } from '../documents/shell/script.js'
import { appendCommand } from './chain-edits.js'
import type { Edit } from './edits.js'
import type { ShellRun } from './shell-edits.js'

/** Programs behind which nothing runs any more. */
const ENDS = new Set(['exec', 'exit', 'return'])

/** Adds `&& command` behind the last command of a RUN; undefined where it would not always, or not only then, run. */
export function appendLast(run: ShellRun & { readonly calls: readonly Call[] }, command: string): Edit | undefined {
  const { script, calls } = run
  const last = lastItem(script)
  if (!script.editable || last === undefined || last.chain.background) return undefined
  if (calls.some(({ command }) => ENDS.has(command.words[0]?.value ?? ''))) return undefined
  // Behind `a || b` it would run in both cases, behind a compound command its end is not the command's.
  if (!calls.some(call => call.command.item === last)) return undefined
  if (deletesOwnFolder(calls)) return undefined
  const behind = script.text.text.slice(last.range.end)
  return /^\s*$|^[ \t]+#[^\n]*$/.test(behind) ? appendCommand(run, last, command) : undefined
}

/** `cd /tmp/a && … && rm -rf /tmp/a`: npm and others do not start in a folder that is gone. */
function deletesOwnFolder(calls: readonly Call[]): boolean {
  const folder = calls.findLast(({ program }) => program === 'cd' || program === 'pushd')?.args[0]?.text
  if (folder === undefined) return false
  const removed = calls.flatMap(({ program, args }) => (program === 'rm' ? args.map(({ text }) => text) : []))
  return removed.some(path => `${folder}/`.startsWith(path.replace(/[/*]*$/, '/')))
}

/** A command as a RUN has to call it that calls others with sudo; root itself needs none. */
export function asRoot(
  { state }: { readonly state: State },
  calls: readonly Pick<Call, 'asOtherUser'>[],
  command: string,
): string {
  return calls.some(call => call.asOtherUser) && state.user?.uid !== 0 ? `sudo ${command}` : command
}

function lastItem({ chains }: Script) {
  return chains.at(-1)?.items.at(-1)
}
