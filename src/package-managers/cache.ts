import { type Call, operandsOf } from '../documents/shell/calls.js'
import type { Place } from './cache-place.js'

/** What a package manager keeps of its downloads, for the next time. */
export interface PackageCache {
  readonly name: string
  readonly programs: readonly string[]
  /** True for a command that reads and fills it. */
  uses(call: Call): boolean
  /** True for one that downloads so much that a mount pays. */
  pays(call: Call): boolean
  /** Where it lies, absolute; undefined for a part that cannot be known. */
  folders(place: Place): readonly (string | undefined)[]
  /** Options that switch it off. */
  readonly offOptions: readonly string[]
  /** Variables that switch it off, whatever they hold. */
  readonly offVariables: readonly string[]
  /** True for a command that empties it. */
  clears(call: Call): boolean
  /** True for a command that fails when it is empty: a mount may be, while the layer that filled it comes from the cache. */
  needsFilled(call: Call): boolean
  /** Two builds at once would spoil it for each other. */
  readonly isExclusive: boolean
  /** What it holds is used where it lies: by later commands, too. A mount must be there for all of them. */
  readonly isStore: boolean
  /** Of the system and not of the project: it changes with the RUN's own text alone. */
  readonly isSystem: boolean
}

/** The words of a call that are no options: the verb comes first. Values of options may be among them. */
export function wordsOf({ args }: Call): readonly string[] {
  return operandsOf(args, new Set()).map(({ value }) => value ?? '$')
}

/** True for a call of one of these verbs. */
export const verb =
  (...verbs: readonly string[]) =>
  (call: Call) =>
    verbs.includes(wordsOf(call)[0] ?? '')
/** True for a call whose words match. */
export const words =
  (pattern: RegExp) =>
  (call: Call): boolean =>
    pattern.test(wordsOf(call).join(' '))
const never = () => false

/** What holds for most. */
export const COMMON = {
  offOptions: [],
  offVariables: [],
  isExclusive: false,
  isStore: false,
  isSystem: false,
  clears: never,
  needsFilled: never,
}
