import type { RunStep, Step } from '../build/build.js'
import { scriptOf } from '../build/state.js'
import { expand } from '../build/variables.js'
import { callsOf, operandsOf } from '../documents/shell/calls.js'

/**
 * `--chown=…` or `--chmod=…` that makes a COPY do what `chown` or `chmod` does later.
 * @param what owner or mode as the command has it
 * @returns undefined when the image does not surely have the names where the COPY stands, or the mode cannot be written so
 */
export function ownerFlag(kind: 'chown' | 'chmod', what: string, copy: Step, run: RunStep): string | undefined {
  if (kind === 'chmod') {
    if (/^0?[0-7]{3}$/.test(what)) return `--chmod=${what}`
    return /^(?:a|ugo)?\+r?x$/.test(what) ? '--chmod=755' : undefined
  }
  const written = /^"(.*)"$/.exec(what)?.[1] ?? what
  if (!/^[\w.:${}-]+$/.test(written) || written.includes('.')) return undefined
  const { escape } = run.dockerfile
  const owner = expand(run.state.variables, written, escape)
  if (owner === undefined || owner !== expand(copy.state.variables, written, escape)) return undefined
  const [user = '', group, ...more] = owner.split(':')
  if (user === '' || group === '' || more.length > 0 || !hasUser(user, copy)) return undefined
  // Without a group COPY takes another one than chown leaves.
  if (group === undefined) return `--chown=${written}:0`
  return hasGroup(group, copy, run) ? `--chown=${written}` : undefined
}

function hasUser(name: string, { state, stage }: Step): boolean {
  return (
    /^\d+$/.test(name) || name === 'root' || [...state.users, ...stage.image.users].some(user => user.name === name)
  )
}

/** A group of this number, one that a RUN above makes, or the one that comes with a user of this name. */
function hasGroup(name: string, copy: Step, { dockerfile }: RunStep): boolean {
  if (/^\d+$/.test(name) || name === 'root') return true
  if (copy.stage.image.users.some(user => user.name === name)) return true
  const { instructions } = copy.stage.stage
  return instructions.slice(0, copy.index).some((instruction, i) => {
    const state = copy.stage.states[i]
    const script = instruction.keyword === 'RUN' && state ? scriptOf(dockerfile, instruction, state) : undefined
    return (
      script !== undefined &&
      callsOf(script).some(call => {
        if (call.program === 'groupadd' || call.program === 'addgroup')
          return call.args.some(({ value }) => value === name)
        if (
          call.program !== 'useradd' ||
          call.args.some(({ text }) => /^-(?:[a-zA-Z]*[gN]|-gid|-no-user-group)/.test(text))
        )
          return false
        return operandsOf(call.args, new Set()).at(-1)?.value === name
      })
    )
  })
}
