import { toSource } from '../documents/logical-text.js'
import type { ChainItem } from '../documents/shell/script.js'
import type { Edit } from './edits.js'
import { continuation, continuationIndentation, indentationAt, isFirstOnLine } from './instruction-edits.js'
import type { ShellRun } from './shell-edits.js'

/** Where `&&` stands in a list that covers several lines. */
type Style = 'one line' | 'leading' | 'trailing'

/** Adds `&& command` behind an item of a list, in the way in which the list is laid out. */
export function appendCommand(run: ShellRun, item: ChainItem, command: string): Edit {
  const at = toSource(run.script.text, item.range).end
  return { start: at, end: at, text: joint(run, item) + command }
}

/** Adds `command &&` in front of an item of a list, in the way in which the list is laid out. */
export function prependCommand(run: ShellRun, item: ChainItem, command: string): Edit {
  const at = toSource(run.script.text, item.range).start
  return { start: at, end: at, text: command + joint(run, item) }
}

/** ` && ` with the line break that the list uses. */
function joint(run: ShellRun, item: ChainItem): string {
  const { dockerfile, instruction } = run
  const style = styleOf(run, item)
  if (style === 'one line') return ' && '
  const newLine = continuation(dockerfile, indentationOfList(run, item))
  return style === 'leading' ? `${newLine}&& ` : ` &&${newLine}`

  function indentationOfList({ script }: ShellRun, { chain }: ChainItem): string {
    const starts = chain.items.flatMap(({ operator }) => (operator ? toSource(script.text, operator.range).start : []))
    const first = starts.find(start => isFirstOnLine(dockerfile, start))
    if (style === 'leading' && first !== undefined) return indentationAt(dockerfile, first)
    return continuationIndentation(dockerfile, instruction)
  }
}

function styleOf({ dockerfile, instruction, script }: ShellRun, { chain }: ChainItem): Style {
  const { text, lines } = dockerfile
  // In a heredoc a line end separates commands: what is added stays on the line.
  if (instruction.heredocs.length > 0) return 'one line'
  if (lines.lineAt(instruction.range.start) === lines.lineAt(instruction.range.end)) return 'one line'
  const operators = chain.items.flatMap(other => (other.operator ? [toSource(script.text, other.operator.range)] : []))
  if (operators.length === 0) return 'leading'
  if (operators.some(({ start }) => isFirstOnLine(dockerfile, start))) return 'leading'
  if (operators.some(({ end }) => /^[ \t]*[\\`][ \t]*\r?\n/.test(text.slice(end)))) return 'trailing'
  return 'one line'
}
