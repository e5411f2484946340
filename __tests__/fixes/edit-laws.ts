import { modelBuild, type RunStep, runsOf } from '../../src/build/build.js'
import { type Dockerfile, parseDockerfile } from '../../src/documents/dockerfile/document.js'
import type { Instruction } from '../../src/documents/dockerfile/instruction.js'
import { pairsOf } from '../../src/documents/dockerfile/pairs.js'
import type { ChainItem, ShellWord } from '../../src/documents/shell/script.js'
import { appendCommand, prependCommand } from '../../src/fixes/chain-edits.js'
import { deleteFrom } from '../../src/fixes/delete.js'
import { applyEdits, areDisjoint, type Edit } from '../../src/fixes/edits.js'
import { addFlags, deleteInstruction, insertAbove, insertBelow } from '../../src/fixes/instruction-edits.js'
import { deleteParts } from '../../src/fixes/shell-edits.js'
import { insist } from '../documents/parse-laws.js'

/** Tries every kind of edit on a text that BuildKit reads; `chance` picks the places. */
export function editsHold(text: string, chance: (limit: number) => number): void {
  const dockerfile = parseDockerfile('Dockerfile', text)
  if (dockerfile.error || text.includes('\u0000')) return
  const index = chance(dockerfile.instructions.length)
  const instruction = dockerfile.instructions[index] as Instruction
  if (!breaksOff(dockerfile, instruction)) {
    othersStay(dockerfile, index, [insertAbove(dockerfile, instruction, 'USER z')], ['USER z', undefined])
    othersStay(dockerfile, index, [insertBelow(dockerfile, instruction, 'USER z')], [undefined, 'USER z'])
    if (dockerfile.instructions.length > 1 && index > 0)
      othersStay(dockerfile, index, [deleteInstruction(dockerfile, instruction)], [])
  }
  pairGoes(dockerfile, index, chance)
  const runs = runsOf(modelBuild(dockerfile)).filter(({ script }) => script.editable && script.commands.length > 0)
  const run = runs[chance(runs.length)]
  if (run && !breaksOff(dockerfile, run.instruction) && !readsOtherwise(run)) runEditsHold(run, chance)
}

/**
 * `a<<B` announces nothing to BuildKit and ` <<B` does; a command `--b` behind `a &&` is a flag without it; `a\ ` goes on when
 * nothing follows. What is left would be read otherwise, as the proof of a fix finds out.
 */
