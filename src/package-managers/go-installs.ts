import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import { type Call, hasOption, operandsOf, optionValue } from '../documents/shell/calls.js'
import type { Install, Installer, Needs, Surroundings } from './installs.js'
import { foldersAbove } from './places.js'

/** `go mod download`: it reads the manifest of each module of the workspace, and of each that lies in the place of another. */
export const GO_INSTALLERS: readonly Installer[] = [
  { programs: ['go'], movedBy: ['GOFLAGS', 'GOWORK', 'GOMODCACHE'], read },
]

function read(call: Call, { folder: cwd }: Surroundings): Install | undefined {
  if (call.args.some(({ value }) => value === undefined) || hasOption(call, '-modfile')) return undefined
  const words = operandsOf(call.args, new Set(['-C'])).map(({ value }) => value)
  if (words.join(' ') !== 'mod download') return undefined
  const folder = posix.resolve(cwd, optionValue(call, '-C') ?? '')
  return {
    manager: 'go',
    command: 'go mod download',
    manifests: [posix.join(folder, 'go.mod')],
    needs: files => needs(folder, files),
  }
}

function needs(folder: string, files: ImageFiles): Needs | undefined {
  const root = [folder, ...foldersAbove(folder)].find(at => files.isFile(posix.join(at, 'go.work')))
  const workspace = root === undefined ? [] : [posix.join(root, 'go.work')]
  const used = workspace.flatMap(path => usedBy(path, files))
  const modules = root === undefined ? [folder] : used.flatMap(module => module ?? [])
  if (modules.length === 0 || modules.length < used.length) return undefined
  if (root !== folder && !modules.includes(folder)) return undefined
  if ([root ?? folder, ...modules].some(at => files.isFolder(posix.join(at, 'vendor')))) return undefined
  const own = [...workspace, ...modules.map(at => posix.join(at, 'go.mod'))]
  const replacing = own.flatMap(path => replacementsIn(path, files))
  const read = [...own, ...replacing.map(at => at && posix.join(at, 'go.mod'))]
  const there = read.flatMap(path => (path !== undefined && files.isFile(path) ? path : []))
  if (there.length < read.length) return undefined
  const sums = [...workspace.map(path => `${path}.sum`), ...modules.map(at => posix.join(at, 'go.sum'))]
  return { files: [...new Set([...there, ...sums.filter(path => files.isFile(path))])], outputs: [] }
}

/** The folders of a workspace's modules; undefined in the place of one that cannot be told. */
function usedBy(path: string, files: ImageFiles): readonly (string | undefined)[] {
  const lines = linesOf(files.textOf(path))
  if (lines === undefined) return [undefined]
  let isInside = false
  return lines.flatMap(line => {
    if (/^use\s*\($/.test(line)) isInside = true
    else if (line === ')') isInside = false
    const written = isInside ? /^[^\s(]+$/.exec(line)?.[0] : /^use\s+([^\s(]+)$/.exec(line)?.[1]
    return written === undefined ? [] : folderFrom(path, written)
  })
}

/** The folders that stand in the place of modules; undefined in the place of one that cannot be told. */
function replacementsIn(path: string, files: ImageFiles): readonly (string | undefined)[] {
  const lines = linesOf(files.textOf(path))
  if (lines === undefined) return [undefined]
  return lines.flatMap(line => {
    const written = /=>\s*(["`]?(?:\.{1,2}(?:\/|["`]|$)|\/).*)$/.exec(line)?.[1]
    return written === undefined ? [] : folderFrom(path, written)
  })
}

function folderFrom(path: string, written: string): string | undefined {
  const name = written.replace(/^(["`])(.*)\1$/, '$2')
  return /["`\s]/.test(name) || posix.isAbsolute(name) ? undefined : posix.resolve(posix.dirname(path), name)
}

/** The lines of a manifest without comments. */
function linesOf(text: string | undefined): readonly string[] | undefined {
  return text?.split('\n').map(line => line.replace(/(?:^|\s)\/\/.*$/, '').trim())
}
