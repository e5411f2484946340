import { hasOption } from '../documents/shell/calls.js'
import { COMMON, type PackageCache, verb, words, wordsOf } from './cache.js'
import { below, type Place } from './cache-place.js'

export const NODE_CACHES: readonly PackageCache[] = [
  {
    ...COMMON,
    name: 'npm',
    programs: ['npm'],
    uses: verb('ci', 'clean-install', 'i', 'install'),
    pays: call => wordsOf(call).length === 1 && !hasOption(call, '-g', '--global', '--offline'),
    folders: place => [
      place.option(['--cache'], () => place.variable(['npm_config_cache', 'NPM_CONFIG_CACHE'], place.under('.npm'))),
    ],
    clears: words(/^cache (?:clean|clear|rm)/),
    needsFilled: call => hasOption(call, '--offline'),
  },
  {
    ...COMMON,
    name: 'yarn',
    programs: ['yarn'],
    uses: call =>
      /^(?:add|global|install|)$/.test(wordsOf(call)[0] ?? '') && !hasOption(call, '-v', '--version', '--help'),
    pays: call => /^(?:install)?$/.test(wordsOf(call).join(' ')) && !hasOption(call, '--offline'),
    folders: place => [place.option(['--cache-folder'], () => yarnFolder(place))],
    clears: words(/^cache clean/),
    isExclusive: true,
    needsFilled: call => hasOption(call, '--offline'),
  },
  {
    ...COMMON,
    // Yarn 2 and later; of which version a project is, only its files say.
    name: 'yarn berry',
    programs: ['yarn'],
    uses: call => /^(?:add|install|)$/.test(wordsOf(call)[0] ?? '') && !hasOption(call, '-v', '--version', '--help'),
    pays: call => /^(?:install)?$/.test(wordsOf(call).join(' ')),
    folders: place => [
      place.variable(
        ['YARN_CACHE_FOLDER', 'YARN_ENABLE_GLOBAL_CACHE'],
        below(place.variable(['YARN_GLOBAL_FOLDER'], place.under('.yarn/berry')), 'cache'),
      ),
    ],
    clears: words(/^cache clean/),
    isExclusive: true,
  },
  {
    ...COMMON,
    name: 'pnpm',
    programs: ['pnpm'],
    uses: verb('add', 'fetch', 'i', 'install'),
    pays: call => wordsOf(call).length === 1 && !hasOption(call, '-g', '--global', '--offline'),
    folders: place => [
      place.option(['--store-dir'], () =>
        place.variable(['npm_config_store_dir', 'PNPM_STORE_DIR'], pnpmFolder(place)),
      ),
    ],
    clears: words(/^(?:store prune|cache delete)/),
    // Who fetches ahead wants the store in the layer, for installs further down.
    needsFilled: call =>
      wordsOf(call).some(word => word === 'deploy' || word === 'fetch') ||
      hasOption(call, '--offline', '--prefer-offline'),
  },
  {
    ...COMMON,
    name: 'bun',
    programs: ['bun'],
    uses: verb('add', 'i', 'install'),
    pays: call =>
      wordsOf(call).length === 1 &&
      /^(?:i|install)$/.test(wordsOf(call)[0] ?? '') &&
      !hasOption(call, '-g', '--global'),
    folders: place => [
      place.option(['--cache-dir'], () => place.variable(['BUN_INSTALL_CACHE_DIR'], bunFolder(place))),
    ],
    offOptions: ['--no-cache'],
    clears: words(/^pm cache rm/),
  },
]

/** Yarn 1 has its cache for root beside other programs' shared files. */
function yarnFolder(place: Place): string | undefined {
  const own = place.home === '/root' ? '/usr/local/share/.cache' : place.under('.cache')
  return place.variable(['YARN_CACHE_FOLDER'], below(place.variable(['XDG_CACHE_HOME'], own), 'yarn'))
}

/** Beside bun itself, where BUN_INSTALL has put it, else as XDG says, else in the home. */
function bunFolder(place: Place): string | undefined {
  const home = place.variable(['XDG_CACHE_HOME'], place.home)
  return below(place.variable(['BUN_INSTALL'], below(home, '.bun')), 'install/cache')
}

function pnpmFolder(place: Place): string | undefined {
  const data = below(place.variable(['XDG_DATA_HOME'], place.under('.local/share')), 'pnpm')
  return below(place.variable(['PNPM_HOME'], data), 'store')
}
