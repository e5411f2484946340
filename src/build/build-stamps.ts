import { pairsOf } from '../documents/dockerfile/pairs.js'
import { remembered } from '../remembered.js'
import { type Build, runsOf, type Step } from './build.js'
import { knownBuildsOf } from './builds/known-builds.js'
import { BESIDE, OF_TOOLS, STAMP } from './stamp-names.js'
import { valueOf } from './variables.js'

/** A commit, a day or a version that somebody wrote down: it changes when the file does. */
const PIN = /[\da-f]{6,}|\d{4}-\d\d|\d+\.\d+|^v?\d+$/i
/** What an ARG holds that nobody gives a value. */
const NOTHING = /^(?:0+|1970-01-01.*)$/
const ON_PURPOSE = /\b(?:bust|cach\w*|fresh|invalidat\w*|rebuild)\b/i
const FETCHES = /^(?:aria2c|bun|cargo|conda|curl|gh|git|go|npm|npx|pip[23]?|pnpm|python3?|svn|uv|wget|yarn|sha\d+sum)$/

/** The name of an ARG for the branch, release or version of what is built. */
export function besideStamp(build: Build, step: Step): string | undefined {
  return argNamed(build, step, BESIDE)
}

/**
 * The name of an ARG for the commit, time or number of the build, which no two builds share: it is called so, or a workflow gives it
 * one.
 * @returns undefined for any other step, and where the value seems to be written down, or to be there to empty the cache
 */
export function stampOf(build: Build, step: Step): string | undefined {
  return argNamed(build, step, STAMP, givenStamps(build))
}

const givenStamps = remembered(
  ({ dockerfile, repository }: Build): ReadonlySet<string> =>
    new Set(knownBuildsOf(dockerfile.path, repository).flatMap(({ stamps = [] }) => stamps)),
)

const NONE: ReadonlySet<string> = new Set()

function argNamed(
  build: Build,
  { instruction, stage, index, isTrigger }: Step,
  names: RegExp,
  given: ReadonlySet<string> = NONE,
): string | undefined {
  if (instruction.keyword !== 'ARG' || isTrigger) return undefined
  const [pair, ...others] = pairsOf(instruction, build.dockerfile.escape)
  if (pair === undefined || others.length > 0) return undefined
  if (!names.test(pair.name) && (!given.has(pair.name) || OF_TOOLS.test(pair.name))) return undefined
  if (instruction.comments.some(({ text }) => ON_PURPOSE.test(text))) return undefined
  const value = stage.states[index + 1] && valueOf((stage.states[index + 1] as Step['state']).variables, pair.name)
  if (given.has(pair.name)) return namesSource(build, pair.name) ? undefined : pair.name
  if (value === undefined && pair.value?.includes('$')) return undefined
  if (value !== undefined && PIN.test(value) && !NOTHING.test(value)) return undefined
  return namesSource(build, pair.name) ? undefined : pair.name
}

/** True when it says what to download, be it in any stage: that is a commit of something else. */
function namesSource(build: Build, name: string): boolean {
  const named = uses([name])
  const others = build.dockerfile.instructions.filter(({ keyword }) => keyword === 'ADD' || keyword === 'FROM')
  if (others.some(({ logical }) => named.test(logical.text))) return true
  return runsOf(build).some(
    ({ instruction, calls }) =>
      named.test(instruction.logical.text) &&
      calls.some(({ program, args }) => FETCHES.test(program) && args.some(({ text }) => named.test(text))),
  )
}

/** Finds `$NAME` and `${NAME…}`. */
export function uses(names: Iterable<string>): RegExp {
  return new RegExp(`\\$\\{?[!#]?(?:${[...names].join('|')})\\b`)
}

/** Finds the names wherever they stand, in a program's own language, too. */
export function mentions(names: Iterable<string>): RegExp {
  return new RegExp(`(?<![\\w])(?:${[...names].join('|')})(?!\\w)`)
}
