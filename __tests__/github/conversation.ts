import {
  associationOf,
  nodeId,
  pullRequestPage,
  pullRequestUrl,
  repositoryUrl,
  SERVER_URL,
  userResource,
} from './resources.js'
import { standingOf } from './standing.js'
import { type CheckRun, type IssueComment, now, type Review, type ReviewComment, type State } from './state.js'

/** A `pull-request-review`. */
export function reviewResource(state: State, review: Review) {
  const { id, body, commit_id, submitted_at } = review
  const html_url = `${pullRequestPage(state)}#pullrequestreview-${id}`
  const pull_request_url = pullRequestUrl(state)
  return {
    ...{ id, node_id: nodeId('PRR', id), user: userResource(state, review.user), body, state: review.state },
    ...{ html_url, pull_request_url, author_association: associationOf(review.user), commit_id },
    _links: { html: { href: html_url }, pull_request: { href: pull_request_url } },
    ...(submitted_at !== undefined && { submitted_at }),
  }
}

/**
 * A `pull-request-review-comment`, which is also a `review-comment`. An outdated one has no line, whatever GitHub's
 * description says of it, and keeps the commit that it was made with.
 */
export function reviewCommentResource(state: State, comment: ReviewComment) {
  const { id, commit_id: original_commit_id, side, start_side = null, subject_type } = comment
  const { in_reply_to_id, body, created_at, updated_at, diff_hunk, pull_request_review_id } = comment
  const { path, line, startLine: start_line, isOutdated, position } = standingOf(state, comment)
  const commit_id = isOutdated ? original_commit_id : state.pullRequest.head.sha
  const url = `${repositoryUrl(state)}/pulls/comments/${id}`
  const html_url = `${pullRequestPage(state)}#discussion_r${id}`
  const pull_request_url = pullRequestUrl(state)
  return {
    ...{ url, pull_request_review_id, id, node_id: nodeId('PRRC', id), diff_hunk, path, body },
    ...{ commit_id, original_commit_id, user: userResource(state, comment.user) },
    ...{ created_at, updated_at, html_url, pull_request_url, author_association: comment.association },
    _links: { self: { href: url }, html: { href: html_url }, pull_request: { href: pull_request_url } },
    ...{ position, original_position: comment.position, side, subject_type, in_reply_to_id },
    ...(subject_type === 'line' && { line, original_line: comment.line }),
    ...{ start_line, original_start_line: comment.start_line ?? null, start_side },
  }
}

/** An `issue-comment`. */
export function issueCommentResource(state: State, { id, body, user, created_at }: IssueComment) {
  return {
    id,
    node_id: nodeId('IC', id),
    url: `${repositoryUrl(state)}/issues/comments/${id}`,
    html_url: `${pullRequestPage(state)}#issuecomment-${id}`,
    issue_url: `${repositoryUrl(state)}/issues/${state.pullRequest.number}`,
    ...{ body, user: userResource(state, user), created_at, updated_at: created_at },
    author_association: associationOf(user),
    performed_via_github_app: null,
  }
}

/** A `check-run`. A pull request from a fork is not listed in it. */
export function checkRunResource(state: State, run: CheckRun) {
  const { id, head_sha, name, status, conclusion, external_id, started_at, completed_at, output } = run
  const { title, summary, text, annotations } = output
  const url = `${repositoryUrl(state)}/check-runs/${id}`
  const html_url = `${SERVER_URL}/${state.owner}/${state.repo}/runs/${id}`
  return {
    ...{ id, name, node_id: nodeId('CR', id), head_sha, external_id, url, html_url },
    ...{ details_url: run.details_url ?? html_url, status, conclusion, started_at, completed_at },
    output: { title, summary, text, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: 5 },
    app: actionsApp(state),
    pull_requests: pullRequestsOf(state, head_sha),
  }
}

function pullRequestsOf(state: State, sha: string) {
  const { id, number, head, base } = state.pullRequest
  if (head.sha !== sha || head.repository !== base.repository) return []
  const repo = { id: 1_296_269, url: repositoryUrl(state), name: state.repo }
  const end = (branch: typeof head) => ({ ref: branch.ref, sha: branch.sha, repo })
  return [{ id, number, url: pullRequestUrl(state), head: end(head), base: end(base) }]
}

/** The App that every GITHUB_TOKEN belongs to. */
function actionsApp(state: State) {
  const created_at = now()
  return {
    ...{ id: 15_368, slug: 'github-actions', node_id: nodeId('A', 15_368), name: 'GitHub Actions' },
    owner: userResource(state, { login: 'github', id: 9919, type: 'User' }),
    description: 'Automate your workflow from idea to production',
    external_url: 'https://help.github.com/en/actions',
    html_url: `${SERVER_URL}/apps/github-actions`,
    ...{ created_at, updated_at: created_at, permissions: { checks: 'write', contents: 'write' }, events: [] },
  }
}
