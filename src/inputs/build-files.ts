import { stepsBetween } from '../build/dockerfiles-around.js'
import { folderOf, nameOf } from '../build/repository.js'
import { isBakeName } from '../documents/bake/names.js'
import { isSkaffoldName } from '../documents/builders/skaffold.js'
import { isComposeName } from '../documents/compose/names.js'
import { isActionPath, isWorkflowPath } from '../documents/workflow/names.js'

/** Files of this size are not written by hand (bytes). */
const SIZE_LIMIT = 256 * 1024
/** Files that build images stand above what they build, or in a folder beside it. */
const STEPS_LIMIT = 4
const COMPOSE_LIMIT = 20
const BAKE_LIMIT = 10
const SKAFFOLD_LIMIT = 10
const WORKFLOWS_LIMIT = 30
/** All workflows and actions together (bytes): they come in one answer. */
const WORKFLOWS_SIZE_LIMIT = 512 * 1024

type Sizes = ReadonlyMap<string, number>

/** True for the files that say how Dockerfiles are built. */
export function isBuildFile(path: string): boolean {
  const name = nameOf(path)
  return isComposeName(name) || isBakeName(name) || isSkaffoldName(name) || isRunByGitHub(path)
}

/** True for workflows and the actions that they are made of: their paths start from the root. */
export function isRunByGitHub(path: string): boolean {
  return isWorkflowPath(path) || isActionPath(path)
}

/** The Compose files that may build some Dockerfiles, the nearest first. */
export function composeFilesAround(dockerfiles: readonly string[], files: Sizes): readonly string[] {
  return around(dockerfiles, files, path => isComposeName(nameOf(path))).slice(0, COMPOSE_LIMIT)
}

/** The Bake files that may build some Dockerfiles, the nearest first. */
export function bakeFilesAround(dockerfiles: readonly string[], files: Sizes): readonly string[] {
  return around(dockerfiles, files, path => isBakeName(nameOf(path))).slice(0, BAKE_LIMIT)
}

/** The Skaffold files that may build some Dockerfiles, the nearest first. */
export function skaffoldFilesAround(dockerfiles: readonly string[], files: Sizes): readonly string[] {
  return around(dockerfiles, files, path => isSkaffoldName(nameOf(path))).slice(0, SKAFFOLD_LIMIT)
}

function around(dockerfiles: readonly string[], files: Sizes, isWanted: (path: string) => boolean): readonly string[] {
  const paths = [...files].flatMap(([path, size]) => (size <= SIZE_LIMIT && isWanted(path) ? path : []))
  return bySteps(dockerfiles, paths).flatMap(({ path, steps }) => (steps <= STEPS_LIMIT ? path : []))
}

/** What workflows that build images are called, the surest names first. */
const WORKFLOW_NAMES: readonly RegExp[] = [
  /docker|container|image|bake/i,
  /build|publish|release|deploy|push/i,
  /\b(?:ci|cd|main|test)\b/i,
  /(?:)/,
]

/** The workflows of a repository and the actions that they may use, those that most likely build images first. */
export function workflowsIn(files: Sizes): readonly string[] {
  const paths = [...files.keys()].filter(isRunByGitHub).sort((a, b) => rankOf(a) - rankOf(b))
  let left = WORKFLOWS_SIZE_LIMIT
  return paths.slice(0, WORKFLOWS_LIMIT).filter(path => {
    const size = files.get(path) ?? 0
    if (size > Math.min(SIZE_LIMIT, left)) return false
    left -= size
    return true
  })
}

/** An action is called what its folder is called. */
function rankOf(path: string): number {
  const name = nameOf(isActionPath(path) ? folderOf(path) : path)
  return WORKFLOW_NAMES.findIndex(one => one.test(name))
}

/** Some paths with how far each is from the nearest of some others, the nearest first. */
export function bySteps(from: readonly string[], paths: readonly string[]) {
  const folders = [...new Set(from.map(folderOf))]
  return paths
    .map(path => ({ path, steps: Math.min(...folders.map(folder => stepsBetween(folder, folderOf(path)))) }))
    .sort((a, b) => a.steps - b.steps)
}
