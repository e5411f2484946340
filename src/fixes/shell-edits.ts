import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Chain, ChainItem, Script, ShellWord } from '../documents/shell/script.js'
import type { Range } from '../documents/text.js'
import { blanksBefore, deleteFrom } from './delete.js'
import type { Edit } from './edits.js'

/** A RUN in shell form with its script: what the edits of this module work on. */
export interface ShellRun {
  readonly dockerfile: Dockerfile
  readonly instruction: Instruction
  readonly script: Script
}

/** Takes words and whole commands out of a script, together, so that lines they share are cleaned up once. */
export function deleteParts(
  run: ShellRun,
  parts: { readonly words?: readonly ShellWord[]; readonly items?: readonly ChainItem[] },
): readonly Edit[] | undefined {
  const { script } = run
  // What is no JSON yet, `["a", , "b"]`, could become it.
  if (!script.editable || /^\[\s*"/.test(script.text.text)) return undefined
  const ranges: Range[] = []
  for (const { range } of parts.words ?? []) {
    if (!isContiguous(script.text, range)) return undefined
    ranges.push(toSource(script.text, range))
  }
  const items = itemRanges(run, parts.items ?? [])
  const edits = items && deleteFrom(run.dockerfile, run.instruction, [...ranges, ...items])
  return edits?.some(edit => bringsCommentForward(run, edit)) ? undefined : edits
}

/** A shell's comment that comes to stand first on its line is one of the Dockerfile: what follows would be joined. */
function bringsCommentForward({ dockerfile: { text } }: ShellRun, { start, end }: Edit): boolean {
  return text[end - 1] !== '\n' && /^[ \t]*#/.test(text.slice(end)) && /(?:^|\n)[ \t]*$/.test(text.slice(0, start))
}

/**
 * The ranges that go with whole commands. Only `a && b` lists can be cut: behind `||` a command answers for another one's
 * failure. A list of which nothing would be left is kept.
 */
function itemRanges({ dockerfile, script }: ShellRun, items: readonly ChainItem[]): readonly Range[] | undefined {
  const ranges: Range[] = []
  const gone = new Set(items)
  const survivors = new Map<Chain, ChainItem | undefined>()
  for (const item of items) {
    const { chain } = item
    const following = chain.items[item.index + 1]
    if (chain.background || item.operator?.text === '||' || following?.operator?.text === '||') return undefined
    if (!survivors.has(chain))
      survivors.set(
        chain,
        chain.items.find(other => !gone.has(other)),
      )
    const first = survivors.get(chain)
    if (first === undefined) {
      const separator = separatorOf(script, chain.range)
      if (separator === undefined || script.chains.every(other => other.items.every(one => gone.has(one))))
        return undefined
      ranges.push(toSource(script.text, separator))
      continue
    }
    // Items in front of the first survivor go with the operator behind them, all others with one of the two.
    const takesFollowing = item.index < first.index
    const operator = takesFollowing || prefersFollowing(dockerfile, script, item, gone) ? following : item
    const range = operator?.operator?.range
    if (range === undefined) return undefined
    ranges.push(
      toSource(script.text, {
        start: Math.min(item.range.start, range.start),
        end: Math.max(item.range.end, range.end),
      }),
    )
  }
  return ranges
}

/** In `a && \⏎ b && \⏎ c` the operator on b's own line is the one behind it. */
function prefersFollowing(
  { lines }: Dockerfile,
  script: Script,
  item: ChainItem,
  gone: ReadonlySet<ChainItem>,
): boolean {
  const following = item.chain.items[item.index + 1]
  const [before, behind] = [item.operator?.range, following?.operator?.range]
  if (!before || !behind || (following && gone.has(following))) return false
  const lineOf = (range: Range) => lines.lineAt(toSource(script.text, range).start)
  return lineOf(before) !== lineOf(item.range) && lineOf(behind) === lineOf(item.range)
}

/** A whole list with the `;` or line end behind it, or in front of it when it is the last. */
function separatorOf({ text }: Script, range: Range): Range | undefined {
  const behind = /^[ \t]*;/.exec(text.text.slice(range.end))
  if (behind) return { start: range.start, end: range.end + behind[0].length }
  const before = blanksBefore(text.text, range.start) - 1
  if (text.text[before] === ';') return { start: before, end: range.end }
  const lineEnd = text.text.slice(range.end)
  return /^[ \t]*(?:\r?\n|$)/.test(lineEnd) ? range : undefined
}
