import { posix } from 'node:path'
import { type Call, callFrom, commandName } from '../documents/shell/calls.js'
import { installOf, isSetting } from '../package-managers/installs.js'
import { type Build, type RunStep, runAt, type Step, stepsOfStage } from './build.js'
import { mentions } from './build-stamps.js'
import { type ContextCopy, contextCopyOf } from './context-copies.js'
import { imageFiles } from './image-files.js'
import { isIndependent } from './independent.js'
import { namedInstall } from './named-installs.js'

/** Programs to which a variable of the project means nothing, whatever files they work on. */
const QUIET = new Set(
  (
    '[ : awk base64 basename cat cd chgrp chmod chown cp curl cut dirname dpkg echo false file getent gpg grep groupadd gunzip gzip ' +
    'head id install ln ls md5sum mkdir mktemp mv printf pwd readlink rm rmdir rpm sed sha1sum sha256sum sha512sum sort tail tar ' +
    'tee test touch tr true uname uniq unzip useradd usermod wc wget which xz zcat'
  ).split(' '),
)
const HARMLESS_FIND = /^(?:chgrp|chmod|chown|ls|rm)$/
/** Programs that run what they are fed. */
const FED = /^(?:ba|da|z)?sh$|^(?:node|perl|php|python[23]?|ruby)$/
/** What is fetched anew each time may be meant to be: packages that are brought up to date, the head of a branch. */
const MOVING =
  /\bgit\+|\bgithub:|\bgit (?:clone|pull|fetch)\b|\b(?:apt|apt-get|apk|aptitude|dnf|microdnf|yum|zypper)\b(?:\s+-\S+)*\s+(?:(?:dist-|full-)?upgrade|up|dup|patch)\b|\b(?:dnf|microdnf|yum)\b(?:\s+-\S+)*\s+update\b|\bapk\s[^&;|]*(?:-U|--upgrade)\b/

/**
 * The installs of a RUN that is known to read none of some variables of the project; empty when it installs nothing.
 * @param names also those that the RUN would find in its environment without being told
 * @returns undefined when it may read one
 */
export function unconcernedInstalls(build: Build, step: Step, names: readonly string[]): readonly string[] | undefined {
  const run = runAt(build, step.instruction)
  const { text } = step.instruction.logical
  const bodies = step.instruction.heredocs.map(({ content }) => content).join('\n')
  if (run === undefined || !run.script.editable || MOVING.test(text)) return undefined
  const named = mentions(names)
  if (named.test(text) || named.test(bodies)) return undefined
  const installs: string[] = []
  let folder = step.state.workdir ?? '/'
  for (const command of run.script.commands) {
    const call = callFrom(command)
    if (call?.program === 'cd') folder = posix.resolve(folder, call.args[0]?.value ?? '/')
    if (call && isFed(call)) {
      // Who wrote that program cannot know a name of the project, if it is no plain word.
      if (!names.every(name => name.includes('_'))) return undefined
      continue
    }
    const install = call && installCommand(build, run, call, folder, named)
    if (install !== undefined) installs.push(install)
    else if (call && !isQuiet(call) && !isIndependent(command, call, { folder, copied: [] })) return undefined
    const name = call && namedInstall(call)
    if (name !== undefined) installs.push(name)
  }
  return installs
}

function isQuiet({ program, args }: Call): boolean {
  if (program !== 'find') return QUIET.has(program)
  return args.every(({ text }, i) => !/^-(?:exec|ok)/.test(text) || HARMLESS_FIND.test(args[i + 1]?.value ?? ''))
}

/** `curl … | sh -`. */
function isFed({ program, args, command }: Call): boolean {
  return FED.test(program) && command.item === undefined && args.every(({ text }) => /^-(?:[a-bd-z]*|-.*)$/.test(text))
}

/** What installs the project's dependencies, if its manifests are all that it reads and they do not name the variables. */
function installCommand(build: Build, run: RunStep, call: Call, folder: string, named: RegExp): string | undefined {
  const { context } = build
  const steps = stepsOfStage(run.stage).slice(0, run.index)
  const earlier = steps.flatMap(({ instruction }) => runAt(build, instruction)?.calls ?? []).filter(isSetting)
  const install = installOf(call, { folder, variables: run.state.variables, earlier })
  if (install === undefined || context === undefined) return undefined
  const folders = new Set<string>(steps.flatMap(({ state }) => state.workdir ?? []))
  const copies: ContextCopy[] = []
  for (const step of steps) {
    const copy = contextCopyOf(step, build.dockerfile.escape, context, folders)
    if (copy === undefined || step.isTrigger) continue
    copies.push(copy)
    for (const { kind, target } of copy.placements) folders.add(kind === 'folder' ? target : posix.dirname(target))
  }
  const files = imageFiles(context, copies)
  const needs = install.needs(files)
  if (needs === undefined || needs.files.some(path => named.test(files.textOf(path) ?? ''))) return undefined
  return commandName(call)
}
