/** A build that a file of the repository describes. Paths are from the repository's root. */
export interface KnownBuild {
  /** The file that says so. */
  readonly path: string
  readonly origin: 'compose' | 'workflow' | 'bake'
  /** The service, the job or the target that the file has it under. */
  readonly name: string
  readonly dockerfile: string
  /** The build context; empty for the repository's root. */
  readonly root: string
  /** The stage that is wanted; undefined for the last one. */
  readonly target: string | undefined
  /** Build arguments whose values are known. */
  readonly args: ReadonlyMap<string, string>
  /** It puts other images or folders in the place of stages. */
  readonly hasNamedContexts: boolean
  /** Nothing is known to make files in the context before. */
  readonly isBare: boolean
  /** The builder fetches the context from git, and leaves `.git` out. */
  readonly isWithoutGit?: boolean
}

/** `compose.yml` builds this as `web`: a sentence that can go on. */
export function describeBuild({ path, origin, name }: KnownBuild): string {
  const how = { compose: 'as', workflow: 'in job', bake: 'as target' }[origin]
  return `\`${path}\` builds this ${how} \`${name}\``
}

/** Names and values of `NAME=value`, the last of each; a name alone stands for what the environment has. */
export function argumentsFrom(words: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const word of words) {
    const [, name = '', value] = /^([^=]+)(?:=(.*))?$/s.exec(word) ?? []
    if (value === undefined) values.delete(name)
    else values.set(name, value)
  }
  return values
}
