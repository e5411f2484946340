import { checkRunResource } from '../conversation.js'
import { findCommit } from '../git.js'
import { type ApiRequest, type ApiResponse, failure, notFound, ok } from '../http.js'
import { pageOf } from '../pages.js'
import { type CheckAnnotation, type CheckRun, nextId, now, type State } from '../state.js'

interface CheckBody {
  readonly name?: string
  readonly head_sha?: string
  readonly status?: string
  readonly conclusion?: string
  readonly external_id?: string
  readonly details_url?: string
  readonly started_at?: string
  readonly completed_at?: string
  readonly output?: {
    readonly title?: string
    readonly summary: string
    readonly text?: string
    readonly annotations?: readonly CheckAnnotation[]
  }
}

export function createCheckRun(state: State, request: ApiRequest): ApiResponse {
  const { name = '', head_sha = '' } = request.body as CheckBody
  if (findCommit(state.directory, head_sha) !== head_sha) return failure(422, `No commit found for SHA: ${head_sha}`)
  const run: CheckRun = {
    ...{ id: nextId(state), name, head_sha, status: 'queued', conclusion: null, external_id: null, details_url: null },
    ...{ started_at: now(), completed_at: null },
    output: { title: null, summary: null, text: null, annotations: [] },
  }
  write(run, request.body as CheckBody)
  state.checkRuns.push(run)
  return ok(checkRunResource(state, run), 201)
}

export function updateCheckRun(state: State, request: ApiRequest): ApiResponse {
  const run = state.checkRuns.find(({ id }) => id === request.parameters.check_run_id)
  if (!run) return notFound()
  write(run, request.body as CheckBody)
  return ok(checkRunResource(state, run))
}

/** With `filter=latest`, the default, only the newest of each name. */
export function listCheckRunsForRef(state: State, request: ApiRequest): ApiResponse {
  const { ref, check_name, status, app_id, filter = 'latest' } = request.parameters
  const sha = findCommit(state.directory, String(ref))
  if (sha === undefined) return failure(422, `No commit found for SHA: ${ref}`)
  const runs = state.checkRuns
    .filter(run => run.head_sha === sha && (app_id === undefined || app_id === 15_368))
    .filter(run => check_name === undefined || run.name === check_name)
    .toReversed()
  const latest = runs.filter(run => filter === 'all' || runs.find(({ name }) => name === run.name) === run)
  const wanted = latest.filter(run => status === undefined || run.status === status)
  const { items, headers } = pageOf(wanted, request, state.url)
  const check_runs = items.map(run => checkRunResource(state, run))
  return { status: 200, headers, body: { total_count: wanted.length, check_runs } }
}

/** Every field that is sent takes the place of what was there, but annotations are added to those already there. */
function write(run: CheckRun, { output, head_sha, ...fields }: CheckBody): void {
  Object.assign(run, fields)
  if (run.status === 'completed') run.completed_at ??= now()
  if (!output) return
  const { annotations = [], ...texts } = output
  Object.assign(run.output, texts)
  run.output.annotations.push(...annotations)
}
