import type { Comment, Instruction } from './instruction.js'

const PRAGMA = /^hadolint\s+shell\s*=\s*([^\s#;]+)/i

/** What holds comments, and instructions with comments of their own. */
interface Commented {
  readonly comments: readonly Comment[]
  readonly instructions: readonly Instruction[]
}

/**
 * Reads the comments `# hadolint shell=/bin/bash`: they name the shell of the base image, whose SHELL cannot be seen.
 * @returns goes down the file: called with an offset it tells the last shell that was named since the call before, as SHELL
 *   would have it
 */
export function namedShells({ comments, instructions }: Commented): (until: number) => readonly string[] | undefined {
  const all = new Set([...comments, ...instructions.flatMap(instruction => instruction.comments)])
  const named = [...all]
    .flatMap(({ text, range }) => {
      const name = PRAGMA.exec(text)?.[1]
      return name === undefined ? [] : { at: range.start, shell: [name, optionOf(name)] }
    })
    .sort((a, b) => a.at - b.at)
  let next = 0
  return until => {
    let shell: readonly string[] | undefined
    for (let pragma = named[next]; pragma && pragma.at < until; pragma = named[++next]) shell = pragma.shell
    return shell
  }
}

/** What stands in front of the script. */
function optionOf(name: string): string {
  if (/cmd(?:\.exe)?$/i.test(name)) return '/C'
  return /(?:powershell|pwsh)(?:\.exe)?$/i.test(name) ? '-Command' : '-c'
}
