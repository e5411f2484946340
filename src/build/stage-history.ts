import { posix } from 'node:path'
import type { Call } from '../documents/shell/calls.js'
import { type Build, runAt, type Step, stepsOfStage } from './build.js'
import { copiesOf } from './copies.js'
import { rootStage } from './lineage.js'
import type { StageBuild } from './state.js'
import { expand } from './variables.js'

/** The image that a stage and all that it is built on start from; undefined when that is not known. */
export function rootReference(stage: StageBuild): string | undefined {
  return rootStage(stage).reference
}

/** All that happens to the image up to the end of a stage, what its parents left to ONBUILD included. */
export function historyOf(stage: StageBuild): readonly Step[] {
  const { parent } = stage
  return [...(parent ? historyAndTriggers(parent) : []), ...ownSteps(stage)]
}

function historyAndTriggers(stage: StageBuild): readonly Step[] {
  return [...historyOf(stage), ...stepsOfStage(stage).filter(({ isTrigger }) => isTrigger)]
}

function ownSteps(stage: StageBuild): readonly Step[] {
  return stepsOfStage(stage).filter(({ isTrigger }) => !isTrigger)
}

/** Programs that install no system packages, create no users and start nothing unknown. */
const TAME = new Set([
  ...['[', 'addgroup', 'adduser', 'apk', 'apt', 'apt-get', 'basename', 'bundle', 'cargo', 'cat', 'cd', 'chgrp'],
  ...['chmod', 'chown', 'composer', 'cp', 'date', 'dirname', 'dotnet', 'echo', 'env', 'exit', 'export', 'false'],
  ...['find', 'gem', 'go', 'grep', 'groupadd', 'head', 'ln', 'ls', 'mkdir', 'mv', 'mvn', 'npm', 'npx', 'pip'],
  ...['pip3', 'pipenv', 'pnpm', 'poetry', 'printf', 'pwd', 'rm', 'rmdir', 'set', 'sha256sum', 'sort', 'tail'],
  ...['test', 'touch', 'true', 'uname', 'useradd', 'uv', 'yarn'],
])

/**
 * The programs that the RUNs of a history start.
 * @returns undefined when a RUN starts what may do anything to the image
 */
export function tameCalls(build: Build, history: readonly Step[]): readonly Call[] | undefined {
  const calls: Call[] = []
  for (const { instruction } of history) {
    if (instruction.keyword !== 'RUN') continue
    const run = runAt(build, instruction)
    if (run === undefined || !run.script.editable || !run.calls.every(isTame)) return undefined
    calls.push(...run.calls)
  }
  return calls
}

function isTame({ program, args }: Call): boolean {
  if (program === 'find') return !args.some(({ text }) => /^-(?:exec|ok)/.test(text))
  return TAME.has(program) || (/^python3?$/.test(program) && args[0]?.text === '-m' && args[1]?.text === 'pip')
}

/** Folders of the system: who copies to them may bring programs, users and whatever else. */
const SYSTEM = /^\/(?:bin|etc|lib\w*|sbin|usr(?:\/(?:s?bin|lib\w*|local(?:\/(?:s?bin|lib))?))?)?$/

/** True when a copy of the history may put whole folders or files of this name into the system's folders. */
export function copiesIntoSystem(
  { dockerfile }: Build,
  history: readonly Step[],
  ...names: readonly string[]
): boolean {
  return history.some(({ instruction, state }) =>
    copiesOf(instruction).some(({ destination, sources, from }) => {
      const written = expand(state.variables, destination.text, dockerfile.escape)
      if (written === undefined || (state.workdir === undefined && !posix.isAbsolute(written)))
        return from !== undefined
      const target = posix.resolve('/', state.workdir ?? '/', written).replace(/(?<=.)\/$/, '')
      if ([target, ...sources.map(({ text }) => text)].some(path => names.includes(posix.basename(path)))) return true
      return SYSTEM.test(target) && (from !== undefined || target === '/' || target === '/etc' || target === '/usr')
    }),
  )
}
