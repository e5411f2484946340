import { headline } from '../formats/headline.js'
import type { Links } from '../formats/links.js'
import { toMarkdown } from '../formats/markdown.js'
import type { Client } from '../inputs/github/client.js'
import type { PullRequest } from '../inputs/github/event.js'
import { type Annotation, annotationsOf } from '../review/annotations.js'
import type { Review } from '../review/review.js'

/** GitHub's limit on a check run's summary, in characters. */
const SUMMARY_LIMIT = 65_535
/** GitHub's limit on annotations in one request; later requests add to them. */
const ANNOTATIONS_PER_REQUEST = 50
/** More than this nobody reads, and each further request costs of the hourly limit. */
const ANNOTATION_LIMIT = 200

/** Creates a completed check run that shows the review. */
export async function postCheckRun(
  client: Client,
  { owner, repo, head }: PullRequest,
  review: Review,
  links: Links,
  name: string,
): Promise<void> {
  const annotations = annotationsOf(review).slice(0, ANNOTATION_LIMIT).map(toGitHub)
  const output = { title: headline(review), summary: toMarkdown(review, links, SUMMARY_LIMIT) }
  const { data } = await client.rest.checks.create({
    owner,
    repo,
    name,
    head_sha: head,
    status: 'completed',
    conclusion: review.conclusion,
    output: { ...output, annotations: annotations.slice(0, ANNOTATIONS_PER_REQUEST) },
  })
  for (let start = ANNOTATIONS_PER_REQUEST; start < annotations.length; start += ANNOTATIONS_PER_REQUEST) {
    const page = annotations.slice(start, start + ANNOTATIONS_PER_REQUEST)
    await client.rest.checks.update({ owner, repo, check_run_id: data.id, output: { ...output, annotations: page } })
  }
}

/** GitHub's limits on an annotation: 255 characters of title, 64 KB of message. */
const TITLE_LIMIT = 255
const MESSAGE_LIMIT = 16_000

function toGitHub({ path, startLine, endLine, level, title, message }: Annotation) {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    title: title.slice(0, TITLE_LIMIT),
    message: message.slice(0, MESSAGE_LIMIT),
  }
}
