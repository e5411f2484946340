import { joinPieces, type LogicalText } from '../logical-text.js'
import { parseScript, type Script } from '../shell/script.js'
import { announcedHeredocs } from './heredocs.js'
import type { Instruction } from './instruction.js'

/** The interpreters whose scripts we can read. */
const POSIX_SHELLS = /^(?:.*\/)?(?:ash|bash|dash|ksh|sh)$/

/** True for a SHELL such as `["/bin/bash", "-o", "pipefail", "-c"]`; false for PowerShell, cmd, Python. */
export function isPosixShell(shell: readonly string[]): boolean {
  return POSIX_SHELLS.test(shell[0] ?? '') && /^-[a-z]*c$/.test(shell.at(-1) ?? '')
}

const bodies = new WeakMap<Instruction, Script>()

/**
 * What the shell of a RUN, CMD, ENTRYPOINT or HEALTHCHECK in shell form gets to read.
 * @param source the whole Dockerfile
 * @returns undefined for the JSON form and for a heredoc that names another interpreter
 */
export function shellBody(instruction: Instruction, source: string): Script | undefined {
  if (instruction.json) return undefined
  const known = bodies.get(instruction)
  if (known) return known
  const text = bodyText(instruction, source)
  const script = text && parseScript(text)
  if (script) bodies.set(instruction, script)
  return script
}

function bodyText({ arguments: args, heredocs, range }: Instruction, source: string): LogicalText | undefined {
  const [first] = heredocs
  if (first === undefined) return args
  if (isHeredocAlone(args.text)) {
    const interpreter = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(first.content)
    const program = interpreter?.[1]?.endsWith('/env') ? interpreter[2] : interpreter?.[1]
    if (program !== undefined && !POSIX_SHELLS.test(program)) return undefined
    return joinPieces(source, [first.body])
  }
  const pieces = args.segments.map(segment => ({ start: segment.source, end: segment.source + segment.length }))
  // The line end above the first body, the bodies and their delimiters follow the command as they stand.
  return joinPieces(source, [...pieces, { start: first.body.start - 1, end: range.end }])
}

/** `RUN <<EOF`: the body is the script. In `RUN cat <<EOF > x` it is input of a command. */
function isHeredocAlone(args: string): boolean {
  return /^\d*<</.test(args) && announcedHeredocs(args).length === 1 && /^\d*<<-?\s*(?:'[^']*'|"[^"]*"|\S)+$/.test(args)
}
