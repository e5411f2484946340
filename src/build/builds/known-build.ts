import type { NamedContext } from '../../documents/named-contexts.js'
import { pathIn } from './paths.js'

/** Values by name; undefined for one that is not known. */
export type Arguments = ReadonlyMap<string, string | undefined>

/** A folder that builds take files from as if it were a stage. */
export interface NamedFolder {
  readonly name: string
  /** From the repository's root; undefined for an image, another build, or what is not known. */
  readonly folder: string | undefined
}

/** A build that a file of the repository describes. Paths are from the repository's root. */
export interface KnownBuild {
  /** The file that says so. */
  readonly path: string
  readonly origin: 'compose' | 'workflow' | 'bake' | 'skaffold'
  /** The service, the job, the target or the image that the file has it under. */
  readonly name: string
  readonly dockerfile: string
  /** The build context; empty for the repository's root. */
  readonly root: string
  /** The stage that is wanted; undefined for the last one. */
  readonly target: string | undefined
  /** Build arguments that it is given; undefined when it is not known which. */
  readonly args: Arguments | undefined
  /** Arguments that hold the commit, the time or the number of a run. */
  readonly stamps?: readonly string[]
  /** What takes the place of stages and images; undefined when that is not known. */
  readonly contexts: readonly NamedFolder[] | undefined
  /** Nothing is known to make files in the context before. */
  readonly isBare: boolean
  /** The builder fetches the context from git, and leaves `.git` out. */
  readonly isWithoutGit?: boolean
}

/** `compose.yml` builds this as `web`: a sentence that can go on. */
export function describeBuild({ path, origin, name }: KnownBuild): string {
  const how = { compose: 'as', workflow: 'in job', bake: 'as target', skaffold: 'as' }[origin]
  return `\`${path}\` builds this ${how} \`${name}\``
}

/**
 * Names and values of `NAME=value`, the last of each.
 * A name alone stands for what the environment has, and a value with a variable for what only a run knows.
 * @returns undefined when only a run knows a name
 */
export function argumentsFrom(words: readonly string[]): Arguments | undefined {
  const values = new Map<string, string | undefined>()
  for (const word of words) {
    const [, name = '', value] = /^([^=]+)(?:=(.*))?$/s.exec(word) ?? []
    if (name.includes('$')) return undefined
    values.set(name, value?.includes('$') ? undefined : value)
  }
  return values
}

/** @param start the folder that their paths start from */
export function foldersFrom(contexts: readonly NamedContext[], start: string): readonly NamedFolder[] {
  return contexts.map(({ name, value }) => {
    const isFolder = value !== undefined && !ELSEWHERE.test(value)
    return { name, folder: isFolder ? pathIn(start, value) : undefined }
  })
}

/** An image, another target or service, an address. */
const ELSEWHERE = /^[\w+-]{2,}:/
