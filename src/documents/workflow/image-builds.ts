import { parseScript, type Script } from '../shell/script.js'
import { actionBake, actionBuild, isBakeAction, isBuildAction } from './action-builds.js'
import { type Workspace, withCheckout } from './checkouts.js'
import { type Known, resolved, resolvedScript, resolvedSettings } from './expressions.js'
import type { WorkflowBake, WorkflowBuild, WorkflowImages } from './images.js'
import { type Cell, cellsOf } from './matrix.js'
import { isQuietAction, isQuietScript } from './quiet-steps.js'
import { scriptImages } from './script-images.js'
import { readJobs, type WorkflowJob, type WorkflowStep } from './workflow.js'

/** The images that the jobs of a workflow build, as far as it is plain how. Never throws. */
export function readWorkflowImages(text: string): WorkflowImages {
  if (!mentionsBuild(text)) return { builds: [], bakes: [] }
  const found = readJobs(text).flatMap(job => {
    const steps = job.steps.slice(0, job.steps.findLastIndex(mayBuild) + 1)
    const cells = steps.length === 0 ? [] : cellsOf(job.matrix).filter(cell => !isOnWindows(job, cell))
    // Most jobs of a matrix build the same.
    const isSame = !/\bmatrix\b/.test(JSON.stringify([job.env, steps]))
    return (isSame ? cells.slice(0, 1) : cells).map(cell => imagesOf({ ...job, steps }, cell))
  })
  return {
    builds: distinct(found.flatMap(({ builds }) => builds)),
    bakes: distinct(found.flatMap(({ bakes }) => bakes)),
  }
}

const TOOL = /\b(?:docker|podman|buildah|nerdctl|build-push-action)\b/
const TASK = /\b(?:build|bud|bake)\b/

function mentionsBuild(text: string): boolean {
  return TOOL.test(text) && TASK.test(text)
}

/** There scripts are for another shell, and paths are another matter. */
function isOnWindows({ runsOn }: WorkflowJob, { values }: Cell): boolean {
  return /windows/i.test(JSON.stringify([runsOn, values]))
}

function mayBuild({ uses, run }: WorkflowStep): boolean {
  return isBuildAction(uses) || isBakeAction(uses) || mentionsBuild(run)
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map(item => [JSON.stringify(item), item])).values()]
}

function imagesOf(job: WorkflowJob, cell: Cell): WorkflowImages {
  const builds: Omit<WorkflowBuild, 'job'>[] = []
  const bakes: Omit<WorkflowBake, 'job'>[] = []
  let workspace: Workspace = { at: undefined, isBare: true }
  const changed = changedNames(job.steps)
  for (const step of job.steps) {
    const all = resolvedSettings([job.env, step.env], cell)
    const env = Object.fromEntries(Object.entries(all).filter(([name]) => !changed(name)))
    const known = { cell, env }
    if (/^actions\/checkout@/.test(step.uses)) {
      workspace = withCheckout(step.with, workspace)
      continue
    }
    const script = step.run === '' ? undefined : scriptOf(step, known)
    const build = isBuildAction(step.uses) ? actionBuild(step, known, workspace) : undefined
    const bake = isBakeAction(step.uses) ? actionBake(step, known, workspace) : undefined
    const started = script && scriptImages(script, resolved(step.folder, known), workspace)
    builds.push(...(build ? [build] : []), ...(started?.builds ?? []))
    bakes.push(...(bake ? [bake] : []), ...(started?.bakes ?? []))
    const isQuiet =
      step.run === '' ? isQuietAction(step.uses, step.with) : script !== undefined && isQuietScript(script)
    if (!isQuiet) workspace = { ...workspace, isBare: false }
  }
  const { name } = job
  return { builds: builds.map(one => ({ job: name, ...one })), bakes: bakes.map(one => ({ job: name, ...one })) }
}

/** Tells which variables a script may set for the steps behind it. */
function changedNames(steps: readonly WorkflowStep[]): (name: string) => boolean {
  const scripts = steps.map(({ run }) => run).filter(run => run.includes('GITHUB_ENV'))
  return name => scripts.some(script => script.includes(name))
}

/** Undefined for one that no POSIX shell reads. */
function scriptOf({ run, shell }: WorkflowStep, known: Known): Script | undefined {
  if (!/^(?:bash|sh)?(?:\s|$)/.test(shell)) return undefined
  const text = resolvedScript(run, known)
  return parseScript({ text, segments: [{ at: 0, source: 0, length: text.length }] })
}
