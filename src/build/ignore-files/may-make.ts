import { posix } from 'node:path'
import { type Call, callFrom, operandsOf } from '../../documents/shell/calls.js'
import type { Command } from '../../documents/shell/script.js'
import { isInstaller } from '../../package-managers/installs.js'
import { isIndependent } from '../independent.js'

/**
 * What a command may leave in the folders of a project: files at known places (absolute), whatever a build makes, or whatever
 * there is.
 */
export type MayMake = readonly string[] | 'built' | 'anything'

/** They leave no file that was not there before, redirects aside. */
const QUIET =
  /^(?:|:|\[|apt-mark|cat|cd|chgrp|chmod|chown|echo|exit|export|false|find|grep|head|ls|mkdir|printf|rm|rmdir|sed|set|sleep|tail|test|true|which)$/
const PLACERS = /^(?:cp|install|ln|mv|tee|touch)$/
const BUILDERS =
  /^(?:bun|bundle|cargo|composer|dotnet|go|gradlew?|make|mix|mvnw?|node|npm|npx|php|pip[23]?|pnpm|poetry|python[23]?|rails|rake|ruby|tsc|uv|vite|yarn)$/
/** What an install writes beside the manifest, if it finds none. */
const LOCKS = [
  ...['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'composer.lock', 'poetry.lock', 'uv.lock'],
  ...['Pipfile.lock', 'Gemfile.lock', 'go.sum', 'Cargo.lock'],
]

/**
 * @param folder in which the command runs; undefined when that is not known
 * @param copied paths of the image that copies from the build context fill
 */
export function mayMake(command: Command, folder: string | undefined, copied: readonly string[]): MayMake {
  const call = callFrom(command)
  if (isIndependent(command, call, { folder, copied })) return []
  const written = command.redirects.filter(({ operator }) => operator.includes('>') && !operator.endsWith('&'))
  const places = [...written.map(({ target }) => target), ...(call && PLACERS.test(call.program) ? operands(call) : [])]
  const known = places.flatMap(place =>
    place === undefined || folder === undefined ? [] : posix.resolve(folder, place),
  )
  if (known.length < places.length) return 'anything'
  const program = call?.program ?? ''
  if (program === 'find' && call?.args.some(({ text }) => /^-(?:exec|ok)/.test(text))) return 'anything'
  if (QUIET.test(program) || PLACERS.test(program)) return known
  if (!BUILDERS.test(program)) return 'anything'
  return call && isInstall(call) && folder !== undefined
    ? [...known, ...LOCKS.map(name => posix.join(folder, name))]
    : 'built'
}

function operands({ args }: Call): readonly (string | undefined)[] {
  return operandsOf(args, new Set()).map(({ value }) => value)
}

const INSTALLS = /^(?:ci|clean-install|i|install|sync|download|fetch|config|cache|prune|restore)$/

function isInstall({ program, args }: Call): boolean {
  const words = args.flatMap(({ value }) => (value === undefined || value.startsWith('-') ? [] : value))
  if (program === 'yarn' && words.length === 0) return true
  return isInstaller(program) && words.slice(0, 3).some(word => INSTALLS.test(word)) && !words.includes('.')
}
