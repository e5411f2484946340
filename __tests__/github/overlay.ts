import type { ApiRequest } from './http.js'

/** Page size at most, whoever asks for more gets this (GitHub's REST documentation, "Using pagination"). */
export const MAX_PAGE = 100
/** Characters in the body of a review, a review comment or an issue comment: "body is too long (maximum is 65536 characters)". */
const MAX_BODY = 65_536
/** Our own: GitHub states no limit, bots are safe up to 30 (reviewdog), and GHES answered 502 at about 100. */
const MAX_COMMENTS = 30
/** GitHub's limits on an annotation's title, in characters, and on its texts, in bytes. */
const MAX_TITLE = 255
const MAX_ANNOTATION_BYTES = 64 * 1024

interface ReviewBody {
  readonly body?: string
  readonly event?: string
  readonly comments?: readonly CommentBody[]
}
interface CommentBody {
  readonly body: string
  readonly line?: number
  readonly side?: string
  readonly start_line?: number
  readonly start_side?: string
  readonly position?: number
  readonly subject_type?: string
  readonly in_reply_to?: number
}
interface CheckBody {
  readonly status?: string
  readonly conclusion?: string
  readonly output?: { readonly annotations?: readonly Annotation[] }
}
interface Annotation {
  readonly start_line: number
  readonly end_line: number
  readonly start_column?: number
  readonly end_column?: number
  readonly message: string
  readonly title?: string
  readonly raw_details?: string
}

const RULES: Readonly<Record<string, (body: never) => Iterable<string>>> = {
  'pulls/create-review': reviewProblems,
  'pulls/create-review-comment': (body: CommentBody) => [...bodyProblems(body), ...lineProblems(body)],
  'pulls/update-review': bodyProblems,
  'pulls/update-review-comment': bodyProblems,
  'issues/create-comment': bodyProblems,
  'checks/create': checkProblems,
  'checks/update': checkProblems,
}

/**
 * Rules that GitHub keeps and its OpenAPI description lacks, as far as a request alone can break them: whoever does is at
 * fault whatever the pull request holds. What hangs on the pull request is answered by the operations instead.
 */
export function overlayProblems(operationId: string, { parameters, body }: ApiRequest): readonly string[] {
  const problems: string[] = []
  const size = Number(parameters.per_page ?? MAX_PAGE)
  const page = Number(parameters.page ?? 1)
  if (size > MAX_PAGE || size < 1) problems.push(`query per_page is ${size}, it goes from 1 to ${MAX_PAGE}`)
  if (page < 1) problems.push(`query page is ${page}, pages begin at 1`)
  if (body !== undefined) problems.push(...(RULES[operationId]?.(body as never) ?? []))
  return problems
}

function* reviewProblems(review: ReviewBody): Iterable<string> {
  const { body = '', event, comments = [] } = review
  yield* tooLong('body', body)
  if (comments.length > MAX_COMMENTS) yield `body/comments has ${comments.length}, more than ${MAX_COMMENTS}`
  if (event === 'COMMENT' && body === '' && comments.length === 0) yield 'body/body is empty and there are no comments'
  if (event === 'REQUEST_CHANGES' && body === '') yield 'You need to leave a comment indicating the requested changes.'
  for (const [index, comment] of comments.entries()) {
    for (const problem of [...bodyProblems(comment), ...lineProblems(comment)]) {
      yield problem.replace('body', `body/comments/${index}`)
    }
  }
}

function* bodyProblems({ body }: { readonly body: string }): Iterable<string> {
  yield* tooLong('body', body)
  if (body.trim() === '') yield 'body/body is empty'
}

function* lineProblems(comment: CommentBody): Iterable<string> {
  const { line, side = 'RIGHT', start_line, start_side = 'RIGHT', position } = comment
  if (position !== undefined) yield 'body/position is closing down, line and side replace it'
  if (comment.subject_type === 'file') {
    if (line !== undefined || start_line !== undefined) yield 'body/line is set for a comment on a file'
    return
  }
  if (line === undefined && comment.in_reply_to === undefined) yield 'body/line is missing'
  if (!['LEFT', 'RIGHT'].includes(side)) yield `body/side is ${side}, neither LEFT nor RIGHT`
  if (!['LEFT', 'RIGHT'].includes(start_side)) yield `body/start_side is ${start_side}, neither LEFT nor RIGHT`
}

function* checkProblems({ status, conclusion, output }: CheckBody): Iterable<string> {
  if (status === 'completed' && conclusion === undefined) yield 'body/status is completed without a conclusion'
  if (status !== 'completed' && conclusion !== undefined)
    yield `body/conclusion is ${conclusion} but status is not completed`
  for (const [index, annotation] of (output?.annotations ?? []).entries()) {
    for (const problem of annotationProblems(annotation)) yield `body/output/annotations/${index}/${problem}`
  }
}

function* annotationProblems(annotation: Annotation): Iterable<string> {
  const { start_line, end_line, start_column, end_column, title = '' } = annotation
  if (start_line < 1 || start_line > end_line) yield `start_line is ${start_line}, end_line ${end_line}`
  const hasColumns = start_column !== undefined || end_column !== undefined
  if (hasColumns && start_line !== end_line) yield 'start_column stands although start_line and end_line differ'
  if (lengthOf(title) > MAX_TITLE) yield `title has ${lengthOf(title)} characters, more than ${MAX_TITLE}`
  for (const name of ['message', 'raw_details'] as const) {
    const bytes = Buffer.byteLength(annotation[name] ?? '')
    if (bytes > MAX_ANNOTATION_BYTES) yield `${name} has ${bytes} bytes, more than 64 KB`
  }
}

function* tooLong(place: string, text: string): Iterable<string> {
  if (lengthOf(text) > MAX_BODY) yield `${place}/body is too long (maximum is ${MAX_BODY} characters)`
}

/** GitHub counts characters, not UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length
}
