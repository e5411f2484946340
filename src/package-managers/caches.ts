import { hasOption } from '../documents/shell/calls.js'
import { COMMON, type PackageCache, verb, wordsOf } from './cache.js'
import { below, type Place } from './cache-place.js'
import { NODE_CACHES } from './node-caches.js'
import { PYTHON_CACHES } from './python-caches.js'
import { STORE_CACHES } from './store-caches.js'
import { SYSTEM_CACHES } from './system-caches.js'

const OTHER_CACHES: readonly PackageCache[] = [
  {
    ...COMMON,
    name: 'composer',
    programs: ['composer', 'composer.phar'],
    uses: verb('create-project', 'i', 'install', 'require', 'update'),
    pays: verb('i', 'install', 'update'),
    folders: place => [
      place.variable(['COMPOSER_CACHE_DIR'], below(place.variable(['COMPOSER_HOME'], undefined), 'cache')),
    ],
    offOptions: ['--no-cache'],
    clears: verb('cc', 'clear-cache', 'clearcache'),
  },
  {
    ...COMMON,
    name: 'bundler',
    programs: ['bundle', 'bundler'],
    uses: call => /^(?:install|update|)$/.test(wordsOf(call)[0] ?? ''),
    pays: call => /^(?:install|)$/.test(wordsOf(call)[0] ?? '') && !hasOption(call, '--local', '--version', '-v'),
    folders: place => [bundlerFolder(place)],
    clears: call => hasOption(call, '--clean'),
    isExclusive: true,
  },
  {
    ...COMMON,
    name: 'gem',
    programs: ['gem'],
    uses: verb('i', 'install', 'update'),
    // One tool more or less.
    pays: () => false,
    folders: place => [below(place.variable(['GEM_HOME'], undefined), 'cache')],
    isExclusive: true,
  },
]

/** Facts: each manager's own documentation and source, as of autumn 2026. */
export const PACKAGE_CACHES: readonly PackageCache[] = [
  ...PYTHON_CACHES,
  ...NODE_CACHES,
  ...OTHER_CACHES,
  ...SYSTEM_CACHES,
  ...STORE_CACHES,
]

const byProgram = new Map<string, PackageCache[]>()
for (const cache of PACKAGE_CACHES)
  for (const program of cache.programs) byProgram.set(program, [...(byProgram.get(program) ?? []), cache])

export const CACHE_PROGRAMS: readonly string[] = [...byProgram.keys()]

/** The caches that a program uses or clears. */
export function cachesOf(program: string): readonly PackageCache[] {
  return byProgram.get(program) ?? []
}

/** Known where gems go to GEM_HOME, as in the ruby images; a path of its own has the Ruby version in it. */
function bundlerFolder(place: Place): string | undefined {
  const isMoved = hasOption(place.call, '--path', '--deployment')
  const path = place.variable(['BUNDLE_PATH', 'BUNDLE_DEPLOYMENT'], '')
  return isMoved || path !== '' ? undefined : below(place.variable(['GEM_HOME'], undefined), 'cache')
}
