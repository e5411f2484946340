import { ROOT } from '../build/base-images.js'
import type { RunStep } from '../build/build.js'
import { stepsOfStage } from '../build/build.js'
import type { StageBuild } from '../build/state.js'

/** Debian's and Ubuntu's images have this file; with it apt throws each download away once it is unpacked. */
const DOCKER_CLEAN = '/etc/apt/apt.conf.d/docker-clean'

/** Makes apt-get keep what it downloads. */
export const KEEP_DOWNLOADS = `rm -f ${DOCKER_CLEAN}`

/** What takes the setting back, or may: a script that a RUN starts. */
const KEEPS = /docker-clean|Keep-Downloaded-Packages|apt\.conf\.d\/?\*|^RUN\b.*\/[\w.-]+\.sh\b/i

/** True when a RUN, or one above it in its image, takes that setting back. */
export function keepsDownloads({ stage, index }: RunStep): boolean {
  return textsUpTo(stage, index + 1).some(text => KEEPS.test(text))
}

function textsUpTo(stage: StageBuild, end: number): readonly string[] {
  const own = stepsOfStage(stage).slice(0, end)
  const above = stage.parent ? textsUpTo(stage.parent, stage.parent.stage.instructions.length) : []
  // A COPY may bring settings of apt.
  return [
    ...above,
    ...own.map(({ instruction }) => instruction.logical.text + instruction.heredocs.map(one => one.content)),
  ]
}

/** True when the base is an official image, which on Debian and Ubuntu has the setting. */
export function isOfficial({ image }: StageBuild): boolean {
  return image.user === ROOT
}
