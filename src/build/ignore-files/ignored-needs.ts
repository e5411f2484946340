import { posix } from 'node:path'
import type { Word } from '../../documents/dockerfile/instruction.js'
import { mountsOf } from '../../documents/dockerfile/mounts.js'
import { type Dockerignore, type IgnorePattern, parseDockerignore } from '../../documents/dockerignore/document.js'
import { toSource } from '../../documents/logical-text.js'
import { type Call, callFrom, commandName } from '../../documents/shell/calls.js'
import { hasAlternatives } from '../../documents/shell/chains.js'
import type { Chain, Command, Script } from '../../documents/shell/script.js'
import type { Range } from '../../documents/text.js'
import { isSetting } from '../../package-managers/installs.js'
import { type Lack, neededFiles } from '../../package-managers/needed-files.js'
import { remembered } from '../../remembered.js'
import { type Build, type RunStep, runAt } from '../build.js'
import { foldersAt } from '../folders-at.js'
import { imageFiles } from '../image-files.js'
import { lastCommands } from '../last-commands.js'
import { historyOf } from '../stage-history.js'
import type { StageBuild } from '../state.js'
import { mayMake } from './may-make.js'
import { scriptsNamed, startedWord } from './named-scripts.js'
import { type Scene, sceneOf } from './scene.js'

/** A file that a build needs, that git tracks, and that the ignore file keeps out of what a COPY would bring. */
export interface IgnoredNeed {
  /** What needs it; in the Dockerfile. */
  readonly range: Range
  /** As people call it: `npm ci`. */
  readonly reader: string
  /** In the context. */
  readonly source: string
  /** That and all else that it would not find. */
  readonly sources: readonly string[]
  readonly lack: Lack | 'starts'
  readonly ignore: Dockerignore
  /** What keeps it out. */
  readonly line: IgnorePattern
  /** Its name comes in, and nothing of what is in it. */
  readonly isEmpty: boolean
}

/** What the ignore file keeps from commands that surely look for it, although no COPY names it. */
export const ignoredNeeds = remembered((build: Build): readonly IgnoredNeed[] => {
  const { context, repository } = build
  const text = context?.ignorePath === undefined ? undefined : repository.texts.get(context.ignorePath)
  if (context?.ignorePath === undefined || text === undefined) return []
  const ignore = parseDockerignore(context.ignorePath, text)
  if (!ignore.patterns.some(({ keeps }) => !keeps)) return []
  return build.stages.flatMap(stage => inStage(build, stage, ignore))
})

function inStage(build: Build, stage: StageBuild, ignore: Dockerignore): readonly IgnoredNeed[] {
  const scene = sceneOf(build, stage, ignore)
  if (scene === undefined) return []
  const found: IgnoredNeed[] = []
  for (const step of historyOf(stage)) {
    const { keyword } = step.instruction
    if (keyword === 'COPY' || keyword === 'ADD') {
      if (!scene.copy(step)) return found
    } else if (keyword === 'RUN') {
      const run = runAt(build, step.instruction)
      const isOwn = step.stage === stage && !step.isTrigger
      if (run === undefined || !readRun(run, scene, isOwn ? found : [])) return found
    }
  }
  return [...found, ...started(stage, scene)]
}

/**
 * Reads a RUN command by command, and adds to `found`.
 * @returns false when nothing is known of the image any more
 */
function readRun(run: RunStep, scene: Scene, found: IgnoredNeed[]): boolean {
  const { script } = run
  if (!script.editable) return false
  const folders = foldersAt(run)
  const isBound = mountsOf(run.instruction).some(({ type }) => type === 'bind')
  for (const command of script.commands) {
    const call = callFrom(command)
    const folder = folders.get(command)
    if (call && folder !== undefined && !isBound && isFatal(script, command)) {
      const need = needOf(run, call, folder, scene)
      if (need) found.push(need)
    }
    const made = mayMake(command, folder, scene.copied)
    if (made === 'anything') return false
    if (made === 'built') scene.isBuilt = true
    else scene.mayHold.push(...made)
    if (call && isSetting(call)) scene.settings.push(call)
  }
  return true
}

/** True for a command that always runs, and without which the build does not go on. */
function isFatal({ chains, commands }: Script, { item }: Command): boolean {
  if (item === undefined || item.chain.background || hasAlternatives(item.chain)) return false
  const isLast = (chain: Chain) => chain === chains.at(-1)
  const [first] = commands
  const isStrict = first?.words[0]?.value === 'set' && /^-\w*e/.test(first.words[1]?.value ?? '')
  return isStrict || isLast(item.chain)
}

function needOf(run: RunStep, call: Call, folder: string, scene: Scene): IgnoredNeed | undefined {
  const { variables } = run.state
  const files = imageFiles(scene.whole, scene.copies)
  const surroundings = { folder, variables, earlier: scene.settings }
  const range = toSource(run.script.text, call.command.range)
  const needed = scene.isBuilt ? [] : neededFiles(call, surroundings, files)
  const lacking = needed.flatMap(({ anyOf, lack, isWanted }) => {
    const kept = scene.keptOut(anyOf)
    // Who names a lock file alone may want the newest versions.
    const isMeant = lack === 'newest' && !isWanted && kept?.line.text.endsWith(posix.basename(kept.source))
    return kept && !isMeant ? [{ ...kept, lack, reader: commandName(call) }] : []
  })
  const scripts = scriptsNamed(call).flatMap(name => {
    const kept = scene.keptOut([posix.resolve(folder, name)])
    return kept ? [{ ...kept, lack: 'stops' as const, reader: call.path }] : []
  })
  const all = [...lacking, ...scripts]
  return all[0] && { range, ...all[0], sources: all.map(({ source }) => source) }
}

/** The program of the image, where it is named by its path. */
function started(stage: StageBuild, scene: Scene): readonly IgnoredNeed[] {
  const folder = stage.states.at(-1)?.workdir
  const commands = lastCommands(stage)
  const words = commands.flatMap(({ json }) => json ?? [])
  if (scene.isMounted || folder === undefined || commands.some(({ json }) => json === undefined)) return []
  const word = startedWord<Word>(words)
  const isOwn = stage.stage.instructions.some(({ json }) => word !== undefined && json?.includes(word))
  const kept = word && isOwn ? scene.keptOut([posix.resolve(folder, word.text)]) : undefined
  return word && kept ? [{ range: word.range, reader: word.text, lack: 'starts', ...kept, sources: [kept.source] }] : []
}
