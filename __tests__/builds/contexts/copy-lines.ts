import { posix } from 'node:path'
import { type Random, weighted } from '../../model/random.js'
import type { Tree } from './trees.js'

/** A COPY or ADD with one source or two, of all kinds that there are. */
export function copyLine(random: Random, tree: Tree): string {
  const sources = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => sourceFrom(random, tree))
  const destination = random.pick(['/x', '/x/', '/', '/y/x', './', '/s p/', '/x/../y/'])
  const flag = weighted(random, [
    [12, ''],
    [1, '--link '],
    [1, '--chmod=644 '],
    [1, '--exclude=*.js '],
  ])
  const words = [...sources, destination]
  const isPlain = words.every(word => /^[\w./*?[\]-]+$/.test(word)) && random.chance(0.6)
  return `${random.chance(0.15) ? 'ADD' : 'COPY'} ${flag}${isPlain ? words.join(' ') : JSON.stringify(words)}`
}

function sourceFrom(random: Random, tree: Tree): string {
  const start = tree.root === '' ? 0 : tree.root.length + 1
  const inside = [...tree.files.keys(), ...tree.links.keys()].filter(path =>
    path.startsWith(tree.root && `${tree.root}/`),
  )
  const files = inside.map(path => path.slice(start))
  const file = random.pick(files)
  const folder = posix.dirname(file)
  const path = random.chance(0.6) ? file : folder
  return weighted(random, [
    [9, path],
    [2, '.'],
    [1, `./${path}`],
    [1, `/${path}`],
    [1, `../${path}`],
    [1, `${path}/`],
    [1, `${posix.join(folder, 'up')}/../${posix.basename(file)}`],
    [2, posix.join(folder, random.pick(['gone', 'gone.js', 'z']))],
    [1, `${file}/gone`],
    [1, '../outside.js'],
    [4, patternFrom(random, path)],
  ])
}

function patternFrom(random: Random, path: string): string {
  const parts = path.split('/')
  const at = random.integer(parts.length)
  const name = parts[at] as string
  const dot = name.lastIndexOf('.')
  parts[at] = random.pick(['*', '**', `${name[0]}*`, dot > 0 ? `*${name.slice(dot)}` : '*', '[a-d]*', '?*'])
  return parts.join('/')
}
