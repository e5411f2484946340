import type { History, PastChange } from '../../build/history.js'
import { type Checkout, USUAL_BASES } from './checkout.js'
import { localGit } from './git.js'

/** `--first-parent` takes a merge for one change: what it brought to the branch. */
const LOG = ['log', '--first-parent', '--diff-merges=first-parent', '--no-show-signature', '--no-renames']
/** A NUL, the commit, its parents; git ends it with one more, and so each path. */
const FORMAT = ['--name-only', '-z', '--format=%x00%h %P']

/**
 * Which paths the last commits of the main branch changed: its merges, or what was squashed or pushed to it.
 * @param base the branch; undefined for the usual names, or what is checked out
 * @returns undefined where git cannot tell without a network
 */
export async function readCommits(
  { root, isGit }: Checkout,
  base: string | undefined,
  count: number,
): Promise<History | undefined> {
  if (!isGit) return undefined
  for (const name of base === undefined ? [...USUAL_BASES, 'HEAD'] : [base]) {
    const output = await localGit(root, ...LOG, ...FORMAT, '-n', String(count), '--end-of-options', name, '--')
    if (output === undefined) continue
    const answer = await localGit(root, 'rev-parse', '--is-shallow-repository')
    const changes = pastChanges(output)
    return { kind: 'commit', changes, isShallow: answer?.trim() === 'true' && changes.length < count }
  }
  return undefined
}

/** Reads what git wrote in `FORMAT`. What has no parent is left out: it seems to add every file that there is. */
function pastChanges(output: string): readonly PastChange[] {
  // No path is empty: two NULs are there only where a commit begins.
  return output
    .replace(/^\0/, '')
    .split('\0\0')
    .flatMap(record => {
      const [head = '', first, ...others] = record.split('\0').filter(part => part !== '')
      const [id = '', parent = ''] = head.split(' ')
      if (parent === '') return []
      // Git sets the paths apart by a line end.
      const paths = first === undefined ? [] : [first.replace(/^\n/, ''), ...others]
      return [{ id, paths, isComplete: true }]
    })
}
