import { posix } from 'node:path'
import { WORKSPACE } from './expressions.js'
import type { Settings } from './workflow.js'

/** What lies in the folder that a job works in. */
export interface Workspace {
  /** The folder in it that holds this repository, empty for itself; undefined while it is not there. */
  readonly at: string | undefined
  /** Nothing but what git holds at this very commit: no step has made a file. */
  readonly isBare: boolean
}

/** This very commit, as far as the pull request under review goes. */
const THIS_COMMIT =
  /^\$\{\{\s*(?:github\.(?:sha|ref|ref_name|head_ref|event\.pull_request\.head\.(?:sha|ref))(?:\s*\|\|\s*)?)+\s*\}\}$/

/** A commit of the same files, more or less: which one only a run knows, or it is the main branch's last. */
const NEAR_COMMIT = /^\$\{\{[^{}]*\}\}$|^(?:refs\/heads\/)?(?:dev|develop|main|master|trunk)$/

/** What a checkout makes of a workspace. */
export function withCheckout(settings: Settings, before: Workspace): Workspace {
  const { repository = '', ref = '', path = '' } = settings
  const folder = inWorkspace('', path)
  const isOwn = repository === '' || /^\$\{\{\s*github\.repository\s*\}\}$/.test(repository)
  const isThis = ref === '' || THIS_COMMIT.test(ref)
  if (folder === undefined || !isOwn || !(isThis || NEAR_COMMIT.test(ref))) {
    // Another repository, or another state of this one, comes over what is there.
    const isBeside = folder !== undefined && folder !== '' && folder !== before.at
    return isBeside ? { ...before, isBare: false } : { at: undefined, isBare: false }
  }
  return { at: folder, isBare: before.isBare && isThis }
}

/** A path of the repository for one that starts from a folder of the workspace; undefined when it is outside, or not known. */
export function inRepository(folder: string, written: string, { at }: Workspace): string | undefined {
  const path = inWorkspace(folder, written)
  if (path === undefined || at === undefined || at === '') return at === undefined ? undefined : path
  if (path === at) return ''
  return path.startsWith(`${at}/`) ? path.slice(at.length + 1) : undefined
}

/** A path in the workspace, empty for itself; undefined for one that leads out of it, or of which a part is not known. */
export function inWorkspace(folder: string, written: string): string | undefined {
  if (/[$`*?]|:\/\/|^[\w.-]+@[\w.-]+:|^[A-Za-z]:\\|^-$/.test(written)) return undefined
  const path = posix.relative(WORKSPACE, posix.resolve(WORKSPACE, folder, written))
  return path === '..' || path.startsWith('../') ? undefined : path
}
