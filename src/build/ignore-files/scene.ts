import { posix } from 'node:path'
import { type Dockerignore, type IgnorePattern, lastWord } from '../../documents/dockerignore/document.js'
import type { Call } from '../../documents/shell/calls.js'
import { baseImage } from '../base-images.js'
import type { Build, Step } from '../build.js'
import { knownBuildsOf } from '../builds/known-builds.js'
import type { Context } from '../context.js'
import { contextUnder } from '../context-at.js'
import { type ContextCopy, contextCopyOf, pathWithin } from '../context-copies.js'
import { copiesOf } from '../copies.js'
import { isPattern } from '../copy-patterns.js'
import { origin } from '../image-files.js'
import { historyOf, rootReference } from '../stage-history.js'
import type { StageBuild } from '../state.js'
import { expand } from '../variables.js'

/** What is kept out, and why. */
export interface KeptOut {
  /** In the context. */
  readonly source: string
  readonly ignore: Dockerignore
  readonly line: IgnorePattern
  readonly isEmpty: boolean
}

/** An image while it is built: what copies have brought, and what they would have brought without an ignore file. */
export interface Scene {
  /** The context without an ignore file. */
  readonly whole: Context
  /** What copies take of that, so far. */
  readonly copies: readonly ContextCopy[]
  /** Where in the image the copies of all steps go. */
  readonly copied: readonly string[]
  /** Files and folders that may hold more than is known; grows. */
  readonly mayHold: string[]
  /** Calls that change settings, so far. */
  readonly settings: Call[]
  /** Something was built that may have made files. */
  isBuilt: boolean
  /** Who starts the image may put other files in the place of its own. */
  readonly isMounted: boolean
  /** Takes a COPY or ADD in; false when BuildKit stops at it or nobody knows where it goes. */
  copy(step: Step): boolean
  /** Why none of these files (absolute) is in the image, where that is the ignore file's doing alone. */
  keptOut(anyOf: readonly string[]): KeptOut | undefined
}

/** Images have files of their own there. */
const SYSTEM = /^\/(?:bin|boot|dev|etc|lib\w*|proc|run|sbin|sys|usr(?!\/(?:app|src)\/)|var\/(?:cache|lib|run|spool))\//

/** @returns undefined for a stage that starts from an image of which nobody knows what it holds */
export function sceneOf(build: Build, stage: StageBuild, ignore: Dockerignore): Scene | undefined {
  const { context, dockerfile, repository } = build
  const whole = context && contextUnder(context.root, undefined, repository)
  if (context === undefined || whole === undefined || !isKnown(stage)) return undefined
  const folders = new Set<string>()
  const copies: ContextCopy[] = []
  const real: ContextCopy[] = []
  const mayHold: string[] = []
  const isUnsure = (path: string) =>
    SYSTEM.test(path) || mayHold.some(place => path === place || pathWithin(path, place) !== undefined)
  const keptOutOf = (path: string): KeptOut | undefined => {
    const source = origin(whole, copies, path)?.source
    const there = origin(context, real, path)?.source
    const line = source === undefined ? undefined : lastWord(ignore, source)
    if (source === undefined || line === undefined || line.keeps) return undefined
    const isEmpty = there === source && context.sizeOf(source) === 0 && whole.sizeOf(source) !== 0
    return isEmpty || there === undefined ? { source, ignore, line, isEmpty } : undefined
  }
  return {
    whole,
    copies,
    copied: placesOf(build, stage, whole),
    mayHold,
    settings: [],
    isBuilt: false,
    isMounted: knownBuildsOf(dockerfile.path, repository).some(
      ({ origin, path }) => origin === 'compose' && /^\s+volumes:/m.test(repository.texts.get(path) ?? ''),
    ),
    copy(step) {
      if (step.state.workdir !== undefined) folders.add(step.state.workdir)
      const taken = contextCopyOf(step, dockerfile.escape, whole, folders)
      if (taken === undefined) {
        const target = targetOf(step, dockerfile.escape)
        if (target !== undefined) mayHold.push(target)
        return target !== undefined
      }
      // BuildKit stops where one is not there; a pattern may match nothing.
      const sources = taken.copy.sources.map(({ text }) => expand(step.state.variables, text, dockerfile.escape) ?? '')
      if (sources.some(source => !isPattern(source) && context.kindOf(source) === undefined)) return false
      copies.push(taken)
      real.push({ ...taken, placements: taken.placements.filter(({ source }) => context.kindOf(source) !== undefined) })
      for (const { kind, target } of taken.placements) folders.add(kind === 'folder' ? target : posix.dirname(target))
      return true
    },
    keptOut(anyOf) {
      if (anyOf.some(isUnsure)) return undefined
      const isThere = (path: string) => origin(context, real, path) !== undefined && keptOutOf(path) === undefined
      if (anyOf.some(isThere)) return undefined
      // After a build only scripts are known to be nobody's product.
      const candidates = this.isBuilt ? anyOf.filter(path => path.endsWith('.sh')) : anyOf
      return candidates.flatMap(path => keptOutOf(path) ?? [])[0]
    },
  }
}

/** Of these images it is known that they bring no project along. */
function isKnown(stage: StageBuild): boolean {
  const reference = rootReference(stage)
  if (reference === undefined || /onbuild/.test(reference)) return false
  let root = stage
  while (root.parent) root = root.parent
  // Whoever builds may name another image.
  if (root.stage.image.text.startsWith('$')) return false
  return reference === 'scratch' || baseImage(reference).user !== undefined
}

function placesOf(build: Build, stage: StageBuild, whole: Context): readonly string[] {
  const folders = new Set<string>()
  return historyOf(stage).flatMap(step => {
    if (step.state.workdir !== undefined) folders.add(step.state.workdir)
    const copy = contextCopyOf(step, build.dockerfile.escape, whole, folders)
    const place = copy?.placements.map(({ target }) => target) ?? targetOf(step, build.dockerfile.escape)
    return place ?? []
  })
}

function targetOf({ instruction, state }: Step, escape: '\\' | '`'): string | undefined {
  const [copy] = copiesOf(instruction)
  const written = copy && expand(state.variables, copy.destination.text, escape)
  if (written === undefined || (state.workdir === undefined && !posix.isAbsolute(written))) return undefined
  return posix.resolve('/', state.workdir ?? '/', written)
}
