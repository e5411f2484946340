import type { ChangedFile } from './diff.js'
import type { Account, Association } from './http.js'
import { type Branch, pullRequestCommits, pullRequestFiles, type State } from './state.js'

/** Where the pages for people are; nothing answers there. */
export const SERVER_URL = 'https://github.com'

/** Addresses of a repository that lead to nothing here but that GitHub always gives. */
const REPOSITORY_LINKS = [
  ...['archive', 'assignees', 'blobs', 'branches', 'collaborators', 'comments', 'commits', 'compare', 'contents'],
  ...['contributors', 'deployments', 'downloads', 'events', 'forks', 'git_commits', 'git_refs', 'git_tags', 'hooks'],
  ...['issue_comment', 'issue_events', 'issues', 'keys', 'labels', 'languages', 'merges', 'milestones'],
  ...['notifications', 'pulls', 'releases', 'stargazers', 'statuses', 'subscribers', 'subscription', 'tags', 'teams'],
  'trees',
]
const USER_LINKS = [
  ...['events', 'followers', 'following', 'gists', 'organizations', 'received_events', 'repos', 'starred'],
  'subscriptions',
]

export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`
}

/** The number in an id that `nodeId` made of it. */
export function idInNode(kind: string, node: string): number | undefined {
  const id = Number(Buffer.from(node.slice(kind.length + 1), 'base64url').toString())
  return nodeId(kind, id) === node ? id : undefined
}

export function associationOf({ association, type }: Account): Association {
  return association ?? (type === 'Bot' ? 'NONE' : 'CONTRIBUTOR')
}

export function repositoryUrl({ url, owner, repo }: State, repository = `${owner}/${repo}`): string {
  return `${url}/repos/${repository}`
}

export function pullRequestUrl(state: State): string {
  return `${repositoryUrl(state)}/pulls/${state.pullRequest.number}`
}

export function pullRequestPage({ owner, repo, pullRequest }: State): string {
  return `${SERVER_URL}/${owner}/${repo}/pull/${pullRequest.number}`
}

export function userResource({ url }: State, { login, id, type }: Account) {
  const api = `${url}/users/${encodeURIComponent(login)}`
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url: api,
    html_url: `${SERVER_URL}/${type === 'Bot' ? `apps/${login.replace('[bot]', '')}` : login}`,
    ...Object.fromEntries(USER_LINKS.map(name => [`${name}_url`, `${api}/${name}`])),
    type,
    site_admin: false,
  }
}

/** A `full-repository`, which is a `repository` with two figures more. */
export function repositoryResource(state: State, repository = `${state.owner}/${state.repo}`) {
  const [owner = '', name = ''] = repository.split('/')
  const api = repositoryUrl(state, repository)
  const page = `${SERVER_URL}/${repository}`
  const isFork = repository !== `${state.owner}/${state.repo}`
  const id = isFork ? 1_296_270 : 1_296_269
  const { created_at } = state.pullRequest
  return {
    id,
    node_id: nodeId('R', id),
    name,
    full_name: repository,
    private: false,
    owner: userResource(state, { login: owner, id: isFork ? 583_231 : 9919, type: 'User' }),
    html_url: page,
    description: null,
    fork: isFork,
    url: api,
    ...Object.fromEntries(REPOSITORY_LINKS.map(link => [`${link}_url`, `${api}/${link}`])),
    git_url: `git://github.com/${repository}.git`,
    ssh_url: `git@github.com:${repository}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    ...{ mirror_url: null, homepage: null, language: null, license: null },
    ...{ has_issues: true, has_projects: true, has_downloads: true, has_wiki: true, has_pages: false },
    ...{ has_discussions: false, archived: false, disabled: false, visibility: 'public' },
    ...{ forks: 0, forks_count: 0, open_issues: 1, open_issues_count: 1, size: 1, stargazers_count: 0 },
    ...{ watchers: 0, watchers_count: 0, network_count: 0, subscribers_count: 0 },
    ...{ created_at, updated_at: created_at, pushed_at: created_at },
    default_branch: state.defaultBranch,
  }
}

function branchResource(state: State, { ref, sha, repository }: Branch) {
  const repo = repositoryResource(state, repository)
  return { label: `${repo.owner.login}:${ref}`, ref, sha, user: repo.owner, repo }
}

/** A `pull-request-simple`: what lists and events show. */
export function pullRequestSimpleResource(state: State) {
  const { number, id, head, base, user, title, draft, merged, created_at } = state.pullRequest
  const url = pullRequestUrl(state)
  const html_url = pullRequestPage(state)
  const issue_url = `${repositoryUrl(state)}/issues/${number}`
  const links = {
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repositoryUrl(state)}/pulls/comments{/number}`,
    comments_url: `${issue_url}/comments`,
    statuses_url: `${repositoryUrl(state)}/statuses/${head.sha}`,
  }
  const hrefs = Object.entries(links).map(([name, href]) => [name.replace(/_url$/, ''), { href }])
  return {
    ...{ url, id, node_id: nodeId('PR', id), html_url, diff_url: `${html_url}.diff`, patch_url: `${html_url}.patch` },
    ...{ issue_url, ...links },
    ...{
      number,
      state: state.pullRequest.state,
      locked: false,
      title,
      user: userResource(state, user),
      body: null,
      draft,
    },
    ...{
      created_at,
      updated_at: created_at,
      closed_at: null,
      merged_at: merged ? created_at : null,
      merge_commit_sha: null,
    },
    ...{ assignee: null, assignees: [], requested_reviewers: [], requested_teams: [], labels: [], milestone: null },
    head: branchResource(state, head),
    base: branchResource(state, base),
    _links: { self: { href: url }, html: { href: html_url }, issue: { href: issue_url }, ...Object.fromEntries(hrefs) },
    author_association: associationOf(user),
    auto_merge: null,
    active_lock_reason: null,
  }
}

/** A `pull-request`, with the figures that only its own page has. */
export function pullRequestResource(state: State) {
  const files = pullRequestFiles(state)
  return {
    ...pullRequestSimpleResource(state),
    ...{
      merged: state.pullRequest.merged,
      mergeable: true,
      rebaseable: true,
      mergeable_state: 'clean',
      merged_by: null,
    },
    comments: state.issueComments.length,
    review_comments: state.reviews.flatMap(({ comments }) => comments).length,
    maintainer_can_modify: state.pullRequest.head.repository !== state.pullRequest.base.repository,
    commits: pullRequestCommits(state).length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: files.length,
  }
}

/** A `diff-entry`. */
export function fileResource(state: State, { patch, previous_filename, ...file }: ChangedFile, head: string) {
  const path = file.filename.split('/').map(encodeURIComponent).join('/')
  const page = `${SERVER_URL}/${state.owner}/${state.repo}`
  return {
    ...file,
    blob_url: `${page}/blob/${head}/${path}`,
    raw_url: `${page}/raw/${head}/${path}`,
    contents_url: `${repositoryUrl(state)}/contents/${path}?ref=${head}`,
    ...(patch !== undefined && { patch }),
    ...(previous_filename !== undefined && { previous_filename }),
  }
}
