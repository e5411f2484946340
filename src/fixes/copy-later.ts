import { posix } from 'node:path'
import { addsOnlyFiles } from '../build/adds.js'
import { baseDestination } from '../build/base-destination.js'
import type { Build } from '../build/build.js'
import type { Context } from '../build/context.js'
import { type ContextCopy, pathWithin } from '../build/context-copies.js'
import type { EarlySource, Manifest } from '../build/early-sources.js'
import type { InstallRun } from '../build/install-runs.js'
import { expand } from '../build/variables.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Comment, Instruction } from '../documents/dockerfile/instruction.js'
import { toSource } from '../documents/logical-text.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import type { ChainItem } from '../documents/shell/script.js'
import type { Range } from '../documents/text.js'
import { applyEdits, type Edit } from './edits.js'
import { deleteLines, indentationAt, newlineOf } from './instruction-edits.js'

/**
 * Edits that put copies of the manifests in the place of the source's copies, and those behind the last install. What
 * follows that install in its RUN and may need the source becomes a RUN of its own.
 * @returns undefined when that cannot be done without changing what the instructions mean
 */
export function copyLater({ dockerfile, context }: Build, early: EarlySource): readonly Edit[] | undefined {
  const { copies, runs, manifests = [] } = early
  const last = runs.at(-1) as InstallRun
  if (!copies.every(copy => meansTheSame(copy, last, dockerfile))) return undefined
  const rest = last.rest.length === 0 ? undefined : restOf(dockerfile, last)
  if (last.rest.length > 0 && rest === undefined) return undefined
  const edits: Edit[] = []
  const moved: string[] = []
  for (const copy of copies) {
    const { instruction } = copy.step
    const lines = copyLines(dockerfile, copy, manifests)
    if (lines === undefined) return undefined
    const range = withComments(dockerfile, instruction)
    const newline = newlineOf(dockerfile) + indentationAt(dockerfile, instruction.range.start)
    moved.push(movedText(dockerfile, copy, range, context))
    edits.push(lines.length > 0 ? { ...range, text: lines.join(newline) } : deleteLines(dockerfile, range))
  }
  const { range } = last.run.instruction
  const newline = newlineOf(dockerfile)
  const indentation = indentationAt(dockerfile, range.start)
  const next = newline + indentation
  const gap = isSetApart(dockerfile, copies, last) ? newline + next : next
  const behind = gap + moved.join(next)
  if (rest === undefined) return [...edits, inserted(dockerfile, range.end, behind)]
  return [...edits, { ...rest, text: `${behind}${gap}${rest.text}` }]
}

/**
 * The instruction with its comments. What other rules would change in it they cannot edit here, too: ADD becomes COPY where it
 * only copies, and a destination that the base image leads is written out.
 */
function movedText(
  { text }: Dockerfile,
  { step, copy }: ContextCopy,
  range: Range,
  context: Context | undefined,
): string {
  const { keyword, keywordRange } = step.instruction
  const edits: Edit[] = []
  if (keyword === 'ADD' && addsOnlyFiles(step.instruction, context)) {
    const start = keywordRange.start
    const copies = /^[a-z]/.test(text.slice(start)) ? 'copy' : 'COPY'
    edits.push({ start, end: start + keyword.length, text: copies })
  }
  const absolute = baseDestination(step, copy.destination)?.absolute
  if (absolute) edits.push({ ...absolute.range, text: absolute.path })
  const shifted = edits.map(edit => ({ ...edit, start: edit.start - range.start, end: edit.end - range.start }))
  return applyEdits(text.slice(range.start, range.end), shifted)
}

/** Behind a line end where there is one: other fixes add to the end of the line itself. */
function inserted({ text }: Dockerfile, at: number, added: string): Edit {
  const end = /^\r?\n/.exec(text.slice(at))?.[0]
  if (end === undefined) return { start: at, end: at, text: added }
  return { start: at + end.length, end: at + end.length, text: added.slice(end.length) + end }
}

/** True when a copy goes to the same place with the same files behind the last install as where it stands. */
function meansTheSame({ step, copy }: ContextCopy, { run }: InstallRun, { escape }: Dockerfile): boolean {
  const [before, after] = [step.state, run.state]
  if (
    !posix.isAbsolute(expand(before.variables, copy.destination.text, escape) ?? '') &&
    before.workdir !== after.workdir
  )
    return false
  const words = [...copy.sources, copy.destination, ...step.instruction.flags]
  return words.every(
    ({ text }) =>
      !text.includes('$') || expand(before.variables, text, escape) === expand(after.variables, text, escape),
  )
}

