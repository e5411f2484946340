import { type Run, runsOf } from '../shell/runs.js'
import { parseScript, type Script } from '../shell/script.js'
import { actionBake, actionBuild, isBakeAction, isBuildAction } from './action-builds.js'
import { inRepository, inWorkspace, type Workspace, withCheckout } from './checkouts.js'
import { isNever, type Known, resolved, resolvedScript, WORKSPACE, withSettings } from './expressions.js'
import type { WorkflowBake, WorkflowBuild } from './images.js'
import { givenInputs } from './inputs.js'
import { isQuietAction, isQuietScript } from './quiet-steps.js'
import { scriptImages } from './script-images.js'
import { type CompositeAction, readAction, type WorkflowStep } from './workflow.js'

/** What reading one workflow needs and may take. */
export interface Reading {
  /** The text of a file of the repository; undefined for one that is not there or was not read. */
  readonly textOf: (path: string) => string | undefined
  /** Steps that may still be looked at: calls, matrices and actions multiply. */
  stepsLeft: number
}

/** What the steps of a job have come to. */
export interface StepImages {
  readonly builds: Omit<WorkflowBuild, 'job'>[]
  readonly bakes: Omit<WorkflowBake, 'job'>[]
}

interface Progress extends StepImages {
  workspace: Workspace
  /** Scripts that set variables for the steps behind them. */
  readonly setters: string[]
  readonly reading: Reading
}

/** Actions that use actions. */
const DEPTH_LIMIT = 5

/** The images that the steps of a job build. */
export function stepImages(steps: readonly WorkflowStep[], known: Known, reading: Reading): StepImages {
  const progress: Progress = { builds: [], bakes: [], workspace: { at: undefined, isBare: true }, setters: [], reading }
  for (const step of steps) passStep(step, known, progress, 0)
  return progress
}

function passStep(step: WorkflowStep, known: Known, progress: Progress, depth: number): void {
  if (progress.reading.stepsLeft-- <= 0) return
  const own = withSettings(withoutChanged(known, progress.setters), step.env)
  if (isNever(step.if, own)) return
  if (/^actions\/checkout@/.test(step.uses)) {
    progress.workspace = withCheckout(step.with, progress.workspace)
    return
  }
  if (step.run !== '') {
    passScript(step, own, progress)
    return
  }
  const action = isLocalAction(step) ? localAction(step.uses, progress) : undefined
  if (action && depth < DEPTH_LIMIT) {
    const inner = { ...own, inputs: givenInputs(action.inputs, step.with, own), actionFolder: action.folder }
    for (const one of action.steps) passStep(one, inner, progress, depth + 1)
    return
  }
  const { builds, bakes, workspace } = progress
  const build = isBuildAction(step.uses) ? actionBuild(step, own, workspace) : undefined
  const bake = isBakeAction(step.uses) ? actionBake(step, own, workspace) : undefined
  if (build) builds.push(build)
  if (bake) bakes.push(bake)
  if (!isQuietAction(step.uses, step.with)) madeFiles(progress)
}

function madeFiles(progress: Progress): void {
  progress.workspace = { ...progress.workspace, isBare: false }
}

/** True for a step that uses an action of the files in the workspace. */
export function isLocalAction({ uses }: WorkflowStep): boolean {
  return uses.startsWith('./')
}

function localAction(
  uses: string,
  { workspace, reading: { textOf } }: Progress,
): (CompositeAction & { readonly folder: string }) | undefined {
  const [folder, at] = [inRepository('', uses, workspace), inWorkspace('', uses)]
  if (folder === undefined || at === undefined) return undefined
  const start = folder === '' ? '' : `${folder}/`
  const text = textOf(`${start}action.yml`) ?? textOf(`${start}action.yaml`)
  const action = text === undefined ? undefined : readAction(text)
  return action && { ...action, folder: at }
}

function passScript(step: WorkflowStep, known: Known, progress: Progress): void {
  const script = scriptOf(step, known)
  const runs = script && runsIn(script, resolved(step.folder, known), known)
  if (step.run.includes('GITHUB_ENV')) progress.setters.push(step.run)
  if (script === undefined || runs === undefined) {
    madeFiles(progress)
    return
  }
  const { builds, bakes } = scriptImages(script, runs, progress.workspace)
  progress.builds.push(...builds)
  progress.bakes.push(...bakes)
  if (!isQuietScript(script, runs)) madeFiles(progress)
}

/** Undefined for one that no POSIX shell reads. */
function scriptOf({ run, shell }: WorkflowStep, known: Known): Script | undefined {
  if (!/^(?:bash|sh)?(?:\s|$)/.test(shell)) return undefined
  const text = resolvedScript(run, known)
  const script = parseScript({ text, segments: [{ at: 0, source: 0, length: text.length }] })
  return script.editable ? script : undefined
}

function runsIn({ text }: Script, start: string | undefined, { env }: Known): readonly Run[] | undefined {
  return runsOf(text.text, {
    folder: start === undefined ? undefined : inWorkspace('', start),
    variables: { ...env, GITHUB_WORKSPACE: WORKSPACE },
    enteredFrom: inWorkspace,
  })
}

/** Without the variables that scripts may have set to something else. */
function withoutChanged(known: Known, setters: readonly string[]): Known {
  if (setters.length === 0) return known
  const isOpen = setters.some(setsAnything)
  const kept = Object.entries(known.env).filter(([name]) => !isOpen && !setters.some(script => script.includes(name)))
  return { ...known, env: Object.fromEntries(kept) }
}

/** True for a script that takes the names, too, from somewhere: `cat .env >> $GITHUB_ENV`. */
function setsAnything(script: string): boolean {
  return script
    .split('\n')
    .some(line => line.includes('GITHUB_ENV') && !/\w(?:=|<<)|<<|^\s*(?:[})]|done\b|fi\b|EOF\b)/.test(line))
}
