import * as v from 'valibot'
import { readDocuments } from '../read-documents.js'

/** Names with texts as written, which may hold `${{ … }}`. */
export type Settings = Readonly<Record<string, string>>

export interface WorkflowStep {
  readonly if: string
  /** An action, with its version. */
  readonly uses: string
  readonly with: Settings
  /** A script. */
  readonly run: string
  readonly shell: string
  readonly folder: string
  readonly env: Settings
}

export interface WorkflowJob {
  readonly name: string
  readonly if: string
  readonly runsOn: unknown
  /** As written: lists of values, `include`, `exclude`, or an expression. */
  readonly matrix: unknown
  readonly env: Settings
  /** A workflow that is called in place of steps, and what it is given. */
  readonly uses: string
  readonly with: Settings
  readonly steps: readonly WorkflowStep[]
}

/** What a workflow or an action says of one of its inputs. */
export interface DeclaredInput {
  readonly type: string
  readonly default?: string | undefined
  readonly required: boolean
  readonly options: readonly string[]
}

export type DeclaredInputs = Readonly<Record<string, DeclaredInput>>

export interface Workflow {
  /** What starts it. */
  readonly events: readonly string[]
  /** What it is given when another one calls it. */
  readonly callInputs: DeclaredInputs
  /** What it is given when a person starts it. */
  readonly dispatchInputs: DeclaredInputs
  readonly jobs: readonly WorkflowJob[]
}

const WORD = v.union([v.string(), v.number(), v.boolean()])
const TEXT = v.fallback(v.pipe(WORD, v.transform(String)), '')
const SETTINGS = v.fallback(v.record(v.string(), TEXT), {})
const FOLDER = v.fallback(v.optional(v.string()), undefined)
const DEFAULTS = v.fallback(v.object({ run: v.object({ shell: TEXT, 'working-directory': FOLDER }) }), {
  run: { shell: '', 'working-directory': undefined },
})
const STEP = v.object({
  if: TEXT,
  uses: TEXT,
  with: SETTINGS,
  run: TEXT,
  shell: TEXT,
  env: SETTINGS,
  'working-directory': FOLDER,
})
const STEPS = v.fallback(v.array(STEP), [])
const JOB = v.object({
  if: TEXT,
  env: SETTINGS,
  defaults: DEFAULTS,
  'runs-on': v.optional(v.unknown()),
  strategy: v.fallback(v.object({ matrix: v.optional(v.unknown()) }), {}),
  uses: TEXT,
  with: SETTINGS,
  steps: STEPS,
})
const NO_INPUT: DeclaredInput = { type: '', required: false, options: [] }
const INPUT = v.fallback(
  v.object({
    type: TEXT,
    default: v.fallback(v.optional(v.pipe(WORD, v.transform(String))), undefined),
    required: v.fallback(v.optional(v.boolean(), false), true),
    options: v.fallback(v.optional(v.array(TEXT), []), []),
  }),
  NO_INPUT,
)
const INPUTS = v.fallback(v.record(v.string(), INPUT), {})
const EVENT = v.fallback(v.object({ inputs: INPUTS }), { inputs: {} })
const EVENTS = v.fallback(
  v.union([
    v.pipe(
      v.string(),
      v.transform(name => ({ [name]: { inputs: {} } })),
    ),
    v.pipe(
      v.array(v.string()),
      v.transform(names => Object.fromEntries(names.map(name => [name, { inputs: {} }]))),
    ),
    v.record(v.string(), EVENT),
  ]),
  {},
)
const FILE = v.object({ on: EVENTS, env: SETTINGS, defaults: DEFAULTS, jobs: v.record(v.string(), JOB) })

/** A workflow; one without jobs for a file with a fault. */
export function readWorkflow(text: string): Workflow {
  const [file] = readDocuments(text, FILE)
  const events: Readonly<Record<string, { readonly inputs: DeclaredInputs }>> = file?.on ?? {}
  return {
    events: Object.keys(events),
    callInputs: events.workflow_call?.inputs ?? {},
    dispatchInputs: events.workflow_dispatch?.inputs ?? {},
    jobs: Object.entries(file?.jobs ?? {}).map(([name, job]): WorkflowJob => {
      const [shared, own] = [file?.defaults.run, job.defaults.run]
      return {
        ...job,
        name,
        runsOn: job['runs-on'],
        matrix: job.strategy.matrix,
        env: { ...file?.env, ...job.env },
        steps: job.steps.map(step => ({
          ...step,
          shell: step.shell || own.shell || (shared?.shell ?? ''),
          folder: step['working-directory'] ?? own['working-directory'] ?? shared?.['working-directory'] ?? '',
        })),
      }
    }),
  }
}

const ACTION = v.object({ inputs: INPUTS, runs: v.object({ using: v.literal('composite'), steps: STEPS }) })

/** What an action is given, and the steps that it is made of. */
export interface CompositeAction {
  readonly inputs: DeclaredInputs
  readonly steps: readonly WorkflowStep[]
}

/** An action that is made of steps; undefined for any other. */
export function readAction(text: string): CompositeAction | undefined {
  const [action] = readDocuments(text, ACTION)
  return (
    action && {
      inputs: action.inputs,
      steps: action.runs.steps.map(step => ({ ...step, folder: step['working-directory'] ?? '' })),
    }
  )
}
