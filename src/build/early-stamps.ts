import { pairsOf } from '../documents/dockerfile/pairs.js'
import { isManifest } from '../package-managers/installs.js'
import type { Build, Step } from './build.js'
import { stagesNamed, stepsOfStage } from './build.js'
import { besideStamp, mentions, stampOf, uses } from './build-stamps.js'
import { copiesOf } from './copies.js'
import { normalPath } from './repository.js'
import { OF_TOOLS } from './stamp-names.js'
import type { StageBuild } from './state.js'
import { unconcernedInstalls } from './unconcerned-runs.js'

/** ARGs of the commit, time or number of a build, above installs that have nothing to do with them. */
export interface EarlyStamp {
  readonly names: readonly [string, ...string[]]
  /** The ARGs, with the ENVs and LABELs that take their values, from top to bottom. */
  readonly moved: readonly [Step, ...Step[]]
  /** What runs again with every build: `apt-get install`. */
  readonly installs: readonly string[]
  /** The first instruction that may need the values; undefined when none does. */
  readonly before: Step | undefined
  /** The last instruction that makes a layer; they fit behind it. */
  readonly after: Step
}

export function earlyStamps(build: Build): readonly EarlyStamp[] {
  return build.stages.flatMap(stage => {
    const alone = inStage(build, stage, stampOf)
    if (alone === undefined) return []
    const together = inStage(build, stage, (_, step) => stampOf(build, step) ?? besideStamp(build, step))
    return together && together.installs.length === alone.installs.length ? together : alone
  })
}

/** An ARG that is there to run everything again. */
const BUSTS = /CACHE|BUST|REFRESH|FORCE|REBUILD/i
const LAYERS = new Set(['ADD', 'COPY', 'RUN', 'WORKDIR'])
/** Names of variables that say which build it is. */
const TELLS_BUILD =
  /(?:^|_)(?:BRANCH|BUILD\w*|COMMIT\w*|DATE|GIT|HASH|NUMBER|REF|RELEASE|REV|REVISION|SHA\d*|TAG|TIME|TIMESTAMP|VERSION)(?:_|$)/i
/** @param named the name of an ARG that is to move */
function inStage(build: Build, stage: StageBuild, named: typeof stampOf): EarlyStamp | undefined {
  const { escape } = build.dockerfile
  const steps = stepsOfStage(stage)
  const first = steps.findIndex(step => named(build, step) !== undefined)
  if (first === -1 || bringsSourceBefore(build, stage)) return undefined
  const floating: Step[] = []
  const names = new Set<string>()
  const installs: string[] = []
  let moved: readonly Step[] = []
  let last: Step | undefined
  let isFresh = false
  for (const step of steps.slice(first)) {
    const { keyword, logical } = step.instruction
    const own = named(build, step)
    if (own !== undefined || followsFrom(step, names, escape)) {
      floating.push(step)
      for (const { name } of keyword === 'LABEL' ? [] : pairsOf(step.instruction, escape)) names.add(name)
    } else if (keyword === 'RUN' && !step.isTrigger) {
      const found = unconcernedInstalls(build, step, [...names])
      if (found === undefined) break
      if (found.length === 0 || isFresh) continue
      installs.push(...found)
      moved = [...floating]
      last = step
    } else if (concerns(step, names)) break
    else if (keyword === 'ARG' && BUSTS.test(logical.text)) return undefined
    else if (changesOften(build, step)) isFresh = true
  }
  const [head, ...others] = moved
  if (head === undefined || last === undefined) return undefined
  const stamps = moved.flatMap(step => named(build, step) ?? [])
  const [name, ...more] = stamps
  const isUsed = stamps.every(stamp => steps.some(step => readsVariable(step, stamp)))
  if (name === undefined || !isUsed) return undefined
  const declared = moved.flatMap(({ instruction }) =>
    instruction.keyword === 'LABEL' ? [] : pairsOf(instruction, escape).map(pair => pair.name),
  )
  const place = landing(build, steps, last, declared)
  const passed = steps.slice(head.index, place.before?.index ?? place.after.index + 1)
  if (!meansTheSame(moved, passed, escape)) return undefined
  return { names: [name, ...more], moved: [head, ...others], installs, ...place }
}

