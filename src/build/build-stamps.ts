import { pairsOf } from '../documents/dockerfile/pairs.js'
import { type Build, runsOf, type Step } from './build.js'
import { valueOf } from './variables.js'

/** What stands in front of a stamp's name: who sets it, or what it is of. */
const OF =
  '(?:(?:APP|ARG|BITBUCKET|BUILD|BUILDKITE|CI|CIRCLE|DOCKER|DRONE|GIT|GITHUB|GITLAB|HEROKU|IMAGE|LAST|NEXT_PUBLIC|PUBLIC|REACT_APP|SHORT|SOURCE|TRAVIS|VCS|VITE|VUE_APP)_)'
const WHICH = 'COMMIT(?:_(?:SHORT_)?(?:SHA1?|HASH|ID|REF|DATE|TIME|TIMESTAMP|SHORT))?|REVISION|SHORT_SHA'
const NAMED = `${OF}*(?:${WHICH})|${OF}+(?:SHA1?|SHA_SHORT|HASH|REV)`
const WHEN = `${OF}*BUILD_?(?:DATE|TIME|DATETIME|TIMESTAMP|STAMP|NUMBER|NUM|NO)|(?:VCS|BUILD)_REF`
const WHICH_RUN =
  'BUILD_ID|CI_(?:PIPELINE|JOB)_I?ID|GITHUB_RUN_(?:ID|NUMBER)|CIRCLE_(?:SHA1|BUILD_NUM)|BUILDKITE_BUILD_NUMBER'
const STAMP = new RegExp(`^(?:${NAMED}|${WHEN}|${WHICH_RUN})$`, 'i')

/** A commit, a day or a version that somebody wrote down: it changes when the file does. */
const PIN = /[\da-f]{6,}|\d{4}-\d\d|\d+\.\d+|^v?\d+$/i
/** What an ARG holds that nobody gives a value. */
const NOTHING = /^(?:0+|1970-01-01.*)$/
const ON_PURPOSE = /\b(?:bust|cach\w*|fresh|invalidat\w*|rebuild)\b/i
const FETCHES = /^(?:aria2c|bun|cargo|conda|curl|gh|git|go|npm|npx|pip[23]?|pnpm|python3?|svn|uv|wget|yarn|sha\d+sum)$/

/** What people give a build together with its commit, and what changes less often. */
const BESIDE = new RegExp(
  `^(?:${OF}*(?:BRANCH|COMMIT_BRANCH|COMMIT_TAG|DIRTY|REF_NAME|RELEASE|TAG|TREE_STATE|VERSION))$`,
  'i',
)

/** The name of an ARG for the branch, release or version of what is built. */
export function besideStamp(build: Build, step: Step): string | undefined {
  return argNamed(build, step, BESIDE)
}

/**
 * The name of an ARG for the commit, time or number of the build, which no two builds share.
 * @returns undefined for any other step, and where the value seems to be written down, or to be there to empty the cache
 */
export function stampOf(build: Build, step: Step): string | undefined {
  return argNamed(build, step, STAMP)
}

function argNamed(build: Build, { instruction, stage, index, isTrigger }: Step, names: RegExp): string | undefined {
  if (instruction.keyword !== 'ARG' || isTrigger) return undefined
  const [pair, ...others] = pairsOf(instruction, build.dockerfile.escape)
  if (pair === undefined || others.length > 0 || !names.test(pair.name)) return undefined
  if (instruction.comments.some(({ text }) => ON_PURPOSE.test(text))) return undefined
  const value = stage.states[index + 1] && valueOf((stage.states[index + 1] as Step['state']).variables, pair.name)
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
