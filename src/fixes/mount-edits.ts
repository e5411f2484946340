import { posix } from 'node:path'
import type { User } from '../build/base-images.js'
import type { RunStep } from '../build/build.js'
import type { Mount } from '../documents/dockerfile/mounts.js'
import type { PackageCache } from '../package-managers/cache.js'
import type { Defeat } from '../package-managers/cache-uses.js'
import type { Edit, Fix } from './edits.js'
import { deleteParts } from './shell-edits.js'

/**
 * `--mount=…` for a folder of a cache.
 * @returns undefined when the user in force could not write to it, or the folder's name would need quotes
 */
export function mountFlag(
  { isExclusive, isStore }: PackageCache,
  folder: string,
  user: User | undefined,
): string | undefined {
  const owner = ownerOptions(user)
  if (owner === undefined || (owner !== '' && (isStore || hidesFolders(folder, user)))) return undefined
  if (!/^[\w./@+-]+$/.test(folder)) return undefined
  return `--mount=type=cache,target=${folder}${isExclusive ? ',sharing=locked' : ''}${owner}`
}

/**
 * While a RUN lasts, folders above a mount that are not there yet belong to root: nobody else can put anything beside it.
 * Directly in the home, or in its `.cache`, that keeps no package manager from its work.
 */
function hidesFolders(folder: string, user: User | undefined): boolean {
  const home = user?.home
  if (home === undefined || !folder.startsWith(`${home}/`)) return false
  return ![home, `${home}/.cache`].includes(posix.dirname(folder))
}

/** A new mount belongs to root unless told otherwise. */
export function ownerOptions(user: User | undefined): string | undefined {
  if (user?.uid === undefined) return undefined
  return user.uid === 0 ? '' : `,uid=${user.uid},gid=${user.gid ?? user.uid}`
}

/** Puts a mount where the cache is; a mount that says nothing of its owner gets the user in force. */
export function moveMount(run: RunStep, { flag, target = '', options }: Mount, folder: string): Fix | undefined {
  const at = run.dockerfile.text.slice(flag.range.start, flag.range.end).indexOf(target)
  const owner = ownerOptions(run.state.user)
  if (!flag.contiguous || at === -1 || owner === undefined) return undefined
  const isOwned = ['uid', 'gid', 'mode'].some(name => options.has(name))
  const start = flag.range.start + at
  const edits = [{ start, end: start + target.length, text: folder + (isOwned ? '' : owner) }]
  return { title: `Mount ${folder}`, safe: true, edits }
}

/** Makes a user the owner of a mount. */
export function giveMount({ flag, options }: Mount, user: User): Fix | undefined {
  const owner = ownerOptions(user)
  if (owner === undefined || !flag.contiguous || /["']/.test(flag.text)) return undefined
  const uid = options.get('uid')
  const at = uid === undefined ? flag.range.end : flag.range.start + flag.text.indexOf(`uid=${uid}`) + 'uid='.length
  const edit =
    uid === undefined
      ? { start: at, end: at, text: options.has('gid') ? `,uid=${user.uid}` : owner }
      : { start: at, end: at + uid.length, text: String(user.uid) }
  return { title: `Give the mount to ${user.name}`, safe: true, edits: [edit] }
}

/** Edits that take out of a RUN what defeats a cache; undefined when some of it cannot be taken out here. */
export function removeDefeats(run: RunStep, defeats: readonly Defeat[]): readonly Edit[] | undefined {
  if (defeats.length === 0) return []
  const removals = defeats.flatMap(({ removal }) => removal ?? [])
  if (removals.length < defeats.length) return undefined
  const items = [...new Set(removals.flatMap(removal => removal.items))]
  const words = [...new Set(removals.flatMap(removal => removal.words))]
  return deleteParts(run, { words, items })
}