/** Where the values are needed at last. */
function landing(build: Build, steps: readonly Step[], last: Step, names: readonly string[]) {
  let after = last
  for (const step of steps.slice(last.index + 1)) {
    const { keyword } = step.instruction
    const isRun = keyword === 'RUN' && !step.isTrigger
    if (isRun ? unconcernedInstalls(build, step, names) === undefined : concerns(step, new Set(names)))
      return { before: step, after }
    if (LAYERS.has(keyword)) after = step
  }
  return { before: undefined, after }
}

/** An ENV or LABEL that has the value of one of these, and nothing that an install could read. */
function followsFrom({ instruction, isTrigger }: Step, names: ReadonlySet<string>, escape: string): boolean {
  const { keyword } = instruction
  if (names.size === 0 || isTrigger || (keyword !== 'ENV' && keyword !== 'LABEL')) return false
  const used = uses(names)
  if (keyword === 'LABEL') return used.test(instruction.logical.text)
  return pairsOf(instruction, escape).every(
    ({ name, value = '' }) => used.test(value) && TELLS_BUILD.test(name) && !OF_TOOLS.test(name),
  )
}

/** True when an instruction that is no RUN has to stand below the variables, or changes one. */
function concerns({ instruction, isTrigger }: Step, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false
  const isDeclaring = isTrigger || instruction.keyword === 'ENV' || instruction.keyword === 'ARG'
  return (isDeclaring ? mentions(names) : uses(names)).test(instruction.logical.text)
}

/** True for any use but the declaration of the ARG itself. */
function readsVariable({ instruction }: Step, name: string): boolean {
  const { keyword, logical } = instruction
  const text = [logical.text, ...instruction.heredocs.map(({ content }) => content)].join('\n')
  return keyword !== 'ARG' && (keyword === 'RUN' ? mentions([name]) : uses([name])).test(text)
}

/** True when nothing that they pass gives what moves another meaning. */
function meansTheSame(moved: readonly Step[], all: readonly Step[], escape: string): boolean {
  const passed = all.filter(step => !moved.includes(step))
  const named = (steps: readonly Step[], ...keywords: readonly string[]) =>
    steps
      .filter(({ instruction, isTrigger }) => keywords.includes(instruction.keyword) && !isTrigger)
      .flatMap(({ instruction }) => pairsOf(instruction, escape).map(({ name }) => name))
  const changed = named(passed, 'ENV', 'ARG')
  if (changed.length > 0 && moved.some(({ instruction }) => uses(changed).test(instruction.logical.text))) return false
  const labels = new Set(named(passed, 'LABEL'))
  return !named(moved, 'LABEL').some(name => labels.has(name))
}

/** True when a stage below has the project's source: what stands above it is built anew anyway. */
function bringsSourceBefore(build: Build, { parent }: StageBuild): boolean {
  if (parent === undefined) return false
  return stepsOfStage(parent).some(step => changesOften(build, step)) || bringsSourceBefore(build, parent)
}

const FILE = /^[\w./@+-]*\w\.\w+$|^[\w./-]*(?:file|lock)$/i

/** A copy of folders of the project, or of what another stage made of them: it seldom stays the same for two commits. */
function changesOften(build: Build, { instruction, isTrigger }: Step): boolean {
  if (isTrigger) return false
  return copiesOf(instruction).some(({ from, sources }) => {
    // A bare name is a stage, or a context that who builds gives a name.
    if (from !== undefined) return /^[\w-]+$/.test(from) || stagesNamed(build, from.toLowerCase()).length > 0
    return sources.some(
      ({ text }) => !FILE.test(text) && !isManifest(text) && build.context?.kindOf(normalPath(text)) !== 'file',
    )
  })
}
