import { rememberedByText } from '../../remembered.js'
import { isBakeAction, isBuildAction } from './action-builds.js'
import { isNever, type Known, NO_VALUES_KNOWN, resolved, resolvedDeep, withSettings } from './expressions.js'
import type { WorkflowImages } from './images.js'
import { givenInputs, noInputs, usualInputs } from './inputs.js'
import { isLocalAction, type Reading, stepImages } from './job-steps.js'
import { cellsOf } from './matrix.js'
import { readWorkflow, type Workflow, type WorkflowJob, type WorkflowStep } from './workflow.js'

/** Workflows are the same before and after most changes; characters. */
const workflowIn = rememberedByText(2_000_000, readWorkflow)

/** Of one workflow, for all that starts it, with those of what it calls. */
const STEPS_LIMIT = 6000

const NOTHING: WorkflowImages = { builds: [], bakes: [] }

/**
 * The images that the jobs of a workflow build, as far as it is plain how. Never throws.
 * @param textOf the repository's actions and workflows, which it may use
 * @param isCalled true when another workflow of the repository calls it, and says what it is given
 */
export function readWorkflowImages(
  text: string,
  textOf: Reading['textOf'] = () => undefined,
  isCalled = false,
): WorkflowImages {
  if (!mentionsBuild(text) && !LOCAL.test(text)) return NOTHING
  const workflow = workflowIn(text)
  const starts = startsOf(workflow, isCalled, /\binputs\b|\bevent_name\b/.test(text) || LOCAL.test(text))
  const reading = { textOf, stepsLeft: STEPS_LIMIT }
  return together(starts.map(start => imagesOf(workflow, start, reading, 0)))
}

/** The workflows of the same repository that a workflow calls. */
export function calledWorkflows(text: string): readonly string[] {
  return LOCAL.test(text) ? workflowIn(text).jobs.flatMap(({ uses }) => localWorkflow(uses) ?? []) : []
}

const LOCAL = /\buses:\s*["']?\.\//
const TOOL = /\b(?:docker|podman|buildah|nerdctl|build-push-action)\b/
const TASK = /\b(?:build|bud|bake)\b/

function mentionsBuild(text: string): boolean {
  return TOOL.test(text) && TASK.test(text)
}

function localWorkflow(uses: string): string | undefined {
  return /^\.\/(\.github\/workflows\/[^/]+\.ya?ml)$/.exec(uses)?.[1]
}

type Start = Pick<Known, 'event' | 'inputs' | 'eventInputs'>

const ANYHOW: Start = { event: undefined, inputs: NO_VALUES_KNOWN, eventInputs: NO_VALUES_KNOWN }

/** How a workflow is started: with other inputs by each event. */
function startsOf(
  { events, dispatchInputs, callInputs }: Workflow,
  isCalled: boolean,
  matters: boolean,
): readonly Start[] {
  const own = events.filter(event => event !== 'workflow_call')
  if (own.length === 0 && events.length > 0 && isCalled) return []
  if (!matters || events.length === 0) return [ANYHOW]
  const alone = own.flatMap((event): readonly Start[] => {
    const inputs = event === 'workflow_dispatch' ? usualInputs(dispatchInputs) : noInputs(dispatchInputs, callInputs)
    const start = { event, inputs, eventInputs: inputs }
    // A person may choose otherwise: what depends on that alone may run as well.
    return event === 'workflow_dispatch' ? [start, { ...ANYHOW, event }] : [start]
  })
  return own.length < events.length && !isCalled ? [...alone, ANYHOW] : alone
}

function together(found: readonly WorkflowImages[]): WorkflowImages {
  return {
    builds: distinct(found.flatMap(({ builds }) => builds)),
    bakes: distinct(found.flatMap(({ bakes }) => bakes)),
  }
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map(item => [JSON.stringify(item), item])).values()]
}

function imagesOf({ jobs }: Workflow, start: Start, reading: Reading, depth: number): WorkflowImages {
  const found = jobs.flatMap(job => {
    const steps = job.steps.slice(0, job.steps.findLastIndex(mayBuild) + 1)
    if (steps.length === 0 && localWorkflow(job.uses) === undefined) return []
    const known: Known = { ...start, cell: { values: {}, isWhole: true }, env: {}, actionFolder: undefined }
    if (isNever(job.if, known)) return []
    const cells = cellsOf(resolvedDeep(job.matrix, known)).filter(cell => !isOnWindows(job, { ...known, cell }))
    // Most jobs of a matrix build the same.
    const isSame = !/\bmatrix\b/.test(JSON.stringify([job.env, job.with, steps])) && !steps.some(isLocalAction)
    return (isSame ? cells.slice(0, 1) : cells).map(cell =>
      jobImages({ ...job, steps }, { ...known, cell }, reading, depth),
    )
  })
  return together(found)
}

/** There scripts are for another shell, and paths are another matter. */
function isOnWindows({ runsOn }: WorkflowJob, known: Known): boolean {
  const written = JSON.stringify(runsOn ?? '')
  return /windows/i.test(JSON.stringify([resolved(written, known) ?? written, known.cell.values]))
}

function mayBuild(step: WorkflowStep): boolean {
  return isLocalAction(step) || isBuildAction(step.uses) || isBakeAction(step.uses) || mentionsBuild(step.run)
}

/** Workflows that call workflows. GitHub allows for ten; nobody goes further than two. */
const DEPTH_LIMIT = 4

function jobImages(job: WorkflowJob, known: Known, reading: Reading, depth: number): WorkflowImages {
  const { name } = job
  const path = localWorkflow(job.uses)
  const text = path === undefined ? undefined : reading.textOf(path)
  if (path !== undefined && text !== undefined) return calledImages(job, path, workflowIn(text), known, reading, depth)
  const { builds, bakes } = stepImages(job.steps, withSettings(known, job.env), reading)
  return { builds: builds.map(one => ({ job: name, ...one })), bakes: bakes.map(one => ({ job: name, ...one })) }
}

function calledImages(
  { name, with: given }: WorkflowJob,
  path: string,
  called: Workflow,
  known: Known,
  reading: Reading,
  depth: number,
): WorkflowImages {
  if (depth === DEPTH_LIMIT || reading.stepsLeft-- <= 0) return NOTHING
  const { event, eventInputs } = known
  const start = { event, eventInputs, inputs: givenInputs(called.callInputs, given, known) }
  const { builds, bakes } = imagesOf(called, start, reading, depth + 1)
  if (builds.length === 0) return { builds, bakes }
  const whole = new Set(imagesOf(called, ANYHOW, reading, depth + 1).builds.map(one => JSON.stringify(one)))
  // What the one that calls decides is its own doing.
  return {
    builds: builds.map(one =>
      whole.has(JSON.stringify(one)) ? { calledPath: path, ...one } : { ...one, job: name, calledPath: undefined },
    ),
    bakes,
  }
}
