import { posix } from 'node:path'
import { isBelow, isBroughtAlone, leavesAlone } from '../build/brought-alone.js'
import { type Build, type RunStep, runAt, type Step, stepsOfStage } from '../build/build.js'
import { copiesOf } from '../build/copies.js'
import { foldersAt } from '../build/folders-at.js'
import { isIndependent } from '../build/independent.js'
import type { Made } from '../build/made-files.js'
import { readsOnly } from '../build/reads-only.js'
import { type Call, callFrom, operandsOf } from '../documents/shell/calls.js'
import type { ChainItem, ShellWord } from '../documents/shell/script.js'
import type { Edit, Fix } from './edits.js'
import { addFlags, deleteInstruction } from './instruction-edits.js'
import { deleteParts } from './shell-edits.js'

/** What a step made, and the word of `rm` that deletes it. */
export interface Deleted extends Made {
  readonly rm: Call
  readonly word: ShellWord
}

/** More flags would hide the command. */
const MOST = 3
/** Stands for a folder that is not known. */
const NOWHERE = '/?'

/**
 * Shows to RUNs what COPYs bring for them only, and takes out the COPYs and the deletion: nobody can delete what is mounted.
 * @param run that deletes it
 * @returns undefined unless it is certain that these RUNs only read it
 */
export function mountInstead(build: Build, run: RunStep, deleted: readonly Deleted[]): Fix | undefined {
  const copies = [...new Set(deleted.map(({ step }) => step))]
  const isWhole = (step: Step) =>
    copiesOf(step.instruction)[0]?.sources.length === deleted.filter(one => one.step === step).length
  if (deleted.length > MOST || !copies.every(isWhole)) return undefined
  const flags = new Map<RunStep, string[]>()
  for (const one of deleted) {
    const flag = mountOf(one)
    const readers = flag === undefined ? undefined : readersOf(build, run, one, deleted)
    if (flag === undefined || readers === undefined || readers.length === 0) return undefined
    for (const reader of readers) flags.set(reader, [...(flags.get(reader) ?? []), flag])
  }
  const rest = withoutDeletion(build, run, deleted)
  if (rest === undefined) return undefined
  const { dockerfile } = build
  return {
    title: deleted.length === 1 ? 'Mount it in place of copying it' : 'Mount them in place of copying them',
    safe: true,
    edits: [
      ...copies.map(({ instruction }) => deleteInstruction(dockerfile, instruction)),
      ...[...flags].map(([{ instruction }, added]) => addFlags(dockerfile, instruction, added)),
      ...rest,
    ],
  }
}

/** `--mount=type=bind,…` in place of a COPY; undefined where it would not bring the same. */
function mountOf({ step, path }: Made): string | undefined {
  const [copy] = copiesOf(step.instruction)
  if (copy === undefined || step.isTrigger || step.instruction.keyword !== 'COPY') return undefined
  if (step.instruction.flags.some(({ name }) => name !== 'from' && name !== 'link')) return undefined
  // A mount knows stages by their names only.
  if (copy.from !== undefined && !/^[a-z][\w./:@-]*$/i.test(copy.from)) return undefined
  const base = posix.basename(path)
  const source = copy.sources.find(({ text }) => copy.sources.length === 1 || posix.basename(text) === base)?.text ?? ''
  const isKnown = /^[\w./@+~:${}-]+$/.test(source) && /^[\w./@+~-]+$/.test(path)
  // What the COPY's destination gets from a variable may be something else in another build.
  if (!isKnown || /\$/.test(copy.destination.text)) return undefined
  if (/\$/.test(source) && !copy.destination.text.endsWith(base)) return undefined
  return `--mount=type=bind,${copy.from === undefined ? '' : `from=${copy.from},`}source=${source},target=${path}`
}

/** The RUNs that read what a COPY brings; undefined when something may do more than that, or have it without the COPY. */
function readersOf(
  build: Build,
  run: RunStep,
  one: Deleted,
  deleted: readonly Deleted[],
): readonly RunStep[] | undefined {
  const { step, path } = one
  if (step.stage !== run.stage || !isBroughtAlone(step, path)) return undefined
  const readers: RunStep[] = []
  for (const between of stepsOfStage(run.stage).slice(step.index + 1, run.index + 1)) {
    const { keyword } = between.instruction
    const { workdir } = between.state
    // Further down the name in its source stands for something else.
    if ((keyword === 'ARG' || keyword === 'ENV') && takesVariable(step)) return undefined
    if (between.isTrigger || workdir === path || isBelow(workdir ?? '/', path)) return undefined
    if (keyword !== 'RUN') {
      if (!deleted.some(other => other.step === between) && !leavesAlone(between, path)) return undefined
      continue
    }
    const reader = runAt(build, between.instruction)
    const reads = reader && readsOf(reader, path, deleted)
    if (reads === undefined) return undefined
    if (reads === 'reads') readers.push(reader as RunStep)
  }
  return readers
}

function takesVariable({ instruction }: Step): boolean {
  return copiesOf(instruction).some(({ sources }) => sources.some(({ text }) => text.includes('$')))
}

/** How the commands of a RUN are concerned with a path; undefined when that is not known, or they change it. */
function readsOf(run: RunStep, path: string, deleted: readonly Deleted[]): 'nothing' | 'reads' | undefined {
  if (!run.script.editable) return undefined
  const words = new Set(deleted.map(({ word }) => word))
  const name = posix.basename(path)
  let reads = false
  for (const command of run.script.commands) {
    const folder = foldersAt(run).get(command)
    const written = callFrom(command)
    if (written?.asOtherUser || (folder !== undefined && (folder === path || isBelow(folder, path)))) return undefined
    const call = written && { ...written, args: written.args.filter(word => !words.has(word)) }
    if (written?.program === 'rm' && operandsOf(call?.args ?? [], new Set()).length === 0) continue
    if (call?.program === 'cd') continue
    const ground = { folder, copied: [path] }
    // Where its output goes.
    if (!isIndependent(command, undefined, ground)) return undefined
    if (call === undefined) continue
    if (call.assignments.some(({ value }) => value?.includes(name))) return undefined
    const naming = call.args.filter(({ text }) => text.includes(name))
    if (naming.length === 0 && isIndependent(command, call, ground)) continue
    // It runs beside the path, wherever that is: before the COPY there was nothing to be in.
    if (folder === undefined && !naming.every(({ text }) => isAbsolute(text))) return undefined
    if (!readsOnly(call, folder ?? NOWHERE, path)) return undefined
    reads = true
  }
  return reads ? 'reads' : 'nothing'
}

/** `/a`, `"/a"` or `--option=/a`. */
function isAbsolute(text: string): boolean {
  return /^(?:--[\w-]+=)?["']?\//.test(text)
}

/** Edits after which nothing is deleted any more; undefined when that cannot be cut out. */
function withoutDeletion(
  { dockerfile }: Build,
  run: RunStep,
  deleted: readonly Deleted[],
): readonly Edit[] | undefined {
  const items: ChainItem[] = []
  const words: ShellWord[] = []
  for (const rm of new Set(deleted.map(one => one.rm))) {
    const own = deleted.filter(one => one.rm === rm).map(({ word }) => word)
    if (operandsOf(rm.args, new Set()).some(word => !own.includes(word))) words.push(...own)
    else if (rm.command.item === undefined) return undefined
    else items.push(rm.command.item)
  }
  if (run.script.commands.every(({ item }) => item !== undefined && items.includes(item)))
    return [deleteInstruction(dockerfile, run.instruction)]
  return deleteParts(run, { items, words })
}
