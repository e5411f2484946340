import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'

const READS_MORE =
  /<(?:systemPath|exists|missing)>|file:|\$\{(?:project\.)?basedir\}\/(?:lib|repo)|<groupId>\s*org\.eclipse\.tycho/
const COMMENT = /<!--[\s\S]*?-->/g

/**
 * The manifests that Maven reads beside the first: those of all modules, and of the parents that lie in the project.
 * @returns undefined when one of them cannot be told, or needs more of the project
 */
export function mavenManifests(first: string, files: ImageFiles): readonly string[] | undefined {
  const found = new Set<string>()
  const open = [first]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue
    found.add(path)
    const text = files.textOf(path)?.replace(COMMENT, '')
    if (text === undefined || READS_MORE.test(text)) return undefined
    const parents = path === first ? writtenParent(text) : (writtenParent(text) ?? defaultParent(path, text, files))
    for (const name of [...modulesIn(text), ...(parents === undefined ? [] : [parents])]) {
      const named = posix.resolve(posix.dirname(path), name)
      const manifest = files.isFile(named) ? named : posix.join(named, 'pom.xml')
      if (name.includes('$') || !files.isFile(manifest)) return undefined
      open.push(manifest)
    }
  }
  found.delete(first)
  return [...found].sort()
}

function modulesIn(text: string): readonly string[] {
  return [...text.matchAll(/<module>\s*([^<]*?)\s*<\/module>/g)].map(([, name = '']) => name)
}

/** Where a manifest says that its parent lies. */
function writtenParent(text: string): string | undefined {
  return /<relativePath>\s*([^<\s][^<]*?)\s*<\/relativePath>/.exec(text)?.[1]
}

/** Without a word of it, Maven looks into the folder above. */
function defaultParent(path: string, text: string, files: ImageFiles): string | undefined {
  const isAbove = /<parent>/.test(text) && !/<relativePath\s*\/?>/.test(text)
  return isAbove && files.isFile(posix.resolve(posix.dirname(path), '../pom.xml')) ? '../pom.xml' : undefined
}
