import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import { type Call, hasOption, operandsOf, optionValue } from '../documents/shell/calls.js'
import { LAYOUTS, type Layout } from './folder-layouts.js'
import type { Install, Installer, Surroundings } from './installs.js'
import { foldersAbove } from './places.js'

export const FOLDER_INSTALLERS: readonly Installer[] = LAYOUTS.map(layout => ({
  programs: layout.programs,
  movedBy: layout.movedBy,
  read: (call, surroundings) => read(layout, call, surroundings),
}))

function read(layout: Layout, call: Call, surroundings: Surroundings): Install | undefined {
  const { verbs, folderOptions, manifestOptions = [], optionsWithValue, refused } = layout
  if (call.args.some(({ value }) => value === undefined)) return undefined
  if (hasOption(call, ...refused)) return undefined
  const operands = operandsOf(call.args, new Set([...folderOptions, ...manifestOptions, ...optionsWithValue]))
  const words = operands.map(({ value = '' }) => value)
  if (!verbs.every((names, i) => names.includes(words[i] ?? ''))) return undefined
  const more = words.slice(verbs.length)
  if (more.length > (manifestOptions.includes('word') ? 1 : 0)) return undefined
  const start = posix.resolve(surroundings.folder, optionValue(call, ...folderOptions) ?? '')
  const named = optionValue(call, ...manifestOptions) ?? more[0]
  const folder = named === undefined ? start : posix.dirname(posix.resolve(start, named))
  const name = named === undefined ? undefined : posix.basename(named)
  const at = (path: string) => posix.join(folder, path)
  return {
    manager: layout.manager,
    command: [call.program.replace('.phar', ''), ...words.slice(0, verbs.length)].join(' '),
    manifests: [name ?? layout.manifests[0] ?? ''].map(at),
    needs(files) {
      const manifest = manifestIn(folder, layout, files, name)
      const text = manifest === undefined ? undefined : files.textOf(at(manifest))
      if (manifest === undefined || text === undefined || layout.needsMore(text, call)) return undefined
      if (layout.blockers.some(name => files.isFile(at(name)) || files.isFolder(at(name)))) return undefined
      if (reachesDown(folder, layout.roots, files)) return undefined
      const more = layout.more ? layout.more(at(manifest), files, call) : []
      if (more === undefined) return undefined
      const companions = layout.companions.flatMap(name => companionFiles(at(name), name.endsWith('/'), files))
      return {
        files: [at(manifest), ...companions, ...more],
        outputs: layout.outputs(surroundings, call).map(path => posix.resolve(folder, path)),
      }
    },
  }
}

/** The project's manifest; undefined when there is none, or several that could be meant. */
function manifestIn(folder: string, { manifests }: Layout, files: ImageFiles, named: string | undefined) {
  const beside = files.filesIn(folder).filter(file => !file.includes('/'))
  const isOne = (file: string) => manifests.some(name => matches(name, file))
  if (named !== undefined) return isOne(named) && beside.includes(named) ? named : undefined
  const found = beside.filter(file => isOne(file) || /\.slnx?$/.test(file))
  return found.length === 1 && found.every(isOne) ? found[0] : undefined
}

function matches(pattern: string, name: string): boolean {
  return pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern
}

function companionFiles(path: string, isFolder: boolean, files: ImageFiles): readonly string[] {
  if (!isFolder) return files.isFile(path) ? [path] : []
  return files.filesIn(path.slice(0, -1)).map(file => posix.join(path, file))
}

function reachesDown(folder: string, roots: readonly string[], files: ImageFiles): boolean {
  const above = foldersAbove(folder).flatMap(at => roots.map(name => posix.join(at, name)))
  return above.some(path => files.isFile(path) || files.isFolder(path))
}
