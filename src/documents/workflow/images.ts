import type { NamedContext } from '../named-contexts.js'

/** An image that a job builds. Paths are from the repository's root. */
export interface WorkflowBuild {
  readonly job: string
  /** The called workflow that the job is of, where that one says all of it; undefined for one of the workflow itself. */
  readonly calledPath?: string | undefined
  /** Where the context lies; empty for the root. */
  readonly context: string
  /** Where the Dockerfile is looked for, in this order. */
  readonly dockerfiles: readonly string[]
  /** The stage that is wanted; undefined for the last one. */
  readonly target: string | undefined
  /** `NAME=value`; with `$` where only a run knows. */
  readonly args: readonly string[]
  /** What takes the place of stages and images; undefined when that is not known. */
  readonly contexts: readonly NamedContext[] | undefined
  /** True when nothing but what git holds can be in the context: no step before has made a file. */
  readonly isBare: boolean
  /** The builder fetches the context from git, and leaves `.git` out. */
  readonly isWithoutGit?: boolean
}

/** Targets of Bake files that a job builds. */
export interface WorkflowBake {
  readonly job: string
  /** From where paths start. */
  readonly folder: string
  /** Empty for those that Bake finds by itself. */
  readonly files: readonly string[]
  readonly isBare: boolean
}

export interface WorkflowImages {
  readonly builds: readonly WorkflowBuild[]
  readonly bakes: readonly WorkflowBake[]
}
