import { posix } from 'node:path'
import { type Build, type RunStep, runsOf } from '../build/build.js'
import { type Change, isInside, isStandard, isThere, MOST, type Put, putsInto } from '../build/changed-copies.js'
import { isIndependent } from '../build/independent.js'
import { isContiguous } from '../documents/logical-text.js'
import { ownerFlag } from './copy-owner.js'
import type { Edit, Fix } from './edits.js'
import { deleteInstruction } from './instruction-edits.js'
import { deleteParts } from './shell-edits.js'

/**
 * Gives the flag to the copies that put the files there, and takes the command out.
 * @returns undefined when a file could come to have another owner or mode than it has now
 */
export function changeInCopies(
  build: Build,
  run: RunStep,
  change: Change,
  puts: readonly (Put | undefined)[],
): Fix | undefined {
  const { call, paths, kind } = change
  const item = call.command.item
  if (run.index > MOST) return undefined
  const copies = putsInto(puts, paths)
  if (item === undefined || copies === undefined || copies.length === 0) return undefined
  if (!copies.every(put => fits(change, put)) || !isUndisturbed(build, run, change, copies)) return undefined
  const edits: Edit[] = []
  for (const { step } of copies) {
    const flag = ownerFlag(kind, change.what, step, run)
    const at = step.instruction.keywordRange.end
    if (flag === undefined) return undefined
    edits.push({ start: at, end: at, text: ` ${flag}` })
  }
  const kept = change.isRecursive ? paths.filter(path => copies.some(({ step }) => isThere(path, step))) : []
  if (kept.some(isStandard) || (kept.length > 0 && kept.length < paths.length)) return undefined
  const rest = kept.length > 0 ? withoutRecursion(run, change) : withoutCall(build, run, change)
  if (rest === undefined) return undefined
  const safe = kind === 'chown' || /^\d+$/.test(change.what)
  return { title: titleOf(change, copies, kept.length > 0), safe, edits: [...edits, ...rest] }
}

function titleOf({ kind, what }: Change, copies: readonly Put[], keepsFolder: boolean): string {
  const keyword = copies.every(({ step }) => step.instruction.keyword === 'ADD') ? 'ADD' : 'COPY'
  const flag = `Use ${keyword} --${kind}`
  if (kind === 'chmod' && !/^\d/.test(what)) return `${flag}=755, which is what ${what} makes of git's files`
  return keepsFolder ? `${flag}, and give away the folder alone` : flag
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
function isUndisturbed(
  build: Build,
  run: RunStep,
  { paths, call, isRecursive }: Change,
  copies: readonly Put[],
): boolean {
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
        return isIndependent(
          command,
          other.calls.find(one => one.command === command),
          ground,
        )
      })
    )
  })
}

function withoutRecursion(run: RunStep, { call, paths, kind }: Change): readonly Edit[] | undefined {
  const [option, ...more] = call.args.filter(({ text }) => /^-[Rcvf]*R[Rcvf]*$|^--recursive$/.test(text))
  if (option === undefined || more.length > 0 || paths.length > 1 || kind === 'chmod') return undefined
  if (option.text !== '-R' && option.text !== '--recursive') return undefined
  return deleteParts(run, { words: [option] })
}

function withoutCall(build: Build, run: RunStep, { call }: Change): readonly Edit[] | undefined {
  const { item, range } = call.command
  if (
    item === undefined ||
    !isContiguous(run.script.text, call.name.range) ||
    !run.script.editable ||
    range === undefined
  )
    return undefined
  // `set -ex` alone does nothing.
  const isAll =
    run.script.commands.every(command => command === call.command || command.words[0]?.value === 'set') &&
    run.instruction.heredocs.length === 0
  return isAll ? [deleteInstruction(build.dockerfile, run.instruction)] : deleteParts(run, { items: [item] })
}
