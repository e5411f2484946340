import type { Build } from './build.js'
import { isWindowsImage } from './initial-state.js'
import { rootReference } from './stage-history.js'
import type { StageBuild } from './state.js'

/** True when a stage is built for Windows, as far as the image's name and the escape character tell. */
export function isForWindows({ dockerfile }: Build, stage: StageBuild): boolean {
  return isWindowsImage(rootReference(stage), dockerfile.escape)
}
