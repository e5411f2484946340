import { type Call, hasOption, operandsOf } from '../documents/shell/calls.js'
import { below, cacheHome, type Place } from './cache-place.js'
import { isOfProject } from './requirements.js'

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
  /** Two builds at once would spoil it for each other. */
  readonly isExclusive: boolean
  /** What it holds is used where it lies: by later commands, too. A mount must be there for all of them. */
  readonly isStore: boolean
  /** Of the system and not of the project: it changes with the RUN's own text alone. */
  readonly isSystem: boolean
}

/** The words of a call that are no options: the verb comes first. Values of options may be among them. */
function wordsOf({ args }: Call): readonly string[] {
  return operandsOf(args, new Set()).map(({ value }) => value ?? '$')
}

const verb =
  (...verbs: readonly string[]) =>
  (call: Call) =>
    verbs.includes(wordsOf(call)[0] ?? '')
const words =
  (pattern: RegExp) =>
  (call: Call): boolean =>
    pattern.test(wordsOf(call).join(' '))
const never = () => false

/** The words behind `pip`, by whatever way it is called; undefined for anything else. */
function pipWords(call: Call): readonly string[] | undefined {
  const all = wordsOf(call)
  if (call.program.startsWith('pip')) return all
  return call.args[0]?.value === '-m' && all[0] === 'pip' ? all.slice(1) : undefined
}

/** Requirements files, the project itself, or a list of some length: one tool more or less does not pay. */
function installsMuch(call: Call, packages: readonly string[]): boolean {
  if (hasOption(call, '--no-index')) return false
  return hasOption(call, '-r', '--requirement', '-e', '--editable') || packages.some(isOfProject) || packages.length > 2
}

const PIP_INSTALLS = new Set(['download', 'install', 'wheel'])

const COMMON = { offOptions: [], offVariables: [], isExclusive: false, isStore: false, isSystem: false, clears: never }

/** Facts: each manager's own documentation and source, as of the versions of autumn 2026. */
export const PACKAGE_CACHES: readonly PackageCache[] = [
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
    name: 'npm',
    programs: ['npm'],
    uses: verb('ci', 'clean-install', 'i', 'install'),
    pays: call => wordsOf(call).length === 1 && !hasOption(call, '-g', '--global', '--offline'),
    folders: place => [
      place.option(['--cache'], () => place.variable(['npm_config_cache', 'NPM_CONFIG_CACHE'], place.under('.npm'))),
    ],
    clears: words(/^cache (?:clean|clear|rm)/),
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
  },
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
    offVariables: ['COMPOSER_NO_CACHE'],
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
    name: 'apt',
    programs: ['apt', 'apt-get'],
    uses: verb('build-dep', 'dist-upgrade', 'install', 'update', 'upgrade'),
    pays: verb('install'),
    folders: () => ['/var/cache/apt', '/var/lib/apt'],
    clears: verb('autoclean', 'clean', 'dist-clean', 'distclean'),
    isExclusive: true,
    isSystem: true,
  },
  {
    ...COMMON,
    name: 'apk',
    programs: ['apk'],
    uses: verb('add', 'upgrade'),
    pays: verb('add'),
    folders: () => ['/etc/apk/cache'],
    offOptions: ['--no-cache'],
    clears: words(/^cache (?:clean|purge)/),
    isExclusive: true,
    isSystem: true,
  },
  {
    ...COMMON,
    name: 'go',
    programs: ['go'],
    uses: call => words(/^(?:build|generate|get|install|list|mod (?:download|tidy|verify)|run|test|tool|vet)\b/)(call),
    pays: call => words(/^(?:build|install|mod download|test)\b/)(call) && !hasOption(call, '-mod=vendor'),
    folders: goFolders,
    clears: call => wordsOf(call)[0] === 'clean' && hasOption(call, '-cache', '-modcache', '--cache', '--modcache'),
    isStore: true,
  },
  {
    ...COMMON,
    name: 'cargo',
    programs: ['cargo'],
    uses: call => words(/^(?:b|build|c|check|chef|clippy|fetch|install|r|run|rustc|t|test|update)\b/)(call),
    pays: call => words(/^(?:b|build|chef cook|fetch|install|rustc|t|test)\b/)(call),
    folders(place) {
      const folder = place.variable(['CARGO_HOME'], place.under('.cargo'))
      return [below(folder, 'git/db'), below(folder, 'registry')]
    },
    isStore: true,
  },
  {
    ...COMMON,
    name: 'maven',
    programs: ['mvn', 'mvnw'],
    uses: call => !hasOption(call, '-v', '--version', '-h', '--help'),
    pays: call => !hasOption(call, '-o', '--offline'),
    folders: place => [mavenFolder(place)],
    clears: words(/^dependency:purge-local-repository/),
    isExclusive: true,
    isStore: true,
  },
  {
    ...COMMON,
    name: 'gradle',
    programs: ['gradle', 'gradlew'],
    uses: call => !hasOption(call, '-v', '--version', '-h', '--help') && wordsOf(call)[0] !== 'wrapper',
    pays: call => !hasOption(call, '--offline'),
    folders: place => [
      place.option(['-g', '--gradle-user-home'], () => place.variable(['GRADLE_USER_HOME'], place.under('.gradle'))),
    ],
    isExclusive: true,
    isStore: true,
  },
  {
    ...COMMON,
    name: 'nuget',
    programs: ['dotnet'],
    uses: verb('build', 'msbuild', 'pack', 'publish', 'restore', 'run', 'test'),
    pays: verb('build', 'pack', 'publish', 'restore', 'test'),
    folders: place => [
      place.option(['--packages'], () => place.variable(['NUGET_PACKAGES'], place.under('.nuget/packages'))),
    ],
    clears: words(/^nuget locals \S+/),
    isStore: true,
  },
]

