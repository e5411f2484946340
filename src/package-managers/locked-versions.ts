import type { Build } from '../build/build.js'
import { byDistance, dockerfilesAround, stepsBetween } from '../build/dockerfiles-around.js'
import { folderOf, nameOf } from '../build/repository.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import { rememberedFor } from '../remembered.js'
import { all, escaped, lockReader, pythonName } from './lock-files.js'

/** A version that a file of the repository names. */
export interface LockedVersion {
  readonly version: string
  readonly file: string
}

/** By the manager: whose registry it installs from. */
const REGISTRY: Readonly<Record<string, string>> = {
  ...{ uv: 'pip', pipx: 'pip', pnpm: 'npm', yarn: 'npm', bun: 'npm' },
}
/** The folder of a sister is one step up and one down. */
const NEAR = 2

/**
 * The version of a module that the project's own files name: the nearest of those that lock versions, else this Dockerfile
 * elsewhere, else those beside it. Where the nearest do not agree there is none.
 */
export function lockedVersion(manager: string, name: string, build: Build): LockedVersion | undefined {
  const registry = REGISTRY[manager] ?? manager
  const { repository, dockerfile } = build
  const own = folderOf(dockerfile.path)
  const locks = [...repository.texts.keys()].filter(
    path => lockReader(registry, nameOf(path)) !== undefined && isLockOf(build, folderOf(path)),
  )
  for (const group of byDistance(own, locks)) {
    const found = group.flatMap(file => {
      const read = lockReader(registry, nameOf(file))
      return (read?.(repository.texts.get(file) ?? '', name) ?? []).map(version => ({ version, file }))
    })
    if (found.length > 0) return one(found)
  }
  const around = dockerfilesAround(dockerfile.path, repository).flat()
  const beside = around.filter(path => stepsBetween(own, folderOf(path)) <= NEAR)
  const inFile = pinnedInOwn(dockerfile, `${registry} ${name}`).map(version => ({ version, file: dockerfile.path }))
  if (inFile.length > 0) return one(inFile)
  return one(
    beside.flatMap(file =>
      pinnedIn(registry, repository.texts.get(file) ?? '', name).map(version => ({ version, file })),
    ),
  )
}

/** A long file asks for the same modules again and again; a module is its registry and name, with a blank between. */
const pinnedInOwn = rememberedFor(({ text }: Dockerfile, module: string): readonly string[] => {
  const [registry = '', name = ''] = module.split(' ', 2)
  return pinnedIn(registry, text, name)
})

function one(found: readonly LockedVersion[]): LockedVersion | undefined {
  return new Set(found.map(({ version }) => version)).size === 1 ? found[0] : undefined
}

/**
 * True for folders in which a Dockerfile stands, the context or not far above, and for those in its own: what a sister locks, or
 * what stands far above, is another project's.
 */
function isLockOf({ dockerfile, context }: Build, folder: string): boolean {
  const own = folderOf(dockerfile.path)
  const isIn = (inner: string, outer: string) => outer === '' || inner === outer || inner.startsWith(`${outer}/`)
  return isIn(folder, own) || (isIn(own, folder) && (context?.root === folder || stepsBetween(own, folder) <= NEAR))
}

const VERSION = String.raw`(\d(?:[\w.-]*\w)?)(?![\w.*@-])`
const BEFORE = String.raw`(?<![\w.@/=-])`

/** How a command names a version, by registry. */
const PINNED: Readonly<Record<string, (name: string) => string>> = {
  pip: name => `${BEFORE}${pythonName(name)}(?:\\[[^\\]\\n]*\\])?==${VERSION}`,
  npm: name => `${BEFORE}${escaped(name)}@${VERSION}`,
  gem: name => `${BEFORE}${escaped(name)}(?::| +(?:-v|--version)[ =]*["']?)${VERSION}`,
  composer: name => `${BEFORE}${escaped(name)}(?::|=| +["']?)(v?\\d(?:[\\w.-]*\\w)?)(?![\\w.*@-])`,
  go: name => `${BEFORE}${escaped(name)}@(v\\d+\\.\\d+\\.\\d+(?:[\\w.+-]*\\w)?)`,
  cargo: name =>
    `${BEFORE}${escaped(name)}(?:@| +--version[ =])${VERSION}|--version[ =]${VERSION} +${escaped(name)}(?![\\w-])`,
}

function pinnedIn(registry: string, text: string, name: string): readonly string[] {
  const pattern = PINNED[registry]
  if (pattern === undefined || !text.includes(name.replace(/\[.*$/, ''))) return []
  return all(text.replace(/^[ \t]*#.*$/gm, ''), new RegExp(pattern(name), 'gm'))
}
