import { posix } from 'node:path'
import type { RunStep } from '../build/build.js'
import { homeOf, type State } from '../build/state.js'
import { expand, isDeclared, valueOf } from '../build/variables.js'
import type { LogicalText } from '../documents/logical-text.js'
import { type Call, optionValue } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import { rememberedFor } from '../remembered.js'

/** What decides where a command's cache lies: options, variables, the user's home. */
export interface Place {
  readonly call: Call
  /** Home of the user in force. */
  readonly home: string | undefined
  /** `home` and more, undefined when it is not known. */
  under(...parts: readonly string[]): string | undefined
  /** What variables of these names hold, `otherwise` when none is set; undefined when one is and cannot be known. */
  variable(names: readonly string[], otherwise: string | undefined): string | undefined
  /** The same for options, which go before variables. */
  option(names: readonly string[], otherwise: () => string | undefined): string | undefined
}

/** @param run the RUN that the call stands in */
export function placeOf({ state, script }: RunStep, call: Call): Place {
  const isMoved =
    call.assignments.some(({ name }) => name === 'HOME') ||
    isAssignedBefore('HOME', script.text, call.command.range.start)
  const home = isMoved ? undefined : homeOf(state)
  const place: Place = {
    call,
    home,
    under: (...parts) => (home === undefined ? undefined : posix.join(home, ...parts)),
    variable(names, otherwise) {
      for (const name of names) {
        const own = call.assignments.findLast(one => one.name === name)
        if (own) return own.value || undefined
        // Set further up in the script: by `export`, or by a list of assignments.
        if (isAssignedBefore(name, script.text, call.command.range.start)) return undefined
        if (isDeclared(state.variables, name)) return valueOf(state.variables, name) || undefined
      }
      return otherwise
    },
    option(names, otherwise) {
      const isGiven = call.args.some(({ text }) => names.some(name => text === name || text.startsWith(`${name}=`)))
      return isGiven ? optionValue(call, ...names) : otherwise()
    },
  }
  return place
}

function isAssignedBefore(name: string, script: LogicalText, end: number): boolean {
  return firstAssignment(script, name) < end
}

/** Where a script first assigns a variable. */
const firstAssignment = rememberedFor(({ text }: LogicalText, name: string): number => {
  for (let at = text.indexOf(`${name}=`); at !== -1; at = text.indexOf(`${name}=`, at + 1))
    if (!/\w/.test(text.charAt(at - 1))) return at
  return Number.POSITIVE_INFINITY
})

/** `$XDG_CACHE_HOME`, or what stands for it. */
export function cacheHome(place: Place): string | undefined {
  return place.variable(['XDG_CACHE_HOME'], place.under('.cache'))
}

/** A folder below another one that may not be known. */
export function below(folder: string | undefined, ...parts: readonly string[]): string | undefined {
  return folder === undefined ? undefined : posix.join(folder, ...parts)
}

/**
 * The path that a word of a script names, as far as it can be known: `~` and variables of the Dockerfile are expanded.
 * @returns with patterns as written
 */
export function pathNamed({ text, value }: ShellWord, state: State, folder: string | undefined): string | undefined {
  const home = homeOf(state)
  const written = text
    .replace(/^~(?=\/|$)/, home ?? '~')
    .replace(/^(["']?)\$(?:HOME\b|\{HOME\})/, (whole, quote: string) => (home === undefined ? whole : quote + home))
  const path = value ?? expand(state.variables, written, '\\')
  if (path === undefined || path === '' || path.startsWith('~')) return undefined
  if (posix.isAbsolute(path)) return posix.normalize(path)
  return folder === undefined ? undefined : posix.join(folder, path)
}
