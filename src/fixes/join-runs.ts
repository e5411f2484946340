import type { RunStep } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import type { Range } from '../documents/text.js'
import type { Edit } from './edits.js'
import { continuation, continuationIndentation } from './instruction-edits.js'

/** What a command leaves to those that follow in the same shell, and would not leave to the next RUN. */
const LEAVES_TRACES =
  /^(?:\.|alias|cd|declare|eval|exec|exit|export|local|popd|pushd|read|readonly|return|set|shift|shopt|source|trap|typeset|ulimit|umask|unset)?$/

/** True when commands of another RUN can follow in the same shell and do the same there. */
function canBeFollowed(run: RunStep): boolean {
  return isPlain(run) && run.calls.every(({ program }) => !LEAVES_TRACES.test(program)) && endsOpen(run)
}

/** True when a RUN is one `a && b` list that can follow another one. */
export function isPlain({ script, instruction, isTrigger, calls }: RunStep): boolean {
  const [chain, ...more] = script.chains
  if (isTrigger || !script.editable || instruction.heredocs.length > 0 || instruction.json !== undefined) return false
  if (chain === undefined || more.length > 0 || chain.background || calls.length === 0) return false
  if (script.commands.some(({ words, assignments }) => words.length === 0 && assignments.length > 0)) return false
  if (script.text.text.slice(chain.range.end).trim() !== '') return false
  return !hasAlternatives(chain)
}

/** A shell's comment at the end would hide what follows. */
function endsOpen({ script }: RunStep): boolean {
  return !/(?:^|\s)#/.test(script.text.text)
}

/** The edits that make one RUN of several that stand below each other with nothing but blank lines between. */
export function joinRuns(runs: readonly RunStep[]): readonly Edit[] | undefined {
  const [first] = runs
  if (first === undefined) return undefined
  const { dockerfile } = first
  const joint = `${continuation(dockerfile, continuationIndentation(dockerfile, first.instruction))}&& `
  const edits: Edit[] = []
  for (const [i, run] of runs.entries()) {
    const previous = runs[i - 1]
    if (previous === undefined) continue
    if (!canBeFollowed(previous) || !isPlain(run) || flagsOf(previous) !== flagsOf(run)) return undefined
    const gap: Range = { start: previous.instruction.range.end, end: run.instruction.range.start }
    if (dockerfile.text.slice(gap.start, gap.end).trim() !== '') return undefined
    const body = run.script.chains[0]?.range
    if (body === undefined) return undefined
    // The last character goes along, so that the edit names the instruction that becomes longer.
    const start = gap.start - 1
    edits.push({ start, end: toSource(run.script.text, body).start, text: dockerfile.text.charAt(start) + joint })
  }
  return edits
}

export function flagsOf({ instruction }: RunStep): string {
  return instruction.flags.map(({ text }) => text).join(' ')
}
