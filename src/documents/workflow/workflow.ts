import * as v from 'valibot'
import { readDocuments } from '../read-documents.js'

/** Names with texts as written, which may hold `${{ … }}`. */
export type Settings = Readonly<Record<string, string>>

export interface WorkflowStep {
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
  readonly runsOn: unknown
  /** As written: lists of values, `include`, `exclude`, or an expression. */
  readonly matrix: unknown
  readonly env: Settings
  readonly steps: readonly WorkflowStep[]
}

const WORD = v.union([v.string(), v.number(), v.boolean()])
const TEXT = v.fallback(v.pipe(WORD, v.transform(String)), '')
const SETTINGS = v.fallback(v.record(v.string(), TEXT), {})
const DEFAULTS = v.fallback(
  v.object({ run: v.object({ shell: TEXT, 'working-directory': v.fallback(v.optional(v.string()), undefined) }) }),
  { run: { shell: '', 'working-directory': undefined } },
)
const STEP = v.object({
  uses: TEXT,
  with: SETTINGS,
  run: TEXT,
  shell: TEXT,
  env: SETTINGS,
  'working-directory': v.fallback(v.optional(v.string()), undefined),
})
const JOB = v.object({
  env: SETTINGS,
  defaults: DEFAULTS,
  'runs-on': v.optional(v.unknown()),
  strategy: v.fallback(v.object({ matrix: v.optional(v.unknown()) }), {}),
  steps: v.fallback(v.array(STEP), []),
})
const FILE = v.object({ env: SETTINGS, defaults: DEFAULTS, jobs: v.record(v.string(), JOB) })

/** The jobs of a workflow; none for a file with a fault. */
export function readJobs(text: string): readonly WorkflowJob[] {
  return readDocuments(text, FILE).flatMap(({ jobs, ...file }) =>
    Object.entries(jobs).map(([name, job]) => {
      const [shared, own] = [file.defaults.run, job.defaults.run]
      return {
        name,
        runsOn: job['runs-on'],
        matrix: job.strategy.matrix,
        env: { ...file.env, ...job.env },
        steps: job.steps.map(step => ({
          ...step,
          shell: step.shell || own.shell || shared.shell,
          folder: step['working-directory'] ?? own['working-directory'] ?? shared['working-directory'] ?? '',
        })),
      }
    }),
  )
}
