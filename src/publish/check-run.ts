import { firstCharacters } from '../formats/characters.js'
import { headline } from '../formats/headline.js'
import type { Links } from '../formats/links.js'
import { toMarkdown } from '../formats/markdown.js'
import type { Client } from '../inputs/github/client.js'
import type { Place } from '../inputs/github/event.js'
import type { Sleep } from '../inputs/github/patience.js'
import { troubleOf } from '../inputs/github/trouble.js'
import { type Annotation, annotationsOf } from '../review/annotations.js'
import type { Review } from '../review/review.js'
import type { Failure } from './explain.js'

/** GitHub's limit on a check run's summary, in characters. */
const SUMMARY_LIMIT = 65_535
/** GitHub's limit on annotations in one request; later requests add to them. */
const ANNOTATIONS_PER_REQUEST = 50
/** More than this nobody reads, and each further request costs of the hourly limit. */
const ANNOTATION_LIMIT = 200
/** Before it is asked whether a check run is there after all (ms). */
const SETTLING = 2000

export interface CheckRun extends Place {
  readonly client: Client
  readonly name: string
  /** The commit that it stands at. */
  readonly head: string
  /** Says which run made it, so that it is known again. */
  readonly externalId: string
  readonly sleep: Sleep
}

/**
 * Creates a completed check run that shows the review.
 * @returns what kept it from that, undefined when it is there
 */
export async function postCheckRun(run: CheckRun, review: Review, links: Links): Promise<Failure | undefined> {
  const { client, owner, repo } = run
  const annotations = annotationsOf(review).slice(0, ANNOTATION_LIMIT).map(toGitHub)
  const output = { title: headline(review), summary: toMarkdown(review, links, SUMMARY_LIMIT) }
  const pages = pagesOf(annotations)
  try {
    const id = await createOnce(run, review, { ...output, annotations: pages[0] ?? [] })
    for (const page of pages.slice(1))
      await client.rest.checks.update({ owner, repo, check_run_id: id, output: { ...output, annotations: page } })
    return undefined
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble === 'other') throw error
    return { trouble, message: (error as Error).message }
  }
}

type Output = { title: string; summary: string; annotations: ReturnType<typeof toGitHub>[] }

/** Where nobody knows whether it was created, it is looked for before it is created again. */
async function createOnce(run: CheckRun, review: Review, output: Output): Promise<number> {
  const { client, owner, repo, name, head, externalId, sleep } = run
  const create = async () => {
    const { data } = await client.rest.checks.create({
      ...{ owner, repo, name, head_sha: head, external_id: externalId },
      ...{ status: 'completed', conclusion: review.conclusion, output },
    })
    return data.id
  }
  try {
    return await create()
  } catch (error) {
    if (troubleOf(error) !== 'ambiguous') throw error
    await sleep(SETTLING)
    const { data } = await client.rest.checks.listForRef({ owner, repo, ref: head, check_name: name, per_page: 100 })
    const made = data.check_runs.find(({ external_id }) => external_id === externalId)
    return made ? made.id : create()
  }
}

function pagesOf<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / ANNOTATIONS_PER_REQUEST)
  return Array.from({ length: count }, (_, i) =>
    items.slice(i * ANNOTATIONS_PER_REQUEST, (i + 1) * ANNOTATIONS_PER_REQUEST),
  )
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
    title: firstCharacters(title, TITLE_LIMIT),
    message: firstCharacters(message, MESSAGE_LIMIT),
  }
}
