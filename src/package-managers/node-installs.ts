import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import { type Call, hasOption, operandsOf, optionValue } from '../documents/shell/calls.js'
import type { Install, Installer, Needs, Surroundings } from './installs.js'
import { type Json, needsProject, readJson } from './package-json.js'

/** How a package manager for package.json differs from the others. */
interface Manager {
  readonly name: string
  /** The words that install; with an empty one, no word at all does it, too. */
  readonly verbs: readonly string[]
  readonly lockFiles: readonly string[]
  /** A verb or options that fail without a lock file. */
  needsLock(call: Call, verb: string): boolean
  readonly settings: readonly string[]
  /** Options that name the project's folder. */
  readonly folderOptions: readonly string[]
  readonly optionsWithValue: readonly string[]
  /** In folders above, these make the project a part of a larger one. */
  readonly roots: readonly string[]
}

const MANAGERS: readonly Manager[] = [
  {
    name: 'npm',
    verbs: ['ci', 'clean-install', 'i', 'install'],
    lockFiles: ['package-lock.json', 'npm-shrinkwrap.json'],
    needsLock: (_, verb) => verb === 'ci' || verb === 'clean-install',
    settings: ['.npmrc'],
    folderOptions: ['--prefix', '-C'],
    optionsWithValue: ['--omit', '--include', '--only', '--registry', '--cache', '--loglevel', '--fetch-timeout'],
    roots: ['package.json'],
  },
  {
    name: 'yarn',
    verbs: ['', 'install'],
    lockFiles: ['yarn.lock'],
    needsLock: call => hasOption(call, '--frozen-lockfile', '--immutable'),
    settings: ['.npmrc', '.yarnrc', '.yarnrc.yml'],
    folderOptions: ['--cwd'],
    optionsWithValue: [
      '--network-timeout',
      '--registry',
      '--network-concurrency',
      '--mutex',
      '--mode',
      '--cache-folder',
    ],
    roots: ['package.json', 'yarn.lock', '.npmrc', '.yarnrc', '.yarnrc.yml'],
  },
  {
    name: 'pnpm',
    verbs: ['i', 'install'],
    lockFiles: ['pnpm-lock.yaml'],
    needsLock: call => hasOption(call, '--frozen-lockfile'),
    settings: ['.npmrc', 'pnpm-workspace.yaml'],
    folderOptions: ['-C', '--dir'],
    optionsWithValue: ['--registry', '--store-dir', '--loglevel', '--reporter', '--network-concurrency'],
    roots: ['pnpm-workspace.yaml', 'package.json'],
  },
  {
    name: 'bun',
    verbs: ['i', 'install'],
    lockFiles: ['bun.lock', 'bun.lockb'],
    needsLock: call => hasOption(call, '--frozen-lockfile'),
    settings: ['.npmrc', 'bunfig.toml'],
    folderOptions: ['--cwd'],
    optionsWithValue: ['--registry', '--cache-dir', '--backend', '--concurrent-scripts', '--network-concurrency'],
    roots: ['package.json'],
  },
]

/** Options that install elsewhere, several projects, or more than manifests say. */
const OTHER_INSTALLS = ['-g', '--global', '--location', '-w', '--workspace', '--workspaces', '-r', '--recursive', '-F']
const MORE_OTHER_INSTALLS = [
  '--filter',
  '--modules-folder',
  '--focus',
  '--virtual-store-dir',
  '--modules-dir',
  '--userconfig',
]

/** Beside package.json: what else an install reads. */
const MORE_TO_READ = [
  'binding.gyp',
  'patches',
  '.yarn/patches',
  '.yarn/cache',
  '.pnp.cjs',
  '.pnp.js',
  '.pnpmfile.cjs',
  '.pnpmfile.mjs',
]

const MOVED_BY = [
  'NPM_CONFIG_PREFIX',
  'NPM_CONFIG_USERCONFIG',
  'NPM_CONFIG_GLOBALCONFIG',
  'YARN_RC_FILENAME',
  'YARN_MODULES_FOLDER',
]

export const NODE_INSTALLERS: readonly Installer[] = MANAGERS.map(manager => ({
  programs: [manager.name],
  movedBy: MOVED_BY,
  read: (call, surroundings) => read(manager, call, surroundings),
}))

