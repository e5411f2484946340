import { type Build, modelBuild } from '../../src/build/build.js'
import type { StageBuild, State } from '../../src/build/state.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { type Files, repositoryOf } from '../rules/checking.js'

export function model(text: string, files?: Files, path?: string): Build {
  const dockerfile = parseDockerfile(path ?? 'Dockerfile', text)
  if (dockerfile.error) throw dockerfile.error
  return modelBuild(dockerfile, repositoryOf(text, files, path))
}

export function lastStage(text: string): StageBuild {
  return model(text).stages.at(-1) as StageBuild
}

/** What is in force behind the last instruction. */
export function endState(text: string): State {
  return lastStage(text).states.at(-1) as State
}
