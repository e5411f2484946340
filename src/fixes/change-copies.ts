import { posix } from 'node:path'
import { type Build, type RunStep, runsOf, runsOfStage, type Step } from '../build/build.js'
import { type Change, isInside, isStandard, isThere, MOST, type Put, putsInto } from '../build/changed-copies.js'
import { isIndependent } from '../build/independent.js'
import { foldersMade } from '../build/made-folders.js'
import { holdOnlyCopies } from '../build/only-copies.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { isContiguous } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import { ownerFlag } from './copy-owner.js'
import type { Edit, Fix } from './edits.js'
import { deleteInstruction } from './instruction-edits.js'
import { deleteParts } from './shell-edits.js'

/** What takes the place of a chown or chmod. */
export interface Replacement {
  readonly change: Change
  readonly flags: readonly { readonly step: Step; readonly flag: string }[]
  /** The option that makes the command recursive, when the command has to stay for the folder itself. */
  readonly option: ShellWord | undefined
  readonly copies: readonly Put[]
}

/**
 * Finds flags for the copies that put the files there, which make a command needless.
 * @returns undefined when a file could come to have another owner or mode than it has now
 */
export function replacementOf(
  build: Build,
  run: RunStep,
  change: Change,
  puts: readonly (Put | undefined)[],
): Replacement | undefined {
  const { call, paths, kind } = change
  if (run.index > MOST) return undefined
  const copies = putsInto(puts, paths)
  if (call.command.item === undefined || copies === undefined || copies.length === 0) return undefined
  if (!copies.every(put => fits(change, put)) || !isUndisturbed(build, run, change, copies)) return undefined
  const flags: { step: Step; flag: string }[] = []
  for (const { step } of copies) {
    const flag = ownerFlag(kind, change.what, step, run)
    if (flag === undefined || (changesFolders(change, copies) && !/^--chmod=0?755$/.test(flag))) return undefined
    flags.push({ step, flag })
  }
  if (!change.isRecursive) return { change, flags, option: undefined, copies }
  if (!holdOnlyCopies(build, run, call, foldersOf(change, copies))) return undefined
  const made = madeAbove(build, run, call)
  const kept = paths.filter(path => made.includes(path) || copies.some(({ step }) => isThere(path, step)))
  if (kept.some(isStandard) || (kept.length > 0 && kept.length < paths.length)) return undefined
  const option = kept.length > 0 ? recursiveOption(change) : undefined
  return kept.length > 0 && option === undefined ? undefined : { change, flags, option, copies }
}

/** One fix for all commands of a RUN that copies can do without. */
export function changeInCopies(build: Build, run: RunStep, replacements: readonly Replacement[]): Fix | undefined {
  const rest = withoutCalls(build, run, replacements)
  if (rest === undefined) return undefined
  const flagsOf = new Map<Instruction, string[]>()
  for (const { step, flag } of replacements.flatMap(({ flags }) => flags))
    flagsOf.set(step.instruction, [...(flagsOf.get(step.instruction) ?? []), flag])
  const edits = [...flagsOf].map(([{ keywordRange }, flags]) => ({
    start: keywordRange.end,
    end: keywordRange.end,
    text: ` ${flags.join(' ')}`,
  }))
  const safe = replacements.every(({ change: { kind, what } }) => kind === 'chown' || /^\d+$/.test(what))
  return { title: titleOf(replacements), safe, edits: [...edits, ...rest] }
}

/** The paths that are no files of a copy. */
function foldersOf({ paths }: Change, copies: readonly Put[]): readonly string[] {
  return paths.filter(path => !copies.some(({ targets, areFiles }) => areFiles && targets.includes(path)))
}

/** True for a recursive chmod of a folder: the flag leaves the folders that COPY makes at 755. */
function changesFolders(change: Change, copies: readonly Put[]): boolean {
  return change.kind === 'chmod' && change.isRecursive && foldersOf(change, copies).length > 0
}

/** The folders that mkdir makes above a call. */
function madeAbove(build: Build, run: RunStep, { command }: Call): readonly string[] {
  return runsOfStage(build, run.stage).flatMap(step => {
    if (step.index > run.index) return []
    const calls = step.calls.filter(call => step !== run || call.command.range.start < command.range.start)
    return calls.flatMap(call => (call.program === 'mkdir' ? (foldersMade(step, call) ?? []) : []))
  })
}

