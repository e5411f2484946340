import { type ApiRequest, type ApiResponse, ok } from '../http.js'
import { pageOf } from '../pages.js'
import { fileResource, pullRequestResource, pullRequestSimpleResource, repositoryResource } from '../resources.js'
import { pullRequestFiles, RATE_LIMIT, type State } from '../state.js'

/** Files of a pull request that GitHub lists at most. */
const MAX_FILES = 3000

export function getRepository(state: State, { parameters }: ApiRequest): ApiResponse {
  return ok(repositoryResource(state, `${parameters.owner}/${parameters.repo}`))
}

export function getPullRequest(state: State): ApiResponse {
  return ok(pullRequestResource(state))
}

/** The one pull request, unless a filter keeps it out. `head` is `owner:branch`. */
export function listPullRequests(state: State, request: ApiRequest): ApiResponse {
  const { pullRequest } = state
  const { state: wanted = 'open', head, base } = request.parameters
  const [owner] = pullRequest.head.repository.split('/')
  const isListed =
    (wanted === 'all' || wanted === pullRequest.state) &&
    (head === undefined || head === `${owner}:${pullRequest.head.ref}`) &&
    (base === undefined || base === pullRequest.base.ref)
  const { items, headers } = pageOf(isListed ? [pullRequestSimpleResource(state)] : [], request, state.url)
  return { status: 200, headers, body: items }
}

export function listFiles(state: State, request: ApiRequest): ApiResponse {
  const { items, headers } = pageOf(pullRequestFiles(state).slice(0, MAX_FILES), request, state.url)
  return { status: 200, headers, body: items.map(file => fileResource(state, file, state.pullRequest.head.sha)) }
}

export function getRateLimit(state: State): ApiResponse {
  const used = Math.min(state.requestCount, RATE_LIMIT)
  const reset = Math.floor(Date.now() / 1000) + 3600
  const core = { limit: RATE_LIMIT, used, remaining: RATE_LIMIT - used, reset }
  const search = { limit: 30, used: 0, remaining: 30, reset }
  return ok({ resources: { core, search, graphql: core }, rate: core })
}
