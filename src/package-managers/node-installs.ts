import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import { type Call, hasOption, operandsOf, optionValue } from '../documents/shell/calls.js'
import type { Install, Installer, Needs, Surroundings } from './installs.js'
import { MANAGERS, type Manager } from './node-managers.js'
import { readsMore, yarnFiles } from './node-settings.js'
import { linksFiles, membersOf } from './node-workspaces.js'
import { needsProject, readJson } from './package-json.js'
import { foldersAbove } from './places.js'

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
  const members = manifest && membersOf(manager, folder, manifest, files)
  if (manifest === undefined || members === undefined) return undefined
  const packages = [{ folder, manifest }, ...members]
  const names = new Set(members.map(({ manifest }) => String(manifest.name)))
  if (packages.some(one => needsProject(one.manifest, hasOption(call, '--ignore-scripts'), names))) return undefined
  if (packages.some(one => hasMoreToRead(one.folder, files))) return undefined
  // Yarn links the project's own programs, too.
  if (manager.name === 'yarn' && linksFiles(folder, manifest, files)) return undefined
  const locks = manager.lockFiles.filter(name => files.isFile(at(name)))
  if (locks.length === 0 && manager.needsLock(call, verb)) return undefined
  if (foldersAbove(folder).some(above => isPartOf(manager, above, files))) return undefined
  const settings = manager.settings.map(at).filter(files.isFile)
  const own = manager.name === 'pnpm' ? members.map(one => posix.join(one.folder, '.npmrc')).filter(files.isFile) : []
  const more = manager.name === 'yarn' ? yarnFiles(folder, manifest, files) : []
  if (more === undefined) return undefined
  if ([...settings, ...own].some(path => readsMore(posix.basename(path), files.textOf(path)))) return undefined
  const manifests = members.map(one => posix.join(one.folder, 'package.json'))
  return {
    files: [at('package.json'), ...locks.map(at), ...settings, ...more, ...manifests, ...own],
    outputs: packages.map(one => posix.join(one.folder, 'node_modules')),
  }
}

function hasMoreToRead(folder: string, files: ImageFiles): boolean {
  return MORE_TO_READ.map(name => posix.join(folder, name)).some(path => files.isFile(path) || files.isFolder(path))
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
