import { changedFiles } from '../diff.js'
import { commitsBetween, findCommit, mergeBase, readCommit } from '../git.js'
import { type ApiRequest, type ApiResponse, notFound, ok } from '../http.js'
import { pageOf } from '../pages.js'
import { fileResource, nodeId, pullRequestSimpleResource, repositoryUrl, SERVER_URL } from '../resources.js'
import { pullRequestCommits, type State } from '../state.js'

/** Files of a comparison that GitHub lists at most, all of them on the first page. */
const MAX_COMPARED_FILES = 300

/** `base...head`; either may be `owner:branch`. */
export function compareCommits(state: State, request: ApiRequest): ApiResponse {
  const basehead = String(request.parameters.basehead)
  const [base, head] = basehead.split('...').map(ref => findCommit(state.directory, ref.replace(/^[^:]*:/, '')))
  if (base === undefined || head === undefined) return notFound()
  const start = mergeBase(state.directory, base, head)
  const commits = commitsBetween(state.directory, base, head)
  const behind_by = commitsBetween(state.directory, head, base).length
  const { items, headers } = pageOf(commits, request, state.url)
  const page = `${SERVER_URL}/${state.owner}/${state.repo}/compare/${basehead}`
  const body = {
    ...{ url: `${repositoryUrl(state)}/compare/${basehead}`, html_url: page, permalink_url: page },
    ...{ diff_url: `${page}.diff`, patch_url: `${page}.patch` },
    base_commit: commitResource(state, base),
    merge_base_commit: commitResource(state, start),
    status: statusOf(commits.length, behind_by),
    ...{ ahead_by: commits.length, behind_by, total_commits: commits.length },
    commits: items.map(sha => commitResource(state, sha)),
    ...(Number(request.parameters.page ?? 1) === 1 && { files: filesOf(state, start, head) }),
  }
  return { status: 200, headers, body }
}

/** The pull request, for a commit that it has. */
export function listPullRequestsOfCommit(state: State, request: ApiRequest): ApiResponse {
  const sha = findCommit(state.directory, String(request.parameters.commit_sha))
  if (sha === undefined) return notFound()
  const found = pullRequestCommits(state).includes(sha) ? [pullRequestSimpleResource(state)] : []
  const { items, headers } = pageOf(found, request, state.url)
  return { ...ok(items), headers }
}

function filesOf(state: State, before: string, after: string) {
  const files = changedFiles(state.directory, before, after).slice(0, MAX_COMPARED_FILES)
  return files.map(file => fileResource(state, file, after))
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}

function commitResource(state: State, name: string) {
  const { sha, tree, parents, author, committer, message } = readCommit(state.directory, name)
  const api = repositoryUrl(state)
  const page = `${SERVER_URL}/${state.owner}/${state.repo}/commit`
  const url = `${api}/commits/${sha}`
  return {
    ...{ sha, node_id: nodeId('C', sha), url, html_url: `${page}/${sha}`, comments_url: `${url}/comments` },
    commit: {
      ...{ author, committer, message, comment_count: 0, url: `${api}/git/commits/${sha}` },
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
    },
    author: null,
    committer: null,
    parents: parents.map(parent => ({ sha: parent, url: `${api}/commits/${parent}`, html_url: `${page}/${parent}` })),
  }
}
