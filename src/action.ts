import { randomUUID } from 'node:crypto'
import * as core from '@actions/core'
import { context } from '@actions/github'
import { type ActionInputs, readInputs } from './action-inputs.js'
import { UNKNOWN_REPOSITORY } from './build/repository.js'
import { VERSION } from './cli-arguments.js'
import { reviewChange } from './drydock.js'
import { headline } from './formats/headline.js'
import type { Links } from './formats/links.js'
import { toMarkdown } from './formats/markdown.js'
import { styleFor } from './formats/style.js'
import { toText } from './formats/text.js'
import type { Change } from './inputs/change.js'
import { type Client, connect } from './inputs/github/client.js'
import { type PullRequest, pullRequestOf } from './inputs/github/event.js'
import { readChange, readChangedPaths, readConfigText } from './inputs/github/pull-request.js'
import { publish } from './publish/publish.js'
import type { Review } from './review/review.js'
import { parseConfig } from './settings/config.js'
import { fileFilter, reviewOptions, settingsFrom } from './settings/resolve.js'
import type { Config } from './settings/schema.js'
import { UserError } from './user-error.js'

const NO_CHANGE: Change = { files: [], unread: [], repository: UNKNOWN_REPOSITORY }

async function main(): Promise<void> {
  const inputs = readInputs()
  const pullRequest = pullRequestOf(context.eventName, context.payload as never, context.repo)
  const client = connect(inputs.token, `drydock/${VERSION}`)
  const config = await readConfig(client, pullRequest, inputs)
  const isDockerfile = fileFilter(config, inputs.overrides)
  const changed = (await readChangedPaths(client, pullRequest)).filter(({ path }) => isDockerfile(path))
  const change = changed.length > 0 ? await readChange(client, pullRequest, changed) : NO_CHANGE
  const review = reviewChange(change, settingsFrom(config), reviewOptions(config, inputs.overrides))
  const links = linksFor(pullRequest)
  log(review)
  if (!inputs.dryRun) await publish(client, pullRequest, review, links, inputs.checkName)
  await report(review, links)
}

async function readConfig(client: Client, pullRequest: PullRequest, { config: path }: ActionInputs): Promise<Config> {
  const text = await readConfigText(client, pullRequest, path)
  if (typeof text === 'string') return parseConfig(path, text)
  if (text !== undefined) throw new UserError(`${path}: the configuration cannot be read: ${text.reason}.`)
  if (path === '.drydock.yaml') return {}
  throw new UserError(
    `${path}: there is no such file at ${pullRequest.isFork ? 'the base' : 'the head'} of the pull request.`,
  )
}

function linksFor({ owner, repo, head }: PullRequest): Links {
  const { GITHUB_ACTION_REPOSITORY: action, GITHUB_ACTION_REF: ref } = process.env
  return {
    blob: `${context.serverUrl}/${owner}/${repo}/blob/${head}`,
    // Run from a checkout (`uses: ./`) the action has no repository of its own.
    rules: action && ref ? `https://github.com/${action}/blob/${ref}/docs/rules` : undefined,
  }
}

/** Prints the whole review. The runner would take lines of a Dockerfile that begin with `::` for commands. */
function log(review: Review): void {
  const token = randomUUID()
  process.stdout.write(`::stop-commands::${token}\n${toText(review, styleFor(false))}::${token}::\n`)
}

/** GitHub takes 1 MiB of summary from a step; a character can take three bytes. */
const STEP_SUMMARY_LIMIT = 300_000

/** Outputs, job summary and exit code. */
async function report(review: Review, links: Links): Promise<void> {
  const { errors, warnings, suggestions } = review.counts
  core.setOutput('findings', review.findings.length)
  core.setOutput('errors', errors)
  core.setOutput('warnings', warnings)
  core.setOutput('suggestions', suggestions)
  core.setOutput('conclusion', review.conclusion)
  if (process.env.GITHUB_STEP_SUMMARY)
    await core.summary.addRaw(`## Drydock\n\n${toMarkdown(review, links, STEP_SUMMARY_LIMIT)}`).write()
  if (review.conclusion === 'failure') core.setFailed(headline(review))
}

function fail(error: unknown): void {
  if (error instanceof UserError) core.setFailed(error.message)
  else core.setFailed(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

// Idle connections would hold the process.
main()
  .catch(fail)
  .finally(() => process.stdout.write('', () => process.exit()))
