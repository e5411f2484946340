import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

const MAX = 100
/** The type of the error for a cursor that GitHub never gave. */
export const INVALID_CURSOR = 'INVALID_CURSOR_ARGUMENTS'

export interface PagingArguments {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

/** What GitHub refuses before it runs a query: connections without a size, and sizes over 100. */
export function pagingErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  const errors: GraphQLError[] = []
  const types = new TypeInfo(schema)
  const Field = {
    enter(nodes: FieldNode) {
      const type = types.getType()
      if (!type || !getNamedType(type).name.endsWith('Connection')) return
      const sizes = (nodes.arguments ?? []).filter(({ name }) => ['first', 'last'].includes(name.value))
      if (sizes.length === 0) {
        const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${nodes.name.value}\` connection.`
        errors.push(new GraphQLError(message, { nodes, extensions: { type: 'MISSING_PAGINATION_BOUNDARIES' } }))
      }
      for (const { name, value } of sizes) {
        const size = value.kind === 'Variable' ? variables[value.name.value] : value.kind === 'IntValue' && value.value
        if (!(Number(size) > MAX)) continue
        const message =
          `Requesting ${size} records on the \`${nodes.name.value}\` connection exceeds the ` +
          `\`${name.value}\` limit of ${MAX} records.`
        errors.push(new GraphQLError(message, { nodes, extensions: { type: 'EXCESSIVE_PAGINATION' } }))
      }
    },
  }
  visit(document, visitWithTypeInfo(types, { Field }))
  return errors
}

/** A page of `items`, which are in the order of their ids: a cursor stays good when its item is gone. */
export function connectionOf<T extends { readonly id: number }>(
  items: readonly T[],
  nodeOf: (item: T) => unknown,
  { first, last, after, before }: PagingArguments,
) {
  const inside = items.filter(({ id }) => (after == null || id > idIn(after)) && (before == null || id < idIn(before)))
  const start = first == null && last != null ? Math.max(0, inside.length - last) : 0
  const page = inside.slice(start, first == null ? undefined : first)
  return {
    totalCount: items.length,
    pageInfo: {
      hasNextPage: page.at(-1) !== inside.at(-1) || (before != null && items.some(({ id }) => id >= idIn(before))),
      hasPreviousPage: start > 0 || (after != null && items.some(({ id }) => id <= idIn(after))),
      startCursor: page[0] ? cursorOf(page[0]) : null,
      endCursor: page.at(-1) ? cursorOf(page.at(-1) as T) : null,
    },
    nodes: () => page.map(nodeOf),
    edges: () => page.map(item => ({ cursor: cursorOf(item), node: nodeOf(item) })),
  }
}

function cursorOf({ id }: { readonly id: number }): string {
  return Buffer.from(`cursor:v2:${id}`).toString('base64')
}

function idIn(cursor: string): number {
  const [, id] = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? []
  if (id === undefined) {
    const message = `\`${cursor}\` does not appear to be a valid cursor.`
    throw new GraphQLError(message, { extensions: { type: INVALID_CURSOR } })
  }
  return Number(id)
}
