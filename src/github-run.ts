import type { ActionInputs } from './action-inputs.js'
import { UNKNOWN_REPOSITORY } from './build/repository.js'
import { checkChange } from './drydock.js'
import type { Links } from './formats/links.js'
import { isAround, takesAway } from './inputs/affected.js'
import type { Change } from './inputs/change.js'
import type { Client } from './inputs/github/client.js'
import { readCommit } from './inputs/github/commit.js'
import { configCommit, readConfig } from './inputs/github/config.js'
import type { Place, PullRequest, Target } from './inputs/github/event.js'
import { findPullRequest } from './inputs/github/find-pull-request.js'
import { readMerged } from './inputs/github/history.js'
import type { Sleep } from './inputs/github/patience.js'
import { isCutOff, readChange, readChangedPaths } from './inputs/github/pull-request.js'
import { troubleOf } from './inputs/github/trouble.js'
import { type AskShellcheck, judgeScripts } from './judge-scripts.js'
import { type AskRegistries, pinDigests } from './pin-digests.js'
import { type Published, publish } from './publish/publish.js'
import { recallHistory, withHistory } from './recall-history.js'
import { compose } from './review/compose.js'
import { HADOLINT_FILES } from './settings/config-files.js'
import { fileFilter, historyLength, reviewOptions, settingsFrom } from './settings/resolve.js'
import { UserError } from './user-error.js'

/** All that a run on GitHub is given from outside. */
export interface GitHubRun {
  readonly client: Client
  readonly inputs: ActionInputs
  readonly target: Target
  /** `https://github.com` or the address of an Enterprise Server. */
  readonly serverUrl: string
  /** Where the rules are documented. */
  readonly rules: string | undefined
  /** Tells this run from all others. */
  readonly runId: string
  readonly sleep: Sleep
  readonly askShellcheck: AskShellcheck
  readonly askRegistries: AskRegistries
  /** For who shows progress. */
  onStep(text: string): void
}

export interface GitHubOutcome extends Published {
  readonly links: Links
}

/** What is under review, once it is known which pull request it is, if any. */
interface Subject {
  readonly place: Place
  readonly head: string
  /** Where what a queue tries begins. */
  readonly base: string | undefined
  /** The branch whose history counts. */
  readonly baseRef: string | undefined
  readonly pullRequest: PullRequest | undefined
  /** The number of a pull request whose merge is tried. */
  readonly queued: number | undefined
  readonly isReadOnly: boolean
}

/**
 * Reviews what a workflow's event is about, and shows the review on GitHub.
 * @returns a sentence where there is nothing to review
 * @throws UserError for a configuration that cannot be used
 */
export async function reviewOnGitHub(run: GitHubRun): Promise<GitHubOutcome | string> {
  const { client, inputs, target, sleep, onStep } = run
  const subject = await subjectOf(client, target)
  if (typeof subject === 'string') return subject
  const { place, head, baseRef, pullRequest, queued, isReadOnly } = subject
  const links = { blob: `${run.serverUrl}/${place.owner}/${place.repo}/blob/${head}`, rules: run.rules }
  const changed = pullRequest && (await reading('pull-requests', readChangedPaths(client, pullRequest)))
  const config = await reading(
    'contents',
    readConfig(client, place, pullRequest ? configCommit(pullRequest) : head, inputs.config),
  )
  const isDraft = pullRequest?.isDraft && (inputs.overrides.drafts ?? config.drafts) === 'skip'
  const isDockerfile = fileFilter(config, inputs.overrides)
  const read = isDraft
    ? { ...NO_CHANGE, notices: ['Drafts are not reviewed; the review comes once it is ready for one.'] }
    : await reading('contents', readSubject(client, subject, changed, isDockerfile))
  onStep(`${read.files.length} Dockerfiles to review`)
  const settings = settingsFrom(config)
  const recalled = recallHistory(read, historyLength(config), count => readMerged(client, place, baseRef, count))
  const pinned = await pinDigests(read, settings, run.askRegistries)
  const judged = await judgeScripts(pinned, settings, run.askShellcheck)
  const change = withHistory(judged, await recalled)
  const notices = [...(change.notices ?? []), ...configNotices(pullRequest, changed, inputs.config)]
  const options = reviewOptions(config, inputs.overrides)
  const files = checkChange(change, settings, path => onStep(`reviewing ${path}`))
  const composing = { ...change, notices }
  const published = await publish({
    ...{ client, place, head, pullRequest: isDraft ? undefined : pullRequest, queued, links, sleep },
    mode: inputs.dryRun ? 'dry' : isReadOnly ? 'read' : 'write',
    ...{ checkName: inputs.checkName, externalId: run.runId },
    compose: standing => compose(composing, files, options, standing),
  })
  return { ...published, links }
}

/** @throws UserError that names the permission, when the token may not even read */
async function reading<T>(permission: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof UserError || troubleOf(error) !== 'forbidden') throw error
    const reason = (error as Error).message.split('\n', 1)[0]
    throw new UserError(
      `The token may not read what is to be reviewed (${reason}). Give the job "${permission}: read" under "permissions:".`,
    )
  }
}

/** What whoever reads the review has to know of where its rules come from. */
function configNotices(
  pullRequest: PullRequest | undefined,
  changed: Changed | undefined,
  path: string,
): readonly string[] {
  const isTouched = (file: string) => changed?.some(({ path, previousPath }) => path === file || previousPath === file)
  const files = [path, ...HADOLINT_FILES].filter(isTouched).map(file => `\`${file}\``)
  if (!pullRequest || files.length === 0) return []
  const how = pullRequest.isFork
    ? 'as it comes from a fork, it was reviewed with the configuration of its base'
    : 'it was reviewed with the changed configuration'
  return [`This pull request changes ${files.join(' and ')}; ${how}.`]
}

const NO_CHANGE: Change = { files: [], unread: [], repository: UNKNOWN_REPOSITORY }

async function subjectOf(client: Client, target: Target): Promise<Subject | string> {
  if (target.kind === 'nothing') return target.reason
  if (target.kind === 'pull-request') return subjectFrom(target.pullRequest, target.isReadOnly)
  if (target.kind === 'head') {
    const { place, branch, head } = target
    const pullRequest = await findPullRequest(client, place, branch, head)
    return pullRequest ? subjectFrom(pullRequest, false) : `No open pull request has ${branch} at ${head}.`
  }
  const { place, head, baseRef } = target
  const [base, queued] = target.kind === 'merge-group' ? [target.base, target.number] : []
  return { place, head, base, baseRef, pullRequest: undefined, queued, isReadOnly: false }
}

function subjectFrom(pullRequest: PullRequest, isReadOnly: boolean): Subject {
  const { owner, repo, head, baseRef } = pullRequest
  return { place: { owner, repo }, head, base: undefined, baseRef, pullRequest, queued: undefined, isReadOnly }
}

type Changed = Awaited<ReturnType<typeof readChangedPaths>>

async function readSubject(
  client: Client,
  { place, head, base, pullRequest }: Subject,
  changed: Changed | undefined,
  isDockerfile: (path: string) => boolean,
): Promise<Change> {
  if (!pullRequest || !changed)
    return readCommit(client, place, base === undefined ? { head } : { head, base }, isDockerfile)
  const matters = changed.some(change => isDockerfile(change.path) || isAround(change) || takesAway(change))
  return matters || isCutOff(changed, pullRequest) ? readChange(client, pullRequest, changed, isDockerfile) : NO_CHANGE
}
