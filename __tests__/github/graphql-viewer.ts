import { GraphQLError } from 'graphql'
import { type Account, FORBIDDEN, type Permissions } from './http.js'
import { allows, type Need } from './permissions.js'
import type { State } from './state.js'

/** Whoever asks, and of what. */
export interface Viewer {
  readonly state: State
  readonly user: Account
  readonly permissions: Permissions
}

export function notFound(message: string): never {
  throw new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } })
}

export function insist({ permissions }: Viewer, ...needs: readonly Need[]): void {
  if (!allows(permissions, ...needs)) throw new GraphQLError(FORBIDDEN, { extensions: { type: 'FORBIDDEN' } })
}

/** GraphQL names a bot without the `[bot]` that REST puts to it. */
export function actorOf({ login, type }: Account) {
  return { __typename: type, login: login.replace(/\[bot\]$/, '') }
}
