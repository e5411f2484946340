import { isDeepStrictEqual } from 'node:util'
import picomatch from 'picomatch'
import { configOf, filesOf, output } from './docker.js'

/** What a fix may change, and has to: an entry that nothing matches is wrong, too. */
export interface Differences {
  /** Globs of paths that come, go, or are another file afterwards. */
  readonly files?: readonly string[]
  /** Keys of the image's configuration. */
  readonly config?: readonly string[]
  /** What the program writes before and after. */
  readonly output?: readonly [before: string, after: string]
}

/** Come and go with any two builds of one Dockerfile: their names hold times, or they are made when somebody looks. */
const PASSING = picomatch(['/var/log/**', '/root/.npm/_logs/**', '**/__pycache__{,/**}', '**/*.pyc'], { dot: true })

/** Their content differs between any two builds: it holds times, or a number by chance. */
const NEVER_EQUAL = picomatch(
  [
    '/var/cache/ldconfig/aux-cache',
    '/var/cache/{apt/*.bin,debconf/**}',
    '/root/.npm/_cacache/index-v5/**',
    '/root/.npm/_update-notifier-last-checked',
    '/{root/.rpmdb/rpmdb,var/lib/{dnf/history,rpm/rpmdb}}.sqlite{,-shm,-wal}',
    '/var/lib/pacman/local/*/desc',
    '/var/lib/zypp/AnonymousUniqueId',
  ],
  { dot: true },
)

/** Says nothing: it is set for images of Windows, and some versions of BuildKit set it for the shell form, too. */
const IGNORED_KEYS = new Set(['ArgsEscaped', 'Hostname', 'Image'])

/** What two images differ in besides `expected`, and what of that they do not differ in. */
export async function surprises(before: string, after: string, expected: Differences = {}): Promise<readonly string[]> {
  const [left, right] = await Promise.all([filesOf(before), filesOf(after)])
  const files = differing(left, right).filter(
    path => !PASSING(path) && !(NEVER_EQUAL(path) && left.has(path) && right.has(path)),
  )
  const config = differing(entries(await configOf(before)), entries(await configOf(after)))
  const texts = await Promise.all([output(before), output(after)])
  return [
    ...unlike('file', files, expected.files ?? []),
    ...unlike('config', config, expected.config ?? []),
    ...unlikeOutput(texts, expected.output),
  ]
}

function entries(config: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(config).filter(([key]) => !IGNORED_KEYS.has(key)))
}

function differing(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].filter(key => !isDeepStrictEqual(before.get(key), after.get(key))).sort()
}

function unlike(kind: string, found: readonly string[], globs: readonly string[]): readonly string[] {
  const options = { dot: true }
  return [
    ...found.filter(name => !globs.some(glob => picomatch.isMatch(name, glob, options))).map(name => `${kind} ${name}`),
    ...globs
      .filter(glob => !found.some(name => picomatch.isMatch(name, glob, options)))
      .map(glob => `no ${kind} ${glob}`),
  ]
}

function unlikeOutput([before, after]: readonly string[], expected: Differences['output']): readonly string[] {
  const [left, right] = expected ?? [before, before]
  return before === left && after === right ? [] : [`output ${JSON.stringify([before, after])}`]
}
