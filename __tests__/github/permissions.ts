import type { Access, Account, Permissions } from './http.js'
import type { State } from './state.js'

/** What Drydock's documentation asks for. */
export const DEFAULT_PERMISSIONS: Permissions = { contents: 'read', 'pull-requests': 'write', checks: 'write' }
/** What a pull request from a fork gets at most. */
export const READ_ONLY: Permissions = { contents: 'read', 'pull-requests': 'read', checks: 'read' }
/** With `contents: write`, which resolving a thread takes. */
export const MAY_RESOLVE: Permissions = { contents: 'write', 'pull-requests': 'write', checks: 'write' }

/** Lets requests with `token` come from `account`. */
export function addToken(state: State, token: string, account: Account, permissions = DEFAULT_PERMISSIONS): void {
  state.accounts.set(token, account)
  state.permissions.set(token, permissions)
}

export function permissionsOf(state: State, token: string): Permissions {
  return state.permissions.get(token) ?? DEFAULT_PERMISSIONS
}

export type Need = readonly [scope: keyof Permissions, access: 'read' | 'write']

export function allows(permissions: Permissions, ...needs: readonly Need[]): boolean {
  const rank = (access: Access) => ['none', 'read', 'write'].indexOf(access)
  return needs.every(([scope, access]) => rank(permissions[scope]) >= rank(access))
}

/** What an operation needs beyond the metadata that every token may read. Comments on the conversation go with the pull request. */
const NEEDS: Readonly<Record<string, Need>> = {
  'checks/create': ['checks', 'write'],
  'checks/list-for-ref': ['checks', 'read'],
  'checks/update': ['checks', 'write'],
  'git/get-blob': ['contents', 'read'],
  'git/get-tree': ['contents', 'read'],
  'issues/create-comment': ['pull-requests', 'write'],
  'issues/list-comments': ['pull-requests', 'read'],
  'pulls/create-review': ['pull-requests', 'write'],
  'pulls/create-review-comment': ['pull-requests', 'write'],
  'pulls/delete-pending-review': ['pull-requests', 'write'],
  'pulls/delete-review-comment': ['pull-requests', 'write'],
  'pulls/get': ['pull-requests', 'read'],
  'pulls/list': ['pull-requests', 'read'],
  'pulls/list-comments-for-review': ['pull-requests', 'read'],
  'pulls/list-files': ['pull-requests', 'read'],
  'pulls/list-review-comments': ['pull-requests', 'read'],
  'pulls/list-reviews': ['pull-requests', 'read'],
  'pulls/update-review': ['pull-requests', 'write'],
  'pulls/update-review-comment': ['pull-requests', 'write'],
  'repos/compare-commits-with-basehead': ['contents', 'read'],
  'repos/get-content': ['contents', 'read'],
  'repos/list-pull-requests-associated-with-commit': ['pull-requests', 'read'],
}

export function mayCall(permissions: Permissions, operationId: string): boolean {
  const need = NEEDS[operationId]
  return need === undefined || allows(permissions, need)
}
