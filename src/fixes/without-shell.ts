import type { Step } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import type { Script, ShellWord } from '../documents/shell/script.js'
import type { Fix } from './edits.js'

/** Starts the last command of a CMD or ENTRYPOINT without a shell: in JSON form, or with `exec` where only that is sure. */
export function startWithoutShell(step: Step, script: Script, call: Call): Fix | undefined {
  const { command } = call
  const chain = script.chains.at(-1)
  if (!script.editable || chain?.background || call.program === '' || call.asOtherUser) return undefined
  if (chain && hasAlternatives(chain)) return undefined
  const isAlone = script.commands.length === 1 && command.assignments.length === 0 && command.redirects.length === 0
  const { arguments: args } = step.instruction
  const title = 'Start it without a shell, so that it gets signals'
  if (isAlone && command.words.every(isPlain) && args.segments.length === 1 && mayBeJson(step, call)) {
    const words = command.words.map(({ value }) => JSON.stringify(value))
    const range = toSource(args, { start: 0, end: args.text.length })
    return { title, safe: false, edits: [{ ...range, text: `[${words.join(', ')}]` }] }
  }
  if (counterparts(step).some(({ json }) => /^(?:.*\/)?(?:ba|da|z)?sh$/.test(json?.[0]?.text ?? ''))) return undefined
  if (command.assignments.length > 0 || script.text.text.slice(command.range.end).trim() !== '') return undefined
  const { start } = toSource(script.text, command.range)
  return {
    title: 'Let the program take the place of the shell',
    safe: false,
    edits: [{ start, end: start, text: 'exec ' }],
  }
}

/** The other one of ENTRYPOINT and CMD in the stage. */
export function counterparts({ stage, instruction }: Step): Step['stage']['stage']['instructions'] {
  const other = instruction.keyword === 'CMD' ? 'ENTRYPOINT' : 'CMD'
  return stage.stage.instructions.filter(({ keyword }) => keyword === other)
}

/**
 * In JSON form CMD adds to the entrypoint, and the kernel starts the program: a script without `#!` is none for it. `exec`
 * changes neither.
 */
function mayBeJson(step: Step, { path }: Call): boolean {
  return counterparts(step).length === 0 && (!path.includes('/') || /^\/(?:usr\/)?s?bin\//.test(path))
}

/** True when the shell would leave the word as it is. */
function isPlain({ text, value }: ShellWord): boolean {
  return value !== undefined && (!/[*?[\]{}]/.test(text) || /^'[^']*'$|^"[^"]*"$/.test(text))
}
