import type { Range } from '../documents/text.js'
import type { RunStep } from './build.js'
import { declaredNames } from './variables.js'

/** What ShellCheck says of one place of a script. Offsets are the script's own. */
export interface ShellVerdict {
  /** `SC2086`. */
  readonly code: string
  readonly level: 'error' | 'warning' | 'info' | 'style'
  readonly message: string
  readonly range: Range
  /** Its own fix, in no order; undefined when it has none. */
  readonly edits: readonly { readonly range: Range; readonly text: string }[] | undefined
}

/** By what ShellCheck was given to read. A script that is not here was not checked. */
export type ShellVerdicts = ReadonlyMap<string, readonly ShellVerdict[]>

/**
 * What ShellCheck is given for a RUN: two lines that name the dialect and the variables of ARG and ENV, then the script.
 * Their values are no matter to it.
 */
export function shellcheckInput({ state, script }: RunStep): string {
  const names = declaredNames(state.variables).filter(name => /^[A-Za-z_]\w*$/.test(name))
  const variables = names.map(name => ` ${name}=1`).join('')
  return `# shellcheck shell=${dialectOf(state.shell)}\n${variables === '' ? ':' : `export${variables}`}\n${script.text.text}`
}

/** Lines above the script in what ShellCheck is given. */
export const SHELLCHECK_HEADER_LINES = 2

function dialectOf(shell: readonly string[]): string {
  const program = shell[0]?.replace(/^.*\//, '') ?? 'sh'
  if (program === 'ash') return 'dash'
  return ['bash', 'dash', 'ksh'].includes(program) ? program : 'sh'
}