function titleOf(replacements: readonly Replacement[]): string {
  const copies = replacements.flatMap(one => one.copies)
  const keyword = copies.every(({ step }) => step.instruction.keyword === 'ADD') ? 'ADD' : 'COPY'
  const kinds = [...new Set(replacements.map(({ change }) => change.kind))]
  const flag = `Use ${keyword} ${kinds.map(kind => `--${kind}`).join(' ')}`
  const guess = replacements.find(({ change: { kind, what } }) => kind === 'chmod' && !/^\d/.test(what))
  if (guess !== undefined) {
    const result = `is what ${guess.change.what} makes of git's files`
    return kinds.length > 1 ? `${flag}; mode 755 ${result}` : `${flag}=755, which ${result}`
  }
  return replacements.some(({ option }) => option !== undefined) ? `${flag}, and give away the folder alone` : flag
}

/** True when the flag on the COPY changes these paths and no others. */
function fits({ kind, isRecursive, paths }: Change, { step, targets, areFiles }: Put): boolean {
  const { flags } = step.instruction
  if (flags.some(({ name }) => name === kind || name === 'link' || name === 'exclude' || name === 'parents'))
    return false
  if (
    !targets.every(
      target => isThere(posix.dirname(target), step) || paths.some(path => isInside(posix.dirname(target), path)),
    )
  )
    return false
  if (areFiles)
    return targets.every(target => (isRecursive ? paths.some(path => isInside(target, path)) : paths.includes(target)))
  return isRecursive && kind === 'chown'
}

/** True when nothing between the copies and the change makes, reads or changes files there. */
function isUndisturbed(build: Build, run: RunStep, change: Change, copies: readonly Put[]): boolean {
  const { paths, call, isRecursive } = change
  const first = isRecursive ? 0 : Math.min(...copies.map(({ step }) => step.index))
  if (run.stage.parent && isRecursive) return false
  const readable = runsOf(build).filter(({ stage }) => stage === run.stage)
  const between = run.stage.stage.instructions.slice(first, run.index)
  if (between.some(one => one.keyword === 'RUN' && !readable.some(({ instruction }) => instruction === one)))
    return false
  return readable.every(other => {
    if (other.index < first || other.index > run.index) return true
    const ground = { folder: other.state.workdir, copied: paths }
    return (
      other.script.editable &&
      other.script.commands.every(command => {
        if (other === run && command.range.start >= call.command.range.start) return true
        const made = other.calls.find(one => one.command === command)
        return (made !== undefined && commutes(change, made)) || isIndependent(command, made, ground)
      })
    )
  })
}

/** chown and chmod may change places, but for bits that chown takes away. */
function commutes({ kind, what }: Change, { program, args, command, asOtherUser }: Call): boolean {
  if (command.redirects.length > 0 || asOtherUser || args.some(({ value }) => value === undefined)) return false
  if (kind === 'chmod') return program === 'chown' && isPlainMode(what)
  const mode = args.find(({ text }) => !text.startsWith('-'))?.text
  return program === 'chmod' && mode !== undefined && isPlainMode(mode)
}

function isPlainMode(mode: string): boolean {
  return /^0?[0-7]{3}$|^[ugoa]*[+=-][rwxX]+$/.test(mode)
}

function recursiveOption({ call, paths, kind }: Change): ShellWord | undefined {
  const [option, ...more] = call.args.filter(({ text }) => /^-[Rcvf]*R[Rcvf]*$|^--recursive$/.test(text))
  if (option === undefined || more.length > 0 || paths.length > 1 || kind === 'chmod') return undefined
  return option.text === '-R' || option.text === '--recursive' ? option : undefined
}

function withoutCalls(build: Build, run: RunStep, replacements: readonly Replacement[]): readonly Edit[] | undefined {
  const { script, instruction } = run
  const words = replacements.flatMap(({ option }) => option ?? [])
  const gone = replacements.filter(({ option }) => option === undefined).map(({ change }) => change.call)
  if (!script.editable || !gone.every(({ name }) => isContiguous(script.text, name.range))) return undefined
  // `set -ex` alone does nothing.
  const isAll = script.commands.every(
    command => gone.some(call => call.command === command) || command.words[0]?.value === 'set',
  )
  if (isAll && instruction.heredocs.length === 0) return [deleteInstruction(build.dockerfile, instruction)]
  return deleteParts(run, { words, items: gone.flatMap(({ command }) => command.item ?? []) })
}
