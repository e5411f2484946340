import { callsOf } from '../../documents/shell/calls.js'
import { remembered } from '../../remembered.js'
import { type Build, runsOf } from '../build.js'

/** Folders that a tool fills on the machine of whoever works on a project, and that the image fills anew. */
interface Made {
  /** Names of the manifest, by which a folder is known for such a project. */
  readonly manifest: RegExp
  /** Programs that fill the folders in the image. */
  readonly programs: RegExp
  /** A word that the call has to have; undefined where all fill them. */
  readonly verb?: RegExp
  readonly names: readonly string[]
}

const MADE: readonly Made[] = [
  {
    manifest: /^package\.json$/,
    programs: /^(?:npm|pnpm|yarn|bun)$/,
    verb: /^(?:ci|clean-install|i|install)$/,
    names: ['node_modules'],
  },
  { manifest: /^composer\.json$/, programs: /^composer(?:\.phar)?$/, verb: /^(?:install|update)$/, names: ['vendor'] },
  { manifest: /^Cargo\.toml$/, programs: /^cargo$/, verb: /^(?:build|install|rustc)$/, names: ['target'] },
  { manifest: /^pom\.xml$/, programs: /^mvnw?$/, names: ['target'] },
  { manifest: /^build\.gradle(?:\.kts)?$/, programs: /^gradlew?$/, names: ['.gradle', 'build'] },
  { manifest: /\.(?:cs|fs|vb)proj$/, programs: /^dotnet$/, verb: /^(?:build|publish)$/, names: ['bin', 'obj'] },
  { manifest: /^mix\.exs$/, programs: /^mix$/, verb: /^(?:deps\.get|compile|release)$/, names: ['_build', 'deps'] },
]

const filledIn = remembered((build: Build): readonly Made[] => {
  const calls = runsOf(build).flatMap(({ script }) => callsOf(script))
  return MADE.filter(({ programs, verb }) =>
    calls.some(
      ({ program, args }) =>
        programs.test(program) &&
        (verb === undefined ||
          args.some(({ value }) => value !== undefined && verb.test(value)) ||
          (program === 'yarn' && args.every(({ text }) => text.startsWith('-')))),
    ),
  )
})

/** Whoever has one of these is installed by itself, whatever lies above. */
const LOCK =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|Cargo\.lock|mix\.lock)$/

/**
 * The folders that the image fills by itself where a folder of the project holds these files. Names, without folders.
 * @param above names of the files above the folder; with a manifest of the same kind there it is a part of a larger project
 */
export function madeInPlace(
  build: Build,
  files: readonly string[],
  above: ReadonlySet<string> = new Set(),
): readonly string[] {
  const isOnItsOwn = files.some(file => LOCK.test(file))
  return filledIn(build).flatMap(({ manifest, names }) => {
    if (!files.some(file => manifest.test(file))) return []
    return isOnItsOwn || ![...above].some(file => manifest.test(file)) ? names : []
  })
}
