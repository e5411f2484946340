import { hasOption } from '../documents/shell/calls.js'
import { COMMON, type PackageCache, verb, words, wordsOf } from './cache.js'
import { below, cacheHome, type Place } from './cache-place.js'

/** What they download is used where it lies, by later commands, too. */
export const STORE_CACHES: readonly PackageCache[] = [
  {
    ...COMMON,
    name: 'go',
    programs: ['go'],
    uses: call => words(/^(?:build|generate|get|install|list|mod (?:download|tidy|verify)|run|test|tool|vet)\b/)(call),
    pays: call => words(/^(?:build|install|mod download|test)\b/)(call) && !hasOption(call, '-mod=vendor'),
    folders: goFolders,
    clears: call => wordsOf(call)[0] === 'clean' && hasOption(call, '-cache', '-modcache', '--cache', '--modcache'),
    needsFilled: ({ assignments }) => assignments.some(({ name, value }) => name === 'GOPROXY' && value === 'off'),
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
    needsFilled: call => hasOption(call, '--offline', '--frozen'),
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
    needsFilled: call => hasOption(call, '-o', '--offline'),
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
    needsFilled: call => hasOption(call, '--offline'),
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
    needsFilled: call => hasOption(call, '--no-restore', '--no-build'),
    isStore: true,
  },
]

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
