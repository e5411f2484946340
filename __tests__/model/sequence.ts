import { buttonsWork } from './button-laws.js'
import { botComments } from './comments.js'
import { type Truth, truthOf } from './expected.js'
import { type Planned, planFault, planInterrupt } from './faults.js'
import type { Figures } from './figures.js'
import { CLEAN_LAWS, HEARING_LAWS, LAWS } from './laws.js'
import { type Happening, PEOPLE } from './people-steps.js'
import { PUSHES } from './push-steps.js'
import { randomFrom, weighted } from './random.js'
import { countChanges, isClean, type Ran, run } from './running.js'
import { closeWorld, newWorld, type World } from './world.js'

export interface Result {
  readonly figures: Figures
  /** What was done until something was not as it has to be, and that; undefined when all was well. */
  readonly failure: string | undefined
}

/** The life of one pull request, in `steps` steps that `seed` chooses. */
export async function liveThrough(seed: number, steps: number): Promise<Result> {
  const world = await newWorld(randomFrom(seed))
  const failed = (problems: readonly string[]): Result => {
    world.figures.violations++
    const lines = [`MODEL_SEED=${seed} MODEL_STEPS=${steps}`, ...world.log, ...problems.map(problem => `!! ${problem}`)]
    return { figures: world.figures, failure: [...lines, ...sceneOf(world)].join('\n') }
  }
  try {
    for (let step = 1; step <= steps; step++) {
      world.figures.steps++
      const problems = await takeStep(world, step)
      if (problems.length > 0) return failed(problems)
    }
    return { figures: world.figures, failure: undefined }
  } catch (error) {
    return failed([`the model broke: ${error instanceof Error ? error.stack : error}`])
  } finally {
    await closeWorld(world)
  }
}

/** What stands on the pull request, for who looks into a failure. */
function sceneOf({ head, base, github: { state } }: World): readonly string[] {
  const files = [...head].filter(([path, text]) => base.get(path) !== text)
  const comments = botComments(state).filter(({ marker }) => marker.state === 'open')
  return [
    ...files.map(([path, text]) => `--- ${path}\n${text}`),
    ...comments.map(
      ({ id, path, anchor, word, body }) => `--- ${id} ${path}:${anchor?.first}-${anchor?.last} ${word ?? ''}\n${body}`,
    ),
  ]
}

async function takeStep(world: World, step: number): Promise<readonly string[]> {
  const { random, log } = world
  const happened: string[] = []
  for (
    let count = weighted(random, [
      [1, 0],
      [6, 1],
      [2, 2],
    ]);
    count > 0;
    count--
  ) {
    const happening = weighted<Happening>(random, random.chance(0.65) ? PUSHES : PEOPLE)
    happened.push(happening(world) ?? '-')
  }
  const manner = weighted<Manner>(random, MANNERS)
  log.push(`${step}. ${happened.join('; ')}`)
  const problems = await manner(world)
  return [...problems, ...world.github.violations]
}

/** How a run has to end: with everything shown, with everything said by a token that may not show it, or anyhow. */
type Demand = 'clean' | 'poor' | 'any'

/** A way to run the action, and what has to hold after it. */
type Manner = (world: World) => Promise<readonly string[]>

const MANNERS: readonly (readonly [weight: number, manner: Manner])[] = [
  [50, usual],
  [20, faulty],
  [8, overtaken],
  [8, twice],
  [3, world => poorer(world, 'reading', true)],
  [3, world => poorer(world, 'reading', false)],
  [3, world => poorer(world, 'without comments', false)],
  [3, world => poorer(world, 'without checks', false)],
  [5, async world => judged(world, await run(world, 'resolving'), 'run that may resolve', 'clean')],
  [7, async () => []],
]

async function usual(world: World): Promise<readonly string[]> {
  const problems = judged(world, await run(world), 'run', 'clean')
  return problems.length > 0 || world.random.chance(0.7) ? problems : rerun(world)
}

