import type { ImageFiles } from '../build/image-files.js'
import { isDeclared, valueOf } from '../build/variables.js'
import { type Call, hasOption, optionValue } from '../documents/shell/calls.js'
import { composerNeedsMore, composerPackages } from './composer-manifest.js'
import { gradleNeedsMore, gradleProjects } from './gradle-projects.js'
import type { Surroundings } from './installs.js'
import { mavenManifests } from './maven-modules.js'

/** An install that reads one manifest and what lies beside it. Names are from the project's folder. */
export interface Layout {
  readonly manager: string
  readonly programs: readonly string[]
  readonly movedBy: readonly string[]
  /** The words behind the program, without options; each may be one of several. */
  readonly verbs: readonly (readonly string[])[]
  readonly folderOptions: readonly string[]
  /** Options, or a further word in place of one (`word`), that name the manifest. */
  readonly manifestOptions?: readonly string[]
  readonly optionsWithValue: readonly string[]
  /** Options with which it needs the source, or nothing is known of what it needs. */
  readonly refused: readonly string[]
  /** The first that is there. */
  readonly manifests: readonly string[]
  /** Taken along when they are there; with a trailing `/` a folder with all its files. */
  readonly companions: readonly string[]
  /** Beside the manifest they mean that more is read, or that nothing is downloaded. */
  readonly blockers: readonly string[]
  /** In a folder above they reach down to this project. */
  readonly roots: readonly string[]
  readonly outputs: (surroundings: Surroundings, call: Call) => readonly string[]
  /** True when an install with this manifest reads more of the project. */
  needsMore(text: string, call: Call): boolean
  /** The manifests of further packages of the project; undefined when it cannot be told what an install reads of them. */
  more?(manifest: string, files: ImageFiles, call: Call): readonly string[] | undefined
}

export const LAYOUTS: readonly Layout[] = [
  {
    manager: 'composer',
    programs: ['composer', 'composer.phar'],
    movedBy: ['COMPOSER', 'COMPOSER_VENDOR_DIR', 'COMPOSER_BIN_DIR', 'COMPOSER_MIRROR_PATH_REPOS'],
    verbs: [['install', 'i']],
    folderOptions: ['-d', '--working-dir'],
    optionsWithValue: [],
    refused: ['-o', '-a', '--optimize-autoloader', '--classmap-authoritative', '--apcu-autoloader', '--optimize'],
    manifests: ['composer.json'],
    companions: ['composer.lock', 'auth.json'],
    blockers: ['symfony.lock', 'patches', 'patches.json', 'patches.lock.json'],
    roots: [],
    outputs: () => ['vendor'],
    needsMore: composerNeedsMore,
    more: composerPackages,
  },
  {
    manager: 'bundler',
    programs: ['bundle', 'bundler'],
    movedBy: ['BUNDLE_GEMFILE'],
    verbs: [['', 'install']],
    folderOptions: [],
    manifestOptions: ['--gemfile'],
    optionsWithValue: ['-j', '--jobs', '--without', '--with', '--retry', '--path'],
    refused: ['--standalone', '--binstubs', '--local', '-v', '--version', '--help'],
    manifests: ['Gemfile'],
    companions: ['Gemfile.lock', '.ruby-version', '.tool-versions'],
    blockers: ['vendor/cache', '.bundle/config'],
    roots: [],
    outputs: bundlerOutputs,
    needsMore: text => GEMFILE_READS_MORE.test(text.replace(GEMFILE_HARMLESS, '')),
  },
  {
    manager: 'maven',
    programs: ['mvn', 'mvnw'],
    movedBy: ['MAVEN_ARGS'],
    verbs: [['dependency:go-offline', 'dependency:resolve', 'dependency:resolve-plugins']],
    folderOptions: [],
    manifestOptions: ['-f', '--file'],
    optionsWithValue: ['-P', '--activate-profiles', '-T', '--threads'],
    refused: ['-s', '--settings', '-gs', '-pl', '--projects', '-am', '-Dmaven.repo.local', '-h', '-v'],
    manifests: ['pom.xml'],
    companions: ['mvnw', '.mvn/'],
    blockers: [],
    roots: ['pom.xml', '.mvn'],
    outputs: () => [],
    needsMore: () => false,
    more: mavenManifests,
  },
  {
    manager: 'gradle',
    programs: ['gradle', 'gradlew'],
    movedBy: ['GRADLE_USER_HOME'],
    verbs: [['dependencies']],
    folderOptions: [],
    optionsWithValue: ['--configuration', '--console'],
    refused: ['-p', '--project-dir', '-b', '--build-file', '-c', '--settings-file', '-I', '--init-script'],
    manifests: ['build.gradle', 'build.gradle.kts'],
    companions: [
      'settings.gradle',
      'settings.gradle.kts',
      'gradle.properties',
      'gradle.lockfile',
      'gradlew',
      'gradle/',
    ],
    blockers: ['buildSrc', 'build-logic'],
    roots: ['settings.gradle', 'settings.gradle.kts'],
    outputs: () => ['.gradle', 'build'],
    needsMore: gradleNeedsMore,
    more: gradleProjects,
  },
  {
    manager: 'dotnet',
    programs: ['dotnet'],
    movedBy: ['NUGET_PACKAGES'],
    verbs: [['restore']],
    folderOptions: [],
    manifestOptions: ['word'],
    optionsWithValue: ['-r', '--runtime', '-a', '--arch', '--os', '-s', '--source', '-v', '--verbosity'],
    refused: ['--packages', '--configfile', '--lock-file-path'],
    manifests: ['*.csproj', '*.fsproj', '*.vbproj'],
    companions: ['nuget.config', 'NuGet.config', 'NuGet.Config', 'packages.lock.json', 'global.json'],
    blockers: ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'Directory.Build.rsp'],
    roots: [
      ...['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'Directory.Build.rsp'],
      ...['nuget.config', 'NuGet.config', 'NuGet.Config', 'global.json'],
    ],
    outputs: () => ['obj'],
    needsMore: text => /ProjectReference|<Import\s|<Exec\s|Exists\(|\$\((?:SolutionDir|MSBuildThisFile)/.test(text),
  },
]

const GEMFILE_HARMLESS = /^\s*#.*$|^\s*ruby\s+(?:file:|File\.read)\W*\.(?:ruby-version|tool-versions)\b.*$/gm
const GEMFILE_READS_MORE =
  /\b(?:gemspec|path|eval_gemfile|File|Dir|IO|Pathname|require_relative|instance_eval|__\w+__)\b|^\s*(?:require|load|eval)\b/m

/** Bundler fills the image's own gem folder, unless options, variables or `bundle config` say otherwise. */
function bundlerOutputs({ variables, earlier }: Surroundings, call: Call): readonly string[] {
  const configs = earlier.filter(({ program, args }) => /^bundler?$/.test(program) && args[0]?.value === 'config')
  const isConfigured =
    configs.length > 0 ||
    ['BUNDLE_PATH', 'BUNDLE_DEPLOYMENT'].some(name => isDeclared(variables, name)) ||
    hasOption(call, '--path', '--deployment', '--without', '--with')
  if (!isConfigured) return []
  const paths = configs
    .filter(({ args }) => args.some(({ value }) => value === 'path'))
    .map(({ args }) => args.at(-1)?.value)
  const named = [...paths, optionValue(call, '--path'), valueOf(variables, 'BUNDLE_PATH')]
  const settings = valueOf(variables, 'BUNDLE_APP_CONFIG') === undefined ? ['.bundle'] : []
  return ['vendor/bundle', ...named.filter(path => path !== undefined), ...settings]
}
