import type { Client } from '../inputs/github/client.js'
import type { CommentEdit } from './plan.js'

/** Edits in one request; GitHub does one after another and ends requests after ten seconds. */
const EDITS_PER_REQUEST = 20

/**
 * Edits comments that are there, several in one request.
 * @returns why some were not done, as GitHub says it; undefined when all were
 * @throws when a whole request fails: then nobody knows which were done
 */
export async function editComments(client: Client, edits: readonly CommentEdit[]): Promise<string | undefined> {
  let problem: string | undefined
  for (let start = 0; start < edits.length; start += EDITS_PER_REQUEST)
    problem = (await editSome(client, edits.slice(start, start + EDITS_PER_REQUEST))) ?? problem
  return problem
}

async function editSome(client: Client, edits: readonly CommentEdit[]): Promise<string | undefined> {
  try {
    await client.graphql(mutationFor(edits), Object.assign({}, ...edits.map(variablesOf)))
    return undefined
  } catch (error) {
    const problem = partOf(error)
    if (problem === undefined) throw error
    const words = edits.filter(({ kind }) => kind === 'rewrite' || kind === 'delete')
    // An older server does nothing of a request in which there is anything that it does not know.
    const isDone = (error as { data?: unknown }).data != null || words.length === edits.length || words.length === 0
    return isDone ? problem : ((await editSome(client, words)) ?? problem)
  }
}

/** GitHub does what it can and names the rest: a comment that somebody deleted meanwhile, or what the token may not. */
function partOf(error: unknown): string | undefined {
  const { errors, data, status } = error as PartialAnswer
  if (status !== undefined || !Array.isArray(errors)) return undefined
  const isForbidden = errors.some(({ type }) => type === 'FORBIDDEN')
  if (isForbidden && !Object.values(data ?? {}).some(Boolean)) return undefined
  const told = errors.filter(({ type }) => type !== 'NOT_FOUND')
  return told[0]?.message ?? ''
}

interface PartialAnswer {
  readonly errors?: readonly { readonly type?: string; readonly message: string }[]
  /** By edit; null where it was not done. */
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly status?: number
}

function mutationFor(edits: readonly CommentEdit[]): string {
  const declared = edits.flatMap((edit, i) => [
    `$id${i}: ID!`,
    ...(edit.kind === 'rewrite' ? [`$body${i}: String!`] : []),
    ...(edit.kind === 'minimize' ? [`$as${i}: ReportedContentClassifiers!`] : []),
  ])
  return `mutation(${declared.join(', ')}) {\n${edits.map(fieldFor).join('\n')}\n}`
}

function fieldFor({ kind }: CommentEdit, i: number): string {
  if (kind === 'rewrite')
    return `edit${i}: updatePullRequestReviewComment(input: {pullRequestReviewCommentId: $id${i}, body: $body${i}}) { clientMutationId }`
  if (kind === 'minimize')
    return `edit${i}: minimizeComment(input: {subjectId: $id${i}, classifier: $as${i}}) { clientMutationId }`
  if (kind === 'resolve') return `edit${i}: resolveReviewThread(input: {threadId: $id${i}}) { clientMutationId }`
  return `edit${i}: deletePullRequestReviewComment(input: {id: $id${i}}) { clientMutationId }`
}

function variablesOf(edit: CommentEdit, i: number): Readonly<Record<string, string>> {
  const id = edit.kind === 'resolve' ? edit.comment.threadId : edit.comment.id
  return {
    [`id${i}`]: id,
    ...(edit.kind === 'rewrite' && { [`body${i}`]: edit.body }),
    ...(edit.kind === 'minimize' && { [`as${i}`]: edit.as }),
  }
}