/** The COPY lines for the manifests that a copy of source brings: one for each folder. */
function copyLines(
  { text, escape }: Dockerfile,
  copy: ContextCopy,
  manifests: readonly Manifest[],
): readonly string[] | undefined {
  const { instruction, state } = copy.step
  const keyword = /^[a-z]/.test(text.slice(instruction.keywordRange.start)) ? 'copy' : 'COPY'
  const flags = instruction.flags.map(({ range }) => `${text.slice(range.start, range.end)} `)
  const folders = new Map<string, string[]>()
  for (const { source, path, broughtBy } of manifests) {
    if (broughtBy !== copy) continue
    const within = pathWithin(path, copy.destination)
    // The destination is a file, or the name would be read as something else than a name.
    if (within === undefined || posix.basename(path) !== posix.basename(source)) return undefined
    if (!/^[\w./@+-]+$/.test(source)) return undefined
    const folder = posix.dirname(within)
    folders.set(folder, [...(folders.get(folder) ?? []), source])
  }
  if (folders.size > 0 && instruction.flags.some(flag => !flag.contiguous)) return undefined
  const written = copy.copy.destination
  if (expand(state.variables, written.text, escape) === undefined || /["'\s]/.test(written.text)) return undefined
  const target = baseDestination(copy.step, written)?.absolute?.path ?? written.text
  return [...folders].map(([folder, sources]) => {
    const destination = folderText(target, folder === '.' ? '' : folder)
    return `${keyword} ${flags.join('')}${sources.join(' ')} ${destination}`
  })
}

/** A folder below a destination, in the way in which that is written: `.` and `client` make `client/`. */
function folderText(destination: string, folder: string): string {
  const base = /^\.?\/?$/.test(destination) && !destination.startsWith('/') ? '' : `${destination.replace(/\/+$/, '')}/`
  return `${base}${folder === '' ? '' : `${folder}/`}` || './'
}

const OF_THE_COPY =
  /\b(?:add|app|application|bundle|code|content|copy|copies|copying|files|project|source|sources|src)\b/i
const PRAGMA = /^(?:hadolint|drydock|check)\b/i

/** An instruction with the comments directly above it, when they speak of copying or are meant for a linter. */
function withComments({ lines, comments }: Dockerfile, { range }: Instruction): Range {
  const above: Comment[] = []
  for (let line = lines.lineAt(range.start) - 1; line >= 0; line--) {
    const comment = comments.find(one => lines.lineAt(one.range.start) === line)
    if (comment === undefined) break
    above.unshift(comment)
  }
  const speaks = above.some(({ text }) => OF_THE_COPY.test(text) || PRAGMA.test(text))
  return { start: speaks ? (above[0]?.range.start ?? range.start) : range.start, end: range.end }
}

/** True when blank lines stand between the copies and the install. */
function isSetApart({ text }: Dockerfile, copies: readonly ContextCopy[], { run }: InstallRun): boolean {
  const from = copies.at(-1)?.step.instruction.range.end ?? run.instruction.range.start
  return /\n[ \t]*\r?\n/.test(text.slice(from, run.instruction.range.start))
}

/** What a shell forgets from one RUN to the next. */
const CHANGES_SHELL = /^(?:cd|export|umask|unset|source|\.)\s|^\w+=\S*$/

/** What makes a RUN with the same flags of all that follows the last install: a text in the place of what joins the two. */
function restOf({ text }: Dockerfile, { run, free, rest }: InstallRun): Edit | undefined {
  const { script, instruction } = run
  const [last, next] = [free.at(-1), rest[0]]
  if (last === undefined || next === undefined || script.chains.length !== 1 || instruction.heredocs.length > 0)
    return undefined
  const written = (item: ChainItem) => script.text.text.slice(item.range.start, item.range.end)
  if (hasAlternatives(last.chain)) return undefined
  if (free.some(item => CHANGES_SHELL.test(written(item)))) return undefined
  const from = toSource(script.text, last.range).end
  const start = toSource(script.text, next.range).start
  if (text.slice(from, start).includes('#') || !instruction.flags.every(flag => flag.contiguous)) return undefined
  const commands = free.map(written).flatMap(command => (/^set\s/.test(command) ? `${command} && ` : []))
  const flags = instruction.flags.map(({ range }) => `${text.slice(range.start, range.end)} `)
  const keyword = text.slice(instruction.keywordRange.start, instruction.keywordRange.end)
  return { start: from, end: start, text: `${keyword} ${flags.join('')}${commands.join('')}` }
}
