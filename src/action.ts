import { randomUUID } from 'node:crypto'
import * as core from '@actions/core'
import { context } from '@actions/github'
import { readInputs } from './action-inputs.js'
import { annotate } from './annotate.js'
import { VERSION } from './cli-arguments.js'
import { headline } from './formats/headline.js'
import { toMarkdown } from './formats/markdown.js'
import { printable, styleFor } from './formats/style.js'
import { toText } from './formats/text.js'
import { type GitHubOutcome, reviewOnGitHub } from './github-run.js'
import { digestCacheIn, digestCachePath } from './inputs/digest-cache.js'
import { connect } from './inputs/github/client.js'
import { targetOf } from './inputs/github/event.js'
import { sleep } from './inputs/github/patience.js'
import { troubleOf } from './inputs/github/trouble.js'
import { askRegistries } from './inputs/registry.js'
import { askShellcheck } from './inputs/shellcheck.js'
import { UserError } from './user-error.js'

async function main(): Promise<void> {
  const inputs = readInputs()
  const cache = digestCacheIn(digestCachePath(process.env))
  const { GITHUB_GRAPHQL_URL: graphqlUrl, GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt } = process.env
  const outcome = await reviewOnGitHub({
    client: connect(inputs.token, { userAgent: `drydock/${VERSION}`, graphqlUrl, onWait: tellWait }),
    inputs,
    target: targetOf(context.eventName, context.payload as never, context.repo, context.sha),
    serverUrl: context.serverUrl,
    rules: rulePages(),
    runId: `${id ?? 'run'}/${attempt ?? 1}`,
    sleep,
    askShellcheck,
    askRegistries: references => askRegistries(references, cache),
    onStep: text => core.debug(printable(text)),
  })
  if (typeof outcome === 'string') reportNothing(outcome)
  else await report(outcome)
}

function tellWait(seconds: number): void {
  core.info(`GitHub does not answer now: trying again in ${Math.ceil(seconds)} s.`)
}

/** Run from a checkout (`uses: ./`) the action has no repository of its own. */
function rulePages(): string | undefined {
  const { GITHUB_ACTION_REPOSITORY: action, GITHUB_ACTION_REF: ref } = process.env
  return action && ref ? `https://github.com/${action}/blob/${ref}/docs/rules` : undefined
}

function reportNothing(reason: string): void {
  core.info(`${reason} There is nothing to review.`)
  for (const name of ['findings', 'errors', 'warnings', 'suggestions', 'dismissed']) core.setOutput(name, 0)
  core.setOutput('score', '')
  core.setOutput('conclusion', 'success')
}

/** GitHub takes 1 MiB of summary from a step; a character can take four bytes. */
const STEP_SUMMARY_LIMIT = 250_000

/** Log, outputs, job summary, annotations where there is no check run, and exit code. */
async function report({ review, links, needsAnnotations, notes }: GitHubOutcome): Promise<void> {
  log(toText(review, styleFor(false), 'no comments on the diff (all details: the summary)'))
  const { errors, warnings, suggestions, dismissed } = review.counts
  core.setOutput('findings', review.findings.length)
  core.setOutput('errors', errors)
  core.setOutput('warnings', warnings)
  core.setOutput('suggestions', suggestions)
  core.setOutput('dismissed', dismissed)
  core.setOutput('score', review.scores?.now.total ?? '')
  core.setOutput('conclusion', review.conclusion)
  if (process.env.GITHUB_STEP_SUMMARY)
    await core.summary.addRaw(`## Drydock\n\n${toMarkdown(review, links, STEP_SUMMARY_LIMIT)}`).write()
  const failure = review.conclusion === 'failure' ? headline(review) : undefined
  const said = notes.map(withoutToken)
  // Who has nothing to say needs no annotation to say why it is said otherwise.
  if (!needsAnnotations || review.findings.length === 0) {
    if (said.length > 0) log(said.map(note => `${note}\n`).join(''))
    if (failure) core.setFailed(failure)
  } else annotate(review, said, failure)
}

/** The runner would take lines of a Dockerfile that begin with `::` for commands. */
function log(text: string): void {
  const token = randomUUID()
  process.stdout.write(`::stop-commands::${token}\n${text}::${token}::\n`)
}

/** What GitHub answered is for people; a stack helps only with a fault of Drydock. */
function fail(error: unknown): void {
  const isExpected = error instanceof UserError || troubleOf(error) !== 'other'
  const { message, stack = message } = error instanceof Error ? error : { message: String(error) }
  core.setFailed(withoutToken(isExpected ? message : stack))
}

/** The runner masks it, too; but nothing of what goes wrong is to depend on that. */
function withoutToken(text: string): string {
  const token = core.getInput('token')
  return token === '' ? text : text.replaceAll(token, '***')
}

// Idle connections would hold the process.
main()
  .catch(fail)
  .finally(() => process.stdout.write('', () => process.exit()))
