import type { Instruction } from '../../documents/dockerfile/instruction.js'
import type { Build, Step } from '../build.js'
import type { Selector } from './selector.js'

/** One step of a build that BuildKit runs or takes from its cache: a RUN, COPY, ADD or WORKDIR. */
export interface Layer {
  readonly build: Build
  /** Its stage is the one in which it is built: a trigger of ONBUILD belongs to the stage that sets it off. */
  readonly step: Step
  /** For ONBUILD the instruction that it kept. */
  readonly instruction: Instruction
  readonly below: Files
  /** What it reads of the build context and of other stages. */
  readonly inputs: readonly Input[]
  /** False when it cannot be told what it reads: variables, a context that is not known, names that a build decides. */
  readonly isKnown: boolean
  /** The build arguments whose values it depends on. */
  readonly arguments: ReadonlySet<string>
  /** What stays when it runs again. */
  readonly cacheMounts: readonly CacheMount[]
  /** `COPY --link`: what stands below does not count, if the builder can merge layers. */
  readonly isLinked: boolean
  readonly output: Output
}

/** The files of a stage after one of its layers, or those that it starts with. */
export interface Files {
  /** The layer on top; undefined for the base image. */
  readonly layer: Layer | undefined
  /** What FROM may mean, where only the build tells which stage it is. */
  readonly choices: readonly Files[]
  /** The build arguments in FROM: which image it is depends on them. */
  readonly chosenBy: ReadonlySet<string>
}

/** Files that a layer reads, and whose content is part of its key in the cache. */
export interface Input {
  /** Undefined for the build context. */
  readonly from: Files | undefined
  /** Undefined when it cannot be told which. */
  readonly selector: Selector | undefined
}

/** What a layer writes. */
export type Output =
  | { readonly kind: 'nothing' }
  /** A RUN: whatever its program does. */
  | { readonly kind: 'anything' }
  /** A COPY or ADD. */
  | {
      readonly kind: 'copies'
      /** In the image, from its root; undefined when it cannot be told. */
      readonly destination: string | undefined
      /** True for what is surely a folder, in which files keep their names; else it may be the file. */
      readonly isFolder: boolean
      /** ADD: a file that it names may be an archive. */
      readonly unpacks: boolean
      /** `--parents`: folders of the source come, too. */
      readonly keepsFolders: boolean
    }

/** `RUN --mount=type=cache`: a folder that is no part of the layer's key, and outlives it. */
export interface CacheMount {
  /** What mounts with the same content share: the target where none is written. Undefined when it cannot be told. */
  readonly id: string | undefined
  readonly target: string | undefined
  readonly sharing: 'shared' | 'private' | 'locked'
}
