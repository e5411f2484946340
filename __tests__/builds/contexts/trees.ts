import { posix } from 'node:path'
import { type Random, weighted } from '../../model/random.js'
import { ignoreText } from './ignore-texts.js'

/** A folder that is built: paths are from its root, the context's are from the context. */
export interface Tree {
  /** The build context, empty for the whole. */
  readonly root: string
  readonly dockerfile: string
  /** Text of each file, which names the file, so that it is known again in the image. */
  readonly files: ReadonlyMap<string, string>
  /** Where each symbolic link leads. */
  readonly links: ReadonlyMap<string, string>
  readonly emptyFolders: readonly string[]
}

const FOLDERS = ['src', 'lib', 'docs', '.hidden', 's p', 'ü', 'd.e', 'x[1]', 'a', 'b', 'a+b', '{c}']
const FILES = [
  'a',
  'b',
  'a.js',
  'b.js',
  'x.md',
  'README.md',
  '.keep',
  's p.txt',
  'é.js',
  'x[1].js',
  'a.b.c',
  'Makefile',
  '(z)',
]

const LAYOUTS = [
  { root: '', dockerfile: 'Dockerfile' },
  { root: 'app', dockerfile: 'app/Dockerfile' },
  { root: 'app', dockerfile: 'docker/web.Dockerfile' },
  { root: '', dockerfile: 'docker/Dockerfile' },
] as const

/** A tree with an ignore file, or two, and a Compose file that says with which context the Dockerfile is built. */
export function treeFrom(random: Random): Tree {
  const { root, dockerfile } = random.pick(LAYOUTS)
  const folders = foldersFrom(random)
  const within = new Set(folders.flatMap(folder => filesFrom(random, folder)))
  // A name is a folder's or a file's.
  for (const path of [...within]) if (folders.includes(path)) within.delete(path)
  const links = new Map<string, string>()
  const targets = [...folders.slice(1), ...within]
  for (let count = random.integer(3); count > 0; count--) {
    const folder = random.pick(folders)
    const path = posix.join(folder, random.pick(['l1', 'l2', 'l.js']))
    links.set(path, posix.relative(posix.join('/', folder), posix.join('/', random.pick([...targets, 'gone']))) || '.')
  }
  const emptyFolders = random.chance(0.4) ? [posix.join(random.pick(folders), 'empty')] : []
  const files = new Map([...within].map(path => [posix.join(root, path), posix.join(root, path)]))
  if (root !== '') files.set('outside.js', 'outside.js')
  const compose = { build: { context: `./${root}`, dockerfile: posix.relative(root, dockerfile) } }
  files.set('compose.yml', JSON.stringify({ services: { web: compose } }))
  const known = [...within, ...folders.slice(1), ...links.keys(), 'Dockerfile', '.dockerignore', 'compose.yml']
  for (const path of ignoreFiles(random, root, dockerfile)) files.set(path, ignoreText(random, known))
  return {
    ...{ root, dockerfile, files, emptyFolders: emptyFolders.map(path => posix.join(root, path)) },
    links: new Map([...links].map(([path, target]) => [posix.join(root, path), target])),
  }
}

/** Each lies in one before it; the first is the context itself. */
function foldersFrom(random: Random): readonly string[] {
  const folders = ['']
  for (let count = 2 + random.integer(7); count > 0; count--) {
    const above = random.pick(folders)
    if (above.split('/').length < 5) folders.push(posix.join(above, random.pick(FOLDERS)))
  }
  return [...new Set(folders)]
}

/** At least one: git knows no empty folders. */
function filesFrom(random: Random, folder: string): readonly string[] {
  const names = Array.from({ length: 1 + random.integer(4) }, () => random.pick(FILES))
  // Two that no folder is named like.
  return [...names, random.pick(['z.txt', 'y.json'])].map(name => posix.join(folder, name))
}

function ignoreFiles(random: Random, root: string, dockerfile: string): readonly string[] {
  const own = `${dockerfile}.dockerignore`
  const usual = posix.join(root, '.dockerignore')
  return weighted<readonly string[]>(random, [
    [12, [usual]],
    [4, [own]],
    [3, [own, usual]],
    [1, []],
  ])
}