/** Nothing has happened since a clean run. */
async function rerun(world: World): Promise<readonly string[]> {
  const ran = await run(world)
  const { requests, before, after } = ran
  const problems = judged(world, ran, 'rerun', 'clean')
  const isWrite = ({ method, path }: { method: string; path: string }) => method !== 'GET' && path !== '/graphql'
  const writes = requests.filter(isWrite).map(({ method, path }) => `${method} ${path}`)
  // Where the files around a Dockerfile have changed, it is asked once more where the branches parted.
  const limit = requests.some(({ path }) => path.includes('/compare/')) ? 8 : 7
  if (requests.length > limit) problems.push(`a rerun took ${requests.length} requests`)
  if (writes.join() !== 'POST /repos/acme/app/check-runs') problems.push(`a rerun wrote ${writes.join(', ')}`)
  if (shown(before) !== shown(after)) problems.push('a rerun changed comments')
  return problems
}

function shown(comments: Ran['after']): string {
  return JSON.stringify(comments.map(({ id, body, isMinimized }) => [id, body, isMinimized]))
}

async function faulty(world: World): Promise<readonly string[]> {
  const fault = planFault(world)
  const ran = await run(world)
  fault.end()
  if (fault.isMet()) world.figures.faults++
  return judged(world, ran, `run with ${fault.name}`, fault.isHarmless || !fault.isMet() ? 'clean' : 'any')
}

/** Somebody pushes, or says something, while the run is at work. */
async function overtaken(world: World): Promise<readonly string[]> {
  const happened: string[] = []
  const happening = weighted<Happening>(world.random, world.random.chance(0.8) ? PUSHES : PEOPLE)
  const plan: Planned = planInterrupt(world, () => happened.push(happening(world) ?? '-'))
  const ran = await run(world)
  plan.end()
  countChanges(world, ran.before, ran.after)
  const note = ran.outcome?.isStale ? ', which is overtaken' : ''
  world.log.push(`   run with ${happened.join()} ${plan.name}${note}`)
  // What it said is of a head that is no more; the next run has to cope.
  return ran.error === undefined ? [] : [`the run failed: ${ran.error}`]
}

async function twice(world: World): Promise<readonly string[]> {
  const before = botComments(world.github.state)
  const both = await Promise.all([run(world), run(world)])
  const after = botComments(world.github.state)
  const truth = truthOf(world)
  countChanges(world, before, after)
  world.log.push('   two runs at once')
  return both.flatMap(ran => lawsOn(truth, { ...ran, before, after }, 'clean'))
}

async function poorer(world: World, token: Ran['token'], isReadOnly: boolean): Promise<readonly string[]> {
  return judged(world, await run(world, token, isReadOnly), `run ${token}${isReadOnly ? ', as known' : ''}`, 'poor')
}

function judged(world: World, ran: Ran, name: string, demand: Demand): string[] {
  countChanges(world, ran.before, ran.after)
  world.log.push(`   ${name}${ran.outcome?.notes.map(note => ` [${note}]`).join('') ?? ''}`)
  if (isClean(ran)) world.figures.checked++
  return lawsOn(truthOf(world), ran, demand)
}

function lawsOn(truth: Truth, ran: Ran, demand: Demand): string[] {
  const { outcome, error } = ran
  const clean = isClean(ran)
  if (demand !== 'any' && outcome === undefined)
    return [`the run failed: ${error instanceof Error ? error.stack : error}`]
  if (outcome === undefined) return []
  if (demand === 'clean' && !clean) return [`the run left something out: ${outcome.notes.join(' ')}`]
  const laws = [
    ...LAWS,
    ...(demand === 'any' && !clean ? [] : HEARING_LAWS),
    ...(clean ? [...CLEAN_LAWS, buttonsWork] : []),
  ]
  return laws.flatMap(law => law(truth, ran))
}
