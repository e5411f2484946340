import { type Build, modelBuild, type RunStep, runsOf } from '../build/build.js'
import { isTelling, replayWords } from '../build/replay.js'
import { type ReplayedStep, replaysOf } from '../build/replayed-step.js'
import { parseDockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import type { Call } from '../documents/shell/calls.js'
import type { Finding } from '../rules/finding.js'
import { applyEdits, type Fix } from './edits.js'
import type { CheckedDockerfile } from './prove.js'

/** Of the findings about a step that is run again and again the first says how often that was so, and would be with its fix. */
export function replayEach({ build, findings }: CheckedDockerfile): readonly Finding[] {
  if (build.repository.history === undefined) return findings
  const said = new Set<Instruction>()
  return findings.map(finding => {
    const { step, ignoredBy } = finding
    if (step === undefined || ignoredBy !== undefined || said.has(step)) return finding
    said.add(step)
    const replayed = wordsFor(build, step, finding)
    return replayed === undefined ? finding : { ...finding, replayed }
  })
}

function wordsFor(build: Build, step: Instruction, { fix, isOrder }: Finding): string | undefined {
  const { history } = build.repository
  const all = replaysOf(build, step)
  const now = mostRebuilt(all)
  if (history === undefined || now === undefined) return undefined
  const later = fix && replayFixed(build, step, fix).find(({ by }) => by === now.by)?.perhaps
  const isLess = later !== undefined && later.rebuilt + later.unknown < now.surely.rebuilt
  // That nobody can tell is worth a word only where the order is the matter.
  if (!isTelling(now.surely) && !isOrder) return undefined
  const isSame = all.every(({ surely }) => surely.rebuilt === now.surely.rebuilt)
  return replayWords(history, now.surely, { by: isSame ? undefined : now.by, reordered: isLess ? later : undefined })
}

/** Where it is built in several ways, the one that costs most is told of. */
function mostRebuilt(all: readonly ReplayedStep[]): ReplayedStep | undefined {
  return all.reduce<ReplayedStep | undefined>(
    (most, one) => (most && most.surely.rebuilt >= one.surely.rebuilt ? most : one),
    undefined,
  )
}

/** The same for the step as it stands with a fix: the first RUN of its stage that has its calls. */
function replayFixed(build: Build, step: Instruction, { edits }: Fix): readonly ReplayedStep[] {
  const { dockerfile, repository } = build
  const run = runsOf(build).find(({ instruction }) => instruction === step)
  if (run === undefined) return []
  const start = Math.min(...edits.map(edit => edit.start))
  const text = applyEdits(dockerfile.text, edits)
  const after = modelBuild(parseDockerfile(dockerfile.path, text, { dockerfile, until: start }), repository, build)
  const found = runsOf(after).find(other => isSame(run, other))
  return found ? replaysOf(after, found.instruction) : []
}

function isSame(run: RunStep, other: RunStep): boolean {
  const [first] = run.calls.filter(({ args }) => args.length > 0)
  if (first === undefined || run.stage.stage.index !== other.stage.stage.index) return false
  return other.calls.some(call => wordsOf(call) === wordsOf(first))
}

function wordsOf({ program, args }: Call): string {
  return [program, ...args.map(({ text }) => text)].join(' ')
}
