import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { findCommit } from './git.js'
import { SERVER_URL } from './resources.js'
import type { LoopbackGitHub } from './server.js'

export interface ActionRun {
  /** Exit code; null where the process was killed after `TIMEOUT`. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly outputs: Readonly<Record<string, string>>
  /** What was written to the job summary. */
  readonly summary: string
}

export interface ActionOptions {
  /** The Node that runs the script; the one that runs the tests without it. */
  readonly node?: string
  readonly script: string
  readonly github: LoopbackGitHub
  /** The payload of the event. */
  readonly event: unknown
  readonly eventName: string
  /** Inputs by name; `token` is the loopback's unless it is named. */
  readonly inputs?: Readonly<Record<string, string>>
  /** An `action.yml`: the runner sets the default of every input that a workflow leaves out, and so does this. */
  readonly metadata?: string
  /** The commit of a run for no pull request, where the event does not name it: the default branch's own without it. */
  readonly sha?: string
  /** Who started the run; the pull request's author without it. */
  readonly actor?: string
  /** For a server whose GraphQL is elsewhere than the loopback has it. */
  readonly graphqlUrl?: string
  /** Put over what the runner gives. */
  readonly env?: Readonly<Record<string, string>>
}

const TIMEOUT = 60_000

/** Runs a JavaScript action as a runner does: a process of its own, with nothing of this one's environment but HOME. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const temporary = mkdtempSync(join(tmpdir(), 'drydock-runner-'))
  try {
    const files = {
      event: join(temporary, 'event.json'),
      output: join(temporary, 'output'),
      summary: join(temporary, 'summary'),
    }
    writeFileSync(files.event, JSON.stringify(options.event))
    for (const file of [files.output, files.summary, join(temporary, 'state'), join(temporary, 'env')])
      writeFileSync(file, '')
    mkdirSync(join(temporary, 'workspace'))
    const env = { ...environmentOf(options, temporary), ...inputsOf(options), ...options.env }
    const ended = await run(options.node ?? process.execPath, options.script, join(temporary, 'workspace'), env)
    const outputs = parseOutputs(readFileSync(files.output, 'utf8'))
    return { ...ended, outputs, summary: readFileSync(files.summary, 'utf8') }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

function run(node: string, script: string, cwd: string, env: NodeJS.ProcessEnv) {
  return new Promise<Pick<ActionRun, 'code' | 'stdout' | 'stderr'>>((resolve, reject) => {
    const child = spawn(node, [script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', text => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', text => (stderr += text))
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

/** https://docs.github.com/actions/reference/workflows-and-actions/variables */
function environmentOf(options: ActionOptions, temporary: string): NodeJS.ProcessEnv {
  const { github, eventName } = options
  const { owner, repo, pullRequest, url, graphqlUrl } = github.state
  return {
    // No program is to be found: whether ShellCheck is there must not decide a test.
    ...{ PATH: temporary, HOME: process.env.HOME, CI: 'true', GITHUB_ACTIONS: 'true' },
    ...refsOf(options),
    GITHUB_ACTION: '__self',
    GITHUB_ACTOR: options.actor ?? pullRequest.user.login,
    GITHUB_API_URL: url,
    GITHUB_ENV: join(temporary, 'env'),
    GITHUB_EVENT_NAME: eventName,
    GITHUB_EVENT_PATH: join(temporary, 'event.json'),
    GITHUB_GRAPHQL_URL: options.graphqlUrl ?? graphqlUrl,
    GITHUB_JOB: 'review',
    GITHUB_OUTPUT: join(temporary, 'output'),
    GITHUB_REPOSITORY: `${owner}/${repo}`,
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_NUMBER: '3',
    GITHUB_SERVER_URL: SERVER_URL,
    GITHUB_STATE: join(temporary, 'state'),
    GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
    GITHUB_WORKFLOW: 'Drydock',
    GITHUB_WORKSPACE: join(temporary, 'workspace'),
    ...{ RUNNER_ARCH: 'X64', RUNNER_NAME: 'GitHub Actions 2', RUNNER_OS: 'Linux', RUNNER_TEMP: temporary },
    RUNNER_TOOL_CACHE: temporary,
  }
}

/**
 * On `pull_request` the commit is a test merge, which is no commit of the pull request; a push and a merge group name
 * theirs; on other events it is the default branch's own.
 */
function refsOf({ github, event, eventName, sha }: ActionOptions): NodeJS.ProcessEnv {
  const { directory, defaultBranch, pullRequest } = github.state
  const { number, head, base } = pullRequest
  const named = event as NamedCommits
  if (eventName === 'push') return refOf(sha ?? named.after, named.ref)
  if (eventName === 'merge_group') return refOf(sha ?? named.merge_group?.head_sha, named.merge_group?.head_ref)
  const ends = { GITHUB_HEAD_REF: head.ref, GITHUB_BASE_REF: base.ref }
  if (eventName === 'pull_request') {
    const merge = createHash('sha1').update(`${base.sha} ${head.sha}`).digest('hex')
    return { ...refOf(merge, `refs/pull/${number}/merge`), ...ends }
  }
  const refs = refOf(sha ?? findCommit(directory, defaultBranch), named.ref ?? `refs/heads/${defaultBranch}`)
  return eventName === 'pull_request_target' ? { ...refs, ...ends } : refs
}
interface NamedCommits {
  readonly ref?: string
  readonly after?: string
  readonly merge_group?: { readonly head_sha: string; readonly head_ref: string }
}

function refOf(sha: string | undefined, ref = ''): NodeJS.ProcessEnv {
  return { GITHUB_SHA: sha, GITHUB_REF: ref, GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, '') }
}

/** The runner puts an input's name in upper case and its spaces into underscores; hyphens stay. */
function inputsOf({ github, inputs = {}, metadata }: ActionOptions): NodeJS.ProcessEnv {
  const declared = metadata === undefined ? {} : (parse(readFileSync(metadata, 'utf8')).inputs as Declared)
  const unknown = Object.keys(inputs).filter(name => metadata !== undefined && !(name in declared))
  if (unknown.length > 0) throw new Error(`${metadata} has no input ${unknown.join(', ')}`)
  const defaults = Object.entries(declared).map(([name, input]) => [name, String(input?.default ?? '')] as const)
  const all = { ...Object.fromEntries(defaults), token: github.token, ...inputs }
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}
type Declared = Readonly<Record<string, { readonly default?: unknown } | null>>

/** Reads the file of outputs: `name=value` lines, and `name<<DELIMITER` with the value's lines up to the delimiter. */
export function parseOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const [, name = '', operator, rest = ''] = /^([^=<]+?)(=|<<)(.*)$/.exec(line) ?? []
    const end = operator === '<<' ? lines.indexOf(rest, at + 1) : at
    if (operator === undefined || end === -1) throw new Error(`the file of outputs has an invalid line: ${line}`)
    outputs[name] = operator === '=' ? rest : lines.slice(at + 1, end).join('\n')
    at = end
  }
  return outputs
}
