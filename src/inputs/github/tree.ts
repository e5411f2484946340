import type { Client } from './client.js'
import type { Place } from './event.js'

/** Every file of a commit. */
export interface Tree {
  /** Sizes in bytes. */
  readonly files: ReadonlyMap<string, number>
  /** Names that git gives the contents. */
  readonly blobs: ReadonlyMap<string, string>
  /** Symbolic links: their content is a path. */
  readonly links: ReadonlySet<string>
  /** False when GitHub cut the list off, at 100,000 entries or 7 MB. */
  readonly isComplete: boolean
}

/** Git's mode of a symbolic link. */
const LINK_MODE = '120000'

/** Reads the list of all files at a commit, in one request. */
export async function readTree(client: Client, { owner, repo }: Place, commit: string): Promise<Tree> {
  const { data } = await client.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: '1' })
  const blobs = data.tree.filter(({ type }) => type === 'blob')
  return {
    files: new Map(blobs.map(({ path, size }) => [path, size ?? 0])),
    blobs: new Map(blobs.map(({ path, sha }) => [path, sha])),
    links: new Set(blobs.filter(({ mode }) => mode === LINK_MODE).map(({ path }) => path)),
    isComplete: !data.truncated,
  }
}

/** Paths whose content differs, or that only `after` has. */
export function changedBetween(before: Tree, after: Tree): readonly string[] {
  return [...after.blobs].filter(([path, sha]) => before.blobs.get(path) !== sha).map(([path]) => path)
}
