import { posix } from 'node:path'
import { type Step, stepsOfStage } from './build.js'
import { pathWithin } from './context-copies.js'
import { copiesOf } from './copies.js'
import { pathFrom } from './made-files.js'

/** Folders that are there, whatever image it is. */
const USUAL_FOLDERS = new Set(['/', '/mnt', '/opt', '/root', '/srv', '/tmp', '/usr/local', '/var/tmp'])

/** True when nothing but a COPY can have put something at a path, and the folder around it is there without the COPY. */
export function isBroughtAlone(step: Step, path: string): boolean {
  const around = posix.dirname(path)
  const workdirs: string[] = []
  for (let stage: Step['stage'] | undefined = step.stage; stage; stage = stage.parent) {
    const own = stage === step.stage
    for (const before of stepsOfStage(stage)) {
      if (own && before.index > step.index) break
      workdirs.push(before.state.workdir ?? '')
      if (own && before.index === step.index) break
      if (
        before.isTrigger ||
        (before.instruction.keyword === 'RUN' && names(before, path)) ||
        !leavesAlone(before, path)
      )
        return false
    }
  }
  const isFolder = workdirs.some(workdir => workdir === path || isBelow(workdir, path))
  return (
    !isFolder && !USUAL_FOLDERS.has(path) && (USUAL_FOLDERS.has(around) || workdirs.some(workdir => workdir === around))
  )
}

function names({ instruction }: Step, path: string): boolean {
  return instruction.logical.text.includes(posix.basename(path))
}

/** True for an instruction that puts nothing at a path, and tells no program of it; what a RUN does is another question. */
export function leavesAlone(step: Step, path: string): boolean {
  if (!/^(?:ADD|COPY|LABEL|RUN)$/.test(step.instruction.keyword) && names(step, path)) return false
  return copiesOf(step.instruction).every(({ sources, destination }) => {
    const place = pathFrom(step.state.workdir, step, destination.text)
    if (place === undefined || place === path || isBelow(place, path)) return false
    // Into a folder around it only files with other names may come.
    const isAround = isBelow(path, place)
    return !isAround || sources.every(({ text }) => /\.\w+$/.test(text) && !text.endsWith(posix.basename(path)))
  })
}

/** True for what lies somewhere below a folder. */
export function isBelow(path: string, folder: string): boolean {
  return pathWithin(path, folder) !== undefined
}
