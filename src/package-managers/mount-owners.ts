import type { User } from '../build/base-images.js'
import type { Mount } from '../documents/dockerfile/mounts.js'

/** Whether a user may write to a cache mount, as far as can be told: a variable, or an unknown group, may be the user's. */
export function isWritableBy(options: Mount['options'], { uid, gid }: User): boolean {
  const [owner = '0', group = '0', mode = '0755'] = ['uid', 'gid', 'mode'].map(name => options.get(name))
  if (![owner, group, mode].every(value => /^\d+$/.test(value)) || Number(owner) === uid) return true
  const allows = (digit: string | undefined) => (Number(digit) & 2) === 2
  if (allows(mode.at(-1))) return true
  return allows(mode.at(-2)) && (gid === undefined || gid === Number(group))
}