function readsOtherwise({ script, dockerfile: { text } }: RunStep): boolean {
  return /\S<<|[\\`][ \t]+\S/.test(text) || script.commands.some(({ words }) => words[0]?.text.startsWith('--'))
}

/** A file whose last line is continued: what is put behind it would go on with it, as the proof of a fix finds out. */
function breaksOff({ text, escape }: Dockerfile, { range }: Instruction): boolean {
  const rest = text.slice(range.start, range.end).split('\n')
  while (/^\s*(?:#.*)?$/.test(rest.at(-1) ?? 'x')) rest.pop()
  return (rest.at(-1) ?? '').trimEnd().endsWith(escape)
}

/**
 * Edits of the instruction at `index` leave all others as they are; in its own place stand as many as `own`, of which
 * those that are texts are known.
 */
function othersStay(before: Dockerfile, index: number, edits: readonly Edit[], own: readonly (string | undefined)[]) {
  const { text, instructions } = before
  insist(areDisjoint(edits), 'edits do not conflict', edits)
  const changed = applyEdits(text, edits)
  const after = parseDockerfile('Dockerfile', changed)
  const texts = (file: Dockerfile) => file.instructions.map(({ range }) => file.text.slice(range.start, range.end))
  const expected: (string | undefined)[] = texts(before)
  expected.splice(index, 1, ...own)
  const found = texts(after)
  // A new keyword is written as the file writes its own.
  const isSame = (one: string, other = '') =>
    one === other || (own.includes(one) && one.toLowerCase() === other.toLowerCase())
  insist(
    found.length === expected.length && expected.every((one, i) => one === undefined || isSame(one, found[i])),
    'other instructions stay',
    { text, edits, changed, found, expected },
  )
  const at = instructions[index] as Instruction
  const start = before.lines.starts[before.lines.lineAt(at.range.start)] ?? 0
  const end = before.lines.starts[before.lines.lineAt(at.range.end) + 1] ?? text.length
  insist(
    edits.every(edit => {
      const [above, below] = [text.slice(edit.start, Math.max(start, edit.start)), text.slice(end, edit.end)]
      return /^(?:\r?\n)?$/.test(above) && /^(?:[ \t]*\r?\n)?$/.test(below)
    }),
    'an edit stays in its own lines, but for one blank line around them',
    edits,
  )
}

function runEditsHold(run: RunStep, chance: (limit: number) => number): void {
  const { dockerfile, script } = run
  const index = dockerfile.instructions.findIndex(one => one === run.instruction || one.trigger === run.instruction)
  const stay = (edits: readonly Edit[]) => othersStay(dockerfile, index, edits, [undefined])
  stay([addFlags(dockerfile, run.instruction, ['--mount=type=ssh', '--mount=type=secret'])])
  const items = script.chains.flatMap(chain => chain.items)
  const item = items[chance(items.length)] as ChainItem
  stay([appendCommand(run, item, 'true')])
  stay([prependCommand(run, item, 'true')])

  const words = script.commands.flatMap(command => command.words.slice(1)).filter(() => chance(2) === 0)
  const gone = items.filter(() => chance(3) === 0)
  const edits = deleteParts(run, { words, items: gone })
  if (edits) {
    onlyDeletes(edits)
    stay(edits)
    wordsStay(run, applyEdits(dockerfile.text, edits), words, gone)
  }
}

/** One of several pairs of an ENV is taken out. */
function pairGoes(dockerfile: Dockerfile, index: number, chance: (limit: number) => number): void {
  const instruction = dockerfile.instructions[index] as Instruction
  if (!['ENV', 'LABEL'].includes(instruction.keyword) || breaksOff(dockerfile, instruction)) return
  const pairs = pairsOf(instruction, dockerfile.escape)
  const gone = pairs[chance(pairs.length)]
  if (gone === undefined || pairs.length < 2 || !gone.word.contiguous || instruction.logical.text.includes('#')) return
  const edits = deleteFrom(dockerfile, instruction, [gone.word.range])
  onlyDeletes(edits)
  othersStay(dockerfile, index, edits, [undefined])
  const after = parseDockerfile('Dockerfile', applyEdits(dockerfile.text, edits)).instructions[index] as Instruction
  const left = pairsOf(after, dockerfile.escape).map(({ word }) => word.text)
  const expected = pairs.filter(pair => pair !== gone).map(({ word }) => word.text)
  insist(left.join('\n') === expected.join('\n'), 'the other pairs stay', { left, expected })
}

function onlyDeletes(edits: readonly Edit[]): void {
  insist(
    edits.every(edit => edit.text === '' && edit.start < edit.end),
    'deleting adds nothing',
    edits,
  )
}

/** What was not named is still run, in its order. */
function wordsStay(run: RunStep, changed: string, words: readonly ShellWord[], items: readonly ChainItem[]): void {
  const taken = [...words, ...items].map(({ range }) => range)
  const left = wordsOf(run).filter(
    ({ range }) => !taken.some(({ start, end }) => start <= range.start && range.end <= end),
  )
  const place = allRuns(run.dockerfile).findIndex(({ instruction }) => instruction === run.instruction)
  const again = allRuns(parseDockerfile('Dockerfile', changed))[place]
  insist(again !== undefined, 'a RUN stays a RUN', { changed })
  // The proof of a fix refuses what makes a script unreadable: `a (;` is a command `a` to the parser, `b=c (;` is nothing.
  if (!again.script.editable) return
  // BuildKit trims an instruction by more characters than are blanks to a shell.
  const trimmed = (words: readonly ShellWord[]) => words.map(({ text }) => text.trim()).filter(text => text !== '')
  const [found, expected] = [trimmed(wordsOf(again)), trimmed(left)]
  insist(found.join('\n') === expected.join('\n'), 'the other words stay', {
    before: run.dockerfile.text,
    changed,
    found,
    expected,
  })
}

function allRuns(dockerfile: Dockerfile): readonly RunStep[] {
  return runsOf(modelBuild(dockerfile))
}

/** The words of all commands, without those that hold others: `$(a b)` changes with its own words. */
function wordsOf({ script }: RunStep): readonly ShellWord[] {
  const words = script.commands.flatMap(command => command.words).sort((a, b) => a.range.start - b.range.start)
  return words.filter(({ range }, i) => (words[i + 1]?.range.start ?? range.end) >= range.end)
}
