import type { ApiRequest, ApiResponse } from './http.js'
import { createCheckRun, listCheckRunsForRef, updateCheckRun } from './operations/checks.js'
import {
  createIssueComment,
  createReviewComment,
  deleteReviewComment,
  listIssueComments,
  listReviewComments,
  updateReviewComment,
} from './operations/comments.js'
import { compareCommits, listPullRequestsOfCommit } from './operations/commits.js'
import { getBlob, getContent, getTree } from './operations/contents.js'
import { getPullRequest, getRateLimit, getRepository, listFiles, listPullRequests } from './operations/pulls.js'
import {
  createReview,
  deletePendingReview,
  listCommentsForReview,
  listReviews,
  updateReview,
} from './operations/reviews.js'
import type { State } from './state.js'

/** What answers each operation, by the id that GitHub's description gives it. */
export const ROUTES: Readonly<Record<string, (state: State, request: ApiRequest) => ApiResponse>> = {
  'checks/create': createCheckRun,
  'checks/list-for-ref': listCheckRunsForRef,
  'checks/update': updateCheckRun,
  'git/get-blob': getBlob,
  'git/get-tree': getTree,
  'issues/create-comment': createIssueComment,
  'issues/list-comments': listIssueComments,
  'pulls/create-review': createReview,
  'pulls/create-review-comment': createReviewComment,
  'pulls/delete-pending-review': deletePendingReview,
  'pulls/delete-review-comment': deleteReviewComment,
  'pulls/get': getPullRequest,
  'pulls/list': listPullRequests,
  'pulls/list-comments-for-review': listCommentsForReview,
  'pulls/list-files': listFiles,
  'pulls/list-review-comments': listReviewComments,
  'pulls/list-reviews': listReviews,
  'pulls/update-review': updateReview,
  'pulls/update-review-comment': updateReviewComment,
  'rate-limit/get': getRateLimit,
  'repos/compare-commits-with-basehead': compareCommits,
  'repos/get': getRepository,
  'repos/get-content': getContent,
  'repos/list-pull-requests-associated-with-commit': listPullRequestsOfCommit,
}
