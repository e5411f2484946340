import { pairsOf } from '../documents/dockerfile/pairs.js'
import type { Call } from '../documents/shell/calls.js'
import { type Build, type RunStep, runsOfStage, stepsOfStage } from './build.js'
import { isInside } from './changed-copies.js'
import { foldersMade, homesMade } from './made-folders.js'
import { homeOf } from './state.js'
import { expand } from './variables.js'

/** Folders that images and packages have files in; the ones that people keep their own in are not among them. */
const SYSTEM =
  /^\/(?:(?:bin|boot|dev|etc|go|lib\w*|proc|root|run|s?bin|sys|tmp)(?:\/|$)|usr(?!\/src\/.|\/local\/(?!(?:apache2|bin|bundle|cargo|cuda.*|etc|games|go|include|lib\w*|man|openjdk.*|rustup|sbin|share|src|tomcat)(?:\/|$)).)|var(?!\/www\/.)|opt(?:\/(?:conda|java|gradle|google|microsoft|nvidia|yarn.*))?$)/
/** They put nothing but what their arguments name anywhere else. */
const LITERAL =
  /^(?::|a2en\w+|addgroup|adduser|apk|apt|apt-get|apt-mark|cat|chgrp|chmod|chown|cp|date|dnf|echo|exit|false|groupadd|id|ln|ls|microdnf|mkdir|mv|printf|rm|sed|set|sleep|tee|touch|true|umask|uname|useradd|usermod|yum|zypper)$/
const INSTALLER = /^(?:apk|apt|apt-get|dnf|dpkg|microdnf|rpm|yum|zypper)$/

/**
 * True when nothing but copies has put anything below folders before a call: no image, package, WORKDIR or command.
 * What commands do with paths that they name is not looked at here, but for those that make folders.
 */
export function holdOnlyCopies(build: Build, run: RunStep, { command }: Call, folders: readonly string[]): boolean {
  const { image, states } = run.stage
  if (image.user?.uid !== 0 || folders.some(folder => SYSTEM.test(folder))) return false
  const isWithin = (path: string) => folders.some(folder => isInside(path, folder))
  if (image.users.some(({ home }) => home !== undefined && isWithin(home))) return false
  const workdirs = states.slice(0, run.index + 1).map(({ workdir }) => workdir)
  if (workdirs.some(path => path !== undefined && isWithin(path) && !folders.includes(path))) return false
  return runsOfStage(build, run.stage).every(step => {
    if (step.index > run.index) return true
    const calls = step.calls.filter(call => step !== run || call.command.range.start < command.range.start)
    return calls.every((call): boolean | undefined => {
      if (call.program === 'mkdir')
        return foldersMade(step, call)?.every(path => !isWithin(path) || folders.includes(path))
      if (INSTALLER.test(call.program)) return !folders.some(folder => folder.startsWith('/var/'))
      if (/^(?:adduser|useradd)$/.test(call.program)) return homesMade(step, call)?.every(home => !isWithin(home))
      return LITERAL.test(call.program) || !knowsOf(step, call, folders)
    })
  })
}

/** True when a variable or the home leads a program into one of the folders, or may. */
function knowsOf(
  { state, stage, index, dockerfile }: RunStep,
  { assignments }: Call,
  folders: readonly string[],
): boolean {
  const { escape } = dockerfile
  const isAway = (path: string | undefined) => path !== undefined && !folders.some(folder => isInside(path, folder))
  const home = homeOf(state)
  if (home !== undefined && !isAway(home)) return true
  if (!assignments.every(({ value }) => value?.split(':').every(isAway))) return true
  const pairs = stepsOfStage(stage)
    .slice(0, index)
    .flatMap(({ instruction }) => (instruction.keyword === 'ENV' ? pairsOf(instruction, escape) : []))
  return !pairs.every(({ value = '' }) =>
    value
      .replace(/^(["'])(.*)\1$/, '$2')
      .split(/(?<!\{\w*):/)
      .every(part => /^\$(?:PATH|\{PATH\})$/.test(part) || isAway(expand(state.variables, part, escape))),
  )
}
