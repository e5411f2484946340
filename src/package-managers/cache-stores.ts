import type { Build, RunStep } from '../build/build.js'
import { finalStages, runAt, runsOfStage, stepsOfStage } from '../build/build.js'
import { meet } from '../build/context-copies.js'
import { copiesOf } from '../build/copies.js'
import { sourcesTaken } from '../build/copies-from.js'
import { descendantsOf } from '../build/lineage.js'
import { nameOf } from '../build/repository.js'
import { scriptNames } from '../build/started.js'
import type { StageBuild } from '../build/state.js'
import { expand } from '../build/variables.js'
import { isCommand } from '../documents/dockerfile/commands.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import type { Call } from '../documents/shell/calls.js'
import { rememberedFor } from '../remembered.js'
import type { PackageCache } from './cache.js'
import { type CacheUse, cacheUsesOf } from './cache-uses.js'

/** Programs that start no package manager and read nothing of what one keeps. */
const UNCONCERNED = new Set([
  ...[':', '[', 'addgroup', 'adduser', 'apk', 'apt', 'apt-get', 'basename', 'cat', 'cd', 'chgrp', 'chmod', 'chown'],
  ...['cp', 'curl', 'date', 'dirname', 'dnf', 'dpkg', 'du', 'echo', 'exit', 'export', 'false', 'file', 'find', 'git'],
  ...['grep', 'groupadd', 'head', 'install', 'jar', 'java', 'jlink', 'ldd', 'ln', 'ls', 'microdnf', 'mkdir', 'mv'],
  ...['printf', 'pwd', 'rm', 'rmdir', 'rustup', 'sed', 'set', 'setcap', 'sha256sum', 'sleep', 'strip', 'tail', 'tar'],
  ...['tee', 'test', 'touch', 'tr', 'true', 'uname', 'unset', 'unzip', 'update-ca-certificates', 'upx', 'useradd'],
  ...['usermod', 'wget', 'xargs', 'yum', 'zip'],
])

/**
 * The RUNs of a stage that work with a store which later commands read, when all of them are plain to see: a mount on one
 * and not on another would hide what the first has put there.
 */
export function storeRuns(
  build: Build,
  stage: StageBuild,
  cache: PackageCache,
): readonly { readonly run: RunStep; readonly use: CacheUse }[] | undefined {
  if (mayBeFilled(build, stage.parent, cache)) return undefined
  const found: { run: RunStep; use: CacheUse }[] = []
  let isPrepared = false
  for (const member of [stage, ...descendantsOf(build, stage)]) {
    for (const { instruction, isTrigger } of stepsOfStage(member)) {
      const { keyword } = instruction
      if (isCommand(instruction) && startsManager(instruction.logical.text, cache)) return undefined
      if (keyword !== 'RUN') continue
      const run = runAt(build, instruction)
      const use = run && cacheUsesOf(run).find(one => one.cache === cache)
      if (use && member === stage && !isTrigger) found.push({ run, use })
      else if (found.length > 0 && (run === undefined || run.calls.some(call => !UNCONCERNED.has(call.program))))
        return undefined
      else
        isPrepared ||=
          run?.calls.some(call => !cache.programs.includes(call.program) && isProjectScript(build, call)) ?? false
    }
  }
  // What a script of the project has put into the store, an empty mount would hide.
  if (isPrepared && found.length > 0) return undefined
  const folders = found.flatMap(({ use }) => use.folders ?? [])
  if (found.some(({ run, use }) => !run.script.editable || use.folders === undefined || hasOthers(run, cache)))
    return undefined
  if (found.some(({ use }) => use.calls.some(call => cache.needsFilled(call)))) return undefined
  const isFinal = finalStages(build).has(stage)
  return (isFinal && !isStarted(build)) || isTaken(build, stage, folders) ? undefined : found
}

/** True when the store is in the layers below, where `FROM build AS publish` finds it: an empty mount would hide it. */
function mayBeFilled(build: Build, stage: StageBuild | undefined, cache: PackageCache): boolean {
  if (stage === undefined) return false
  const runs = stage.stage.instructions.filter(({ keyword }) => keyword === 'RUN')
  const readable = runsOfStage(build, stage)
  const fills = (run: RunStep) => cacheUsesOf(run).some(use => use.cache === cache) || hasOthers(run, cache)
  return readable.length < runs.length || readable.some(fills) || mayBeFilled(build, stage.parent, cache)
}

/** True for a script that comes with the project, by itself or as a shell's argument. */
function isProjectScript({ context }: Build, { path, program, args }: Call): boolean {
  if (path === program && UNCONCERNED.has(program)) return false
  const name = /^(?:ba|da)?sh$/.test(program) ? args.find(({ text }) => !text.startsWith('-'))?.text : path
  if (context === undefined || name === undefined) return false
  return context.filesNamed(...scriptNames([nameOf(name)])).length > 0
}

/** A command that may start the manager by another name: `make`, `./build.sh`. */
function hasOthers({ calls }: RunStep, { programs }: PackageCache): boolean {
  return calls.some(({ program }) => !programs.includes(program) && !UNCONCERNED.has(program))
}

/** True for a command of the image that works with the store, or of which that is not known. */
function startsManager(command: string, { programs }: PackageCache): boolean {
  const words = command.split(/[\s"',[\]/]+/)
  return words.some(word => programs.includes(word) || /^(?:air|make|npm|reflex|sh|bash)$|\.sh$/.test(word))
}

/** An image without a command of its own is there to be worked in. */
function isStarted(build: Build): boolean {
  return [...finalStages(build)].some(stage => stage.stage.instructions.some(isCommand))
}

/** True when another stage copies the store, or something is copied into it. */
export function isTaken(build: Build, stage: StageBuild, folders: readonly string[]): boolean {
  return takenPaths(build, stage).some(path => path === undefined || folders.some(folder => meet(path, folder)))
}

/** What other stages copy from a stage, and what is copied into it; undefined where that is not known. */
const takenPaths = rememberedFor((build: Build, whole: StageBuild): readonly (string | undefined)[] => {
  const variables = whole.states.at(-1)?.variables
  const pathOf = ({ text }: Word) => (variables ? expand(variables, text, '\\') : undefined)?.replace(/(?<=.)\/$/, '')
  const copied = sourcesTaken(build, whole).map(pathOf)
  const filled = whole.stage.instructions.flatMap(copiesOf).map(({ destination }) => pathOf(destination))
  // What is copied to the root of an image seldom goes so deep.
  return [...new Set([...copied, ...filled.filter(path => path !== '/')])]
})
