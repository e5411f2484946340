import { mountsOf } from '../../documents/dockerfile/mounts.js'
import { pairsOf } from '../../documents/dockerfile/pairs.js'
import { remembered } from '../../remembered.js'
import { type Build, modelBuild } from '../build.js'
import { grouped } from '../grouped.js'
import { type Given, NOTHING_GIVEN } from '../variables.js'
import type { KnownBuild } from './known-build.js'
import { knownBuildsOf } from './known-builds.js'

/** A Dockerfile as some of its builds see it: with one context, and one set of arguments as far as they decide about files. */
export interface View {
  /** Those that a file of the repository describes; empty when none does. */
  readonly builds: readonly KnownBuild[]
  readonly build: Build
}

/** All views of a Dockerfile; the usual one alone where no file says how it is built. */
export const viewsOf = remembered((build: Build): readonly View[] => {
  const known = knownBuildsOf(build.dockerfile.path, build.repository)
  return known.length === 0 ? [{ builds: [], build }] : viewsBy(build, known)
})

/** A Dockerfile that is built with more contexts than this is looked at in so many of them. */
const MOST_CONTEXTS = 5

/**
 * The same Dockerfile with each other context that its known builds have.
 * @param build with the usual one
 */
export const otherContexts = remembered((build: Build): readonly View[] => {
  const { context, dockerfile, repository } = build
  const known = context === undefined ? [] : knownBuildsOf(dockerfile.path, repository)
  return [...grouped(known, ({ root }) => root)]
    .filter(([root]) => root !== context?.root)
    .slice(0, MOST_CONTEXTS - 1)
    .map(([root, builds]) => ({
      builds,
      build: modelBuild(dockerfile, repository, build, { root, given: NOTHING_GIVEN }),
    }))
})

/** The views that some builds have of their Dockerfile. */
export function viewsBy(build: Build, builds: readonly KnownBuild[]): readonly View[] {
  const names = decidingArguments(build)
  return [...grouped(builds, one => keyOf(one, names)).values()].map(same => {
    const { root, args } = same[0]
    const given: Given = names.size === 0 ? NOTHING_GIVEN : (args ?? 'unknown')
    const isUsual = build.context?.root === root && (given === 'unknown' ? false : ![...names].some(n => given.has(n)))
    return {
      builds: same,
      build: isUsual ? build : modelBuild(build.dockerfile, build.repository, undefined, { root, given }),
    }
  })
}

function keyOf({ root, args }: KnownBuild, names: ReadonlySet<string>): string {
  const given =
    args === undefined
      ? 'unknown'
      : [...args].filter(([name]) => names.has(name)).map(([name, value = null]) => [name, value])
  return JSON.stringify([root, names.size === 0 ? [] : given])
}

const NAMES = /\$\{?(\w+)/g

/** The build arguments that have a say in which files a build takes, and where to. */
const decidingArguments = remembered(({ dockerfile }: Build): ReadonlySet<string> => {
  const { instructions, escape } = dockerfile
  const texts = instructions.flatMap(instruction => {
    const { keyword, arguments: args } = instruction.trigger ?? instruction
    if (keyword === 'FROM' || keyword === 'COPY' || keyword === 'ADD' || keyword === 'WORKDIR') return [args.text]
    return mountsOf(instruction).map(({ flag }) => dockerfile.text.slice(flag.range.start, flag.range.end))
  })
  const names = new Set(texts.flatMap(namesIn))
  const pairs = instructions.flatMap(one =>
    one.keyword === 'ARG' || one.keyword === 'ENV' ? pairsOf(one, escape) : [],
  )
  // What one of them is made of has a say, too, and stands above it.
  for (const { name, value = '' } of pairs.toReversed())
    if (names.has(name)) for (const inner of namesIn(value)) names.add(inner)
  return new Set(
    instructions
      .flatMap(one => (one.keyword === 'ARG' ? pairsOf(one, escape) : []))
      .flatMap(({ name }) => (names.has(name) ? name : [])),
  )
})

function namesIn(text: string): readonly string[] {
  return Array.from(text.matchAll(NAMES), ([, name = '']) => name)
}
