import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import { isDeclared, type Variables } from '../build/variables.js'
import type { Call } from '../documents/shell/calls.js'
import { FOLDER_INSTALLERS } from './folder-installs.js'
import { GO_INSTALLERS } from './go-installs.js'
import { NODE_INSTALLERS } from './node-installs.js'
import { PYTHON_INSTALLERS } from './python-installs.js'

/** A command that installs a project's dependencies as its manifests say. All paths are of the image, absolute. */
export interface Install {
  /** Who installs: `npm`, `pip`. */
  readonly manager: string
  /** For messages: `npm ci`. */
  readonly command: string
  /** The files that it surely reads. */
  readonly manifests: readonly string[]
  /**
   * All that it reads and writes.
   * @returns undefined when it needs more of the project than manifests, or when that cannot be told
   */
  needs(files: ImageFiles): Needs | undefined
}

export interface Needs {
  /** Manifests, lock files and settings; each of them is there. */
  readonly files: readonly string[]
  /** What it fills, as far as a copy of the project could bring the same. */
  readonly outputs: readonly string[]
}

/** Where a command runs. */
export interface Surroundings {
  /** The folder that it runs in, absolute. */
  readonly folder: string
  readonly variables: Variables
  /** Commands of the stage that ran before, which may have changed settings. */
  readonly earlier: readonly Call[]
}

/** True for a command that {@link Surroundings.earlier} is asked for; all others may be left out there. */
export function isSetting({ program, args }: Call): boolean {
  if (/^(?:bundler?|corepack|virtualenv)$/.test(program)) return true
  return args.some(({ value }) => value === 'venv' || value?.startsWith('virtualenvs.create'))
}

/** How one program installs from manifests. */
export interface Installer {
  readonly programs: readonly string[]
  /** Variables that make it read other files or write elsewhere: with them nothing is sure. */
  readonly movedBy: readonly string[]
  /** Reads a command; undefined when it is no such install, or has options that nothing is known of. */
  read(call: Call, surroundings: Surroundings): Install | undefined
}

const INSTALLERS: readonly Installer[] = [
  ...NODE_INSTALLERS,
  ...PYTHON_INSTALLERS,
  ...GO_INSTALLERS,
  ...FOLDER_INSTALLERS,
]
const INSTALLER_OF = new Map(INSTALLERS.flatMap(installer => installer.programs.map(name => [name, installer])))

/** True for a program that can install from manifests. */
export function isInstaller(program: string): boolean {
  return INSTALLER_OF.has(program)
}

/** The install from manifests that a command is. */
export function installOf(call: Call, surroundings: Surroundings): Install | undefined {
  const installer = INSTALLER_OF.get(call.program)
  if (installer === undefined) return undefined
  const isMoved = installer.movedBy.some(
    name => isDeclared(surroundings.variables, name) || call.assignments.some(one => one.name.toUpperCase() === name),
  )
  return isMoved ? undefined : installer.read(call, surroundings)
}

/** Names of files that say what to install, and of those that come with them. */
const MANIFEST_NAME =
  /^(?:package.*\.json|npm-shrinkwrap\.json|\.npmrc|\.yarnrc(?:\.yml)?|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|bun\.lockb?|bunfig\.toml|.*(?:requirements|constraints).*|pyproject\.toml|poetry\.(?:lock|toml)|uv\.(?:lock|toml)|\.python-version|Pipfile(?:\.lock)?|setup\.(?:py|cfg)|go\.(?:mod|sum|work|work\.sum)|composer\..*|symfony\.lock|Gemfile.*|\.ruby-version|.*\.gemspec|pom\.xml|mvnw.*|.*\.gradle(?:\.kts)?|gradle\.(?:properties|lockfile)|gradlew.*|libs\.versions\.toml|Cargo\.(?:toml|lock)|.*\.(?:cs|fs|vb)proj|.*\.sln[x]?|nuget\.config|packages\.lock\.json|global\.json|Directory\..*\.(?:props|targets))$/i

/** True for a manifest, lock file or settings file of any package manager, wherever it lies. */
export function isManifest(path: string): boolean {
  return MANIFEST_NAME.test(posix.basename(path)) || /(?:^|\/)requirements?\/[^/]+\.(?:txt|in)$/.test(path)
}
