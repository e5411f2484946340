import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { docker, folderWith } from '../docker.js'
import { readTar } from '../tar.js'
import type { Landed } from './expected.js'
import type { Tree } from './trees.js'

/** A tree on the disk. */
export interface Placed {
  readonly tree: Tree
  readonly folder: string
}

export function place(tree: Tree, dockerfile: string): Placed {
  const folder = folderWith({ ...Object.fromEntries(tree.files), [tree.dockerfile]: dockerfile })
  for (const path of tree.emptyFolders) mkdirSync(join(folder, path), { recursive: true })
  for (const [path, target] of tree.links) symlinkSync(target, join(folder, path))
  return { tree, folder }
}

/** Builds the last stages of many trees with one call, and gives what each puts into its folders. */
export async function buildAll(placed: readonly Placed[]): Promise<readonly Landed[]> {
  const out = folderWith({})
  const target = Object.fromEntries(
    placed.map(({ tree, folder }, i) => [
      `t${i}`,
      {
        ...{ context: join(folder, tree.root), dockerfile: join(folder, tree.dockerfile) },
        output: [`type=tar,dest=${out}/${i}.tar`],
      },
    ]),
  )
  writeFileSync(`${out}/bake.json`, JSON.stringify({ target }))
  try {
    await docker(
      'buildx',
      'bake',
      '--allow=fs=*',
      '--progress=quiet',
      '--file',
      `${out}/bake.json`,
      ...Object.keys(target),
    )
    return placed.map(({ tree }, i) => landedIn(readFileSync(`${out}/${i}.tar`), tree))
  } finally {
    rmSync(out, { recursive: true })
  }
}

function landedIn(archive: Buffer, tree: Tree): Landed {
  const found: Record<string, string> = {}
  for (const [path, { type, content }] of readTar(archive)) {
    if (type === '5') continue
    const isDockerfile =
      path.endsWith(`/${tree.dockerfile.split('/').at(-1)}`) && content.toString().startsWith('FROM scratch')
    found[path] = type === '2' ? `→ ${content}` : isDockerfile ? '(Dockerfile)' : content.toString()
  }
  return found
}

/** Builds one stage. @returns what BuildKit said when it stopped */
export async function stopOf({ tree, folder }: Placed, stage: string): Promise<string | undefined> {
  const paths = ['--file', join(folder, tree.dockerfile), join(folder, tree.root)]
  try {
    await docker('build', '--quiet', '--output=type=cacheonly', '--target', stage, ...paths)
    return undefined
  } catch (error) {
    return /ERROR: .*/.exec(String(error))?.[0] ?? String(error)
  }
}

export function remove({ folder }: Placed): void {
  rmSync(folder, { recursive: true })
}