function read(manager: Manager, call: Call, { folder: cwd }: Surroundings): Install | undefined {
  const withValue = new Set([...manager.folderOptions, ...manager.optionsWithValue])
  const operands = operandsOf(call.args, withValue)
  const verb = operands.length === 0 ? '' : operands[0]?.value
  // More operands are packages to add, which changes the manifests.
  if (verb === undefined || operands.length > 1 || !manager.verbs.includes(verb)) return undefined
  if (call.args.some(({ value }) => value === undefined || /^(?:-[hv]|--help|--version)$/.test(value))) return undefined
  if (hasOption(call, ...OTHER_INSTALLS) || hasOption(call, ...MORE_OTHER_INSTALLS)) return undefined
  const named = optionValue(call, ...manager.folderOptions)
  const folder = posix.resolve(cwd, named ?? '')
  return {
    manager: manager.name,
    command: verb === '' ? manager.name : `${manager.name} ${verb}`,
    manifests: [posix.join(folder, 'package.json')],
    needs: files => needs(manager, folder, call, verb, files),
  }
}

function needs(manager: Manager, folder: string, call: Call, verb: string, files: ImageFiles): Needs | undefined {
  const at = (name: string) => posix.join(folder, name)
  const manifest = readJson(files.textOf(at('package.json')))
  if (manifest === undefined || needsProject(manifest, hasOption(call, '--ignore-scripts'))) return undefined
  const locks = manager.lockFiles.filter(name => files.isFile(at(name)))
  if (locks.length === 0 && manager.needsLock(call, verb)) return undefined
  if (MORE_TO_READ.some(name => files.isFile(at(name)) || files.isFolder(at(name)))) return undefined
  if (foldersAbove(folder).some(above => isPartOf(manager, above, files))) return undefined
  const settings = manager.settings.filter(name => files.isFile(at(name)))
  const more = manager.name === 'yarn' ? yarnFiles(folder, manifest, files) : []
  if (more === undefined) return undefined
  if (settings.some(name => readsMore(name, files.textOf(at(name))))) return undefined
  return { files: [...['package.json', ...locks, ...settings].map(at), ...more], outputs: [at('node_modules')] }
}

/** True when a folder above makes this project a member of a workspace, or has settings that reach down. */
function isPartOf({ roots }: Manager, folder: string, files: ImageFiles): boolean {
  return roots.some(root => {
    const path = posix.join(folder, root)
    if (!files.isFile(path)) return false
    const manifest = root === 'package.json' ? readJson(files.textOf(path)) : undefined
    return manifest === undefined || manifest.workspaces !== undefined
  })
}

/** What Yarn reads besides. From version 2 on it is a file of the repository, and links packages in ways of its own. */
function yarnFiles(folder: string, manifest: Json, files: ImageFiles): readonly string[] | undefined {
  const settings = files.textOf(posix.join(folder, '.yarnrc.yml'))
  const isModern = settings !== undefined || /^yarn@(?!1\.)/.test(String(manifest.packageManager ?? ''))
  if (!isModern) return []
  if (!/^nodeLinker:\s*["']?(?:node-modules|pnpm)\b/m.test(settings ?? '')) return undefined
  const own = ['.yarn/releases', '.yarn/plugins'].map(name => posix.join(folder, name))
  return own.flatMap(path => files.filesIn(path).map(file => posix.join(path, file)))
}

/** True when a settings file names further files, or moves what is installed. */
function readsMore(name: string, text: string | undefined): boolean {
  if (text === undefined) return name !== 'bunfig.toml'
  switch (name) {
    case 'pnpm-workspace.yaml':
      return /^(?:packages|patchedDependencies|modulesDir|overrides)\s*:/m.test(text)
    case '.yarnrc':
      return /yarn-path|offline-mirror|modules-folder/.test(text)
    case '.npmrc':
      return /^\s*(?:prefix|modules-dir|virtual-store-dir|cafile|userconfig|globalconfig)\s*=|file:/m.test(text)
    case '.yarnrc.yml':
      return /^(?:caFilePath|httpsC\w+FilePath|patchFolder|pnpUnpluggedFolder|virtualFolder)\s*:/m.test(text)
    default:
      return false
  }
}

function foldersAbove(folder: string): readonly string[] {
  const above: string[] = []
  for (let at = folder; at !== '/'; at = posix.dirname(at)) above.push(posix.dirname(at))
  return above
}