/** Yarn 1 has its cache for root beside other programs' shared files. */
function yarnFolder(place: Place): string | undefined {
  const own = place.home === '/root' ? '/usr/local/share/.cache' : place.under('.cache')
  return place.variable(['YARN_CACHE_FOLDER'], below(place.variable(['XDG_CACHE_HOME'], own), 'yarn'))
}

function pnpmFolder(place: Place): string | undefined {
  const data = below(place.variable(['XDG_DATA_HOME'], place.under('.local/share')), 'pnpm')
  return below(place.variable(['PNPM_HOME'], data), 'store')
}

/** Known where gems go to GEM_HOME, as in the ruby images; a path of its own has the Ruby version in it. */
function bundlerFolder(place: Place): string | undefined {
  const isMoved = hasOption(place.call, '--path', '--deployment')
  const path = place.variable(['BUNDLE_PATH', 'BUNDLE_DEPLOYMENT'], '')
  return isMoved || path !== '' ? undefined : below(place.variable(['GEM_HOME'], undefined), 'cache')
}

function goFolders(place: Place): readonly (string | undefined)[] {
  const path = place.variable(['GOPATH'], place.under('go'))
  const modules = place.variable(['GOMODCACHE'], below(path, 'pkg/mod'))
  if (wordsOf(place.call)[0] === 'mod') return [modules]
  return [place.variable(['GOCACHE'], below(cacheHome(place), 'go-build')), modules]
}

function mavenFolder(place: Place): string | undefined {
  const given = place.call.args.find(({ text }) => text.startsWith('-Dmaven.repo.local='))
  if (given) return given.value?.slice('-Dmaven.repo.local='.length)
  const isMoved = ['MAVEN_OPTS', 'MAVEN_ARGS'].some(name =>
    /repo\.local/.test(place.variable([name], '') ?? 'repo.local'),
  )
  return isMoved ? undefined : place.under('.m2/repository')
}
