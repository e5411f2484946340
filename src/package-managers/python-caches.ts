import { type Call, hasOption } from '../documents/shell/calls.js'
import { COMMON, type PackageCache, verb, words, wordsOf } from './cache.js'
import { below, cacheHome } from './cache-place.js'
import { isOfProject } from './requirements.js'

export const PYTHON_CACHES: readonly PackageCache[] = [
  {
    ...COMMON,
    name: 'pip',
    programs: ['pip', 'pip2', 'pip3', 'python', 'python2', 'python3'],
    uses: call => PIP_INSTALLS.has(pipWords(call)?.[0] ?? ''),
    pays: call => installsMuch(call, pipWords(call)?.slice(1) ?? []),
    folders: place => [
      place.option(['--cache-dir'], () => place.variable(['PIP_CACHE_DIR'], below(cacheHome(place), 'pip'))),
    ],
    offOptions: ['--no-cache-dir', '--no-cache'],
    offVariables: ['PIP_NO_CACHE_DIR'],
    clears: call => /^cache (?:purge|remove)/.test((pipWords(call) ?? []).join(' ')),
  },
  {
    ...COMMON,
    name: 'uv',
    programs: ['uv'],
    uses: words(/^(?:sync|add|run|tool install|pip (?:install|sync))\b/),
    pays: call =>
      wordsOf(call)[0] === 'sync' ||
      (words(/^pip (?:install|sync)/)(call) && installsMuch(call, wordsOf(call).slice(2))),
    folders: place => [
      place.option(['--cache-dir'], () => place.variable(['UV_CACHE_DIR'], below(cacheHome(place), 'uv'))),
    ],
    offOptions: ['--no-cache', '--no-cache-dir', '-n'],
    offVariables: ['UV_NO_CACHE'],
    clears: words(/^cache (?:clean|prune)|^clean/),
    needsFilled: call => hasOption(call, '--offline'),
  },
  {
    ...COMMON,
    name: 'poetry',
    programs: ['poetry'],
    uses: verb('add', 'install', 'sync', 'update'),
    pays: verb('install', 'sync'),
    // Virtual environments lie beside these two, and must stay in the image.
    folders(place) {
      const folder = place.variable(['POETRY_CACHE_DIR'], below(cacheHome(place), 'pypoetry'))
      return [below(folder, 'artifacts'), below(folder, 'cache')]
    },
    offOptions: ['--no-cache'],
    clears: words(/^cache clear/),
  },
  {
    ...COMMON,
    name: 'pdm',
    programs: ['pdm'],
    uses: verb('add', 'install', 'sync', 'update'),
    pays: verb('install', 'sync'),
    // With `install.cache` packages are used where the cache lies: they must stay in the image.
    folders: place => [
      place.variable(
        ['PDM_CACHE_DIR'],
        place.variable(['PDM_INSTALL_CACHE', 'PDM_USE_UV'], '') === '' ? place.under('.cache/pdm') : undefined,
      ),
    ],
    offOptions: ['--no-cache'],
    offVariables: ['PDM_NO_CACHE'],
    clears: words(/^cache (?:clear|remove)/),
  },
  {
    ...COMMON,
    name: 'pipx',
    programs: ['pipx'],
    uses: verb('inject', 'install', 'upgrade'),
    // One tool more or less.
    pays: () => false,
    // It calls pip.
    folders: place => [place.variable(['PIP_CACHE_DIR'], below(cacheHome(place), 'pip'))],
    offVariables: ['PIP_NO_CACHE_DIR'],
  },
  {
    ...COMMON,
    name: 'conda',
    programs: ['conda', 'mamba', 'micromamba'],
    uses: words(/^(?:(?:env )?(?:create|update)|install|upgrade)\b/),
    pays: words(/^(?:(?:env )?(?:create|update)|install)\b/),
    folders: place => [
      place.variable(['CONDA_PKGS_DIRS'], below(place.variable(['MAMBA_ROOT_PREFIX', 'CONDA_DIR'], undefined), 'pkgs')),
    ],
    clears: verb('clean'),
    needsFilled: call => hasOption(call, '--offline'),
    isExclusive: true,
  },
]

/** The words behind `pip`, by whatever way it is called; undefined for anything else. */
function pipWords(call: Call): readonly string[] | undefined {
  const all = wordsOf(call)
  if (call.program.startsWith('pip')) return all
  return call.args[0]?.value === '-m' && all[0] === 'pip' ? all.slice(1) : undefined
}

/** Requirements files, the project itself, or a list of some length: one tool more or less does not pay. */
function installsMuch(call: Call, packages: readonly string[]): boolean {
  if (hasOption(call, '--no-index', '--no-deps')) return false
  return hasOption(call, '-r', '--requirement', '-e', '--editable') || packages.some(isOfProject) || packages.length > 2
}

const PIP_INSTALLS = new Set(['download', 'install', 'wheel'])
