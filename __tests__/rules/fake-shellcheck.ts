import { SHELLCHECK_HEADER_LINES, type ShellVerdict } from '../../src/build/shell-verdicts.js'

/** Knows one thing that ShellCheck knows, SC2164, and answers for any script: so the laws of rules need no other program. */
export class FakeShellcheck extends Map<string, readonly ShellVerdict[]> {
  override get(input: string): readonly ShellVerdict[] {
    const script = input.split('\n').slice(SHELLCHECK_HEADER_LINES).join('\n')
    return [...script.matchAll(/\bcd [^\s;|&]+(?=;)/g)].map(({ index, 0: command }) => {
      const end = index + command.length
      return {
        ...{ code: 'SC2164', level: 'warning', message: "Use 'cd ... || exit' in case cd fails." },
        range: { start: index, end },
        edits: [{ range: { start: end, end }, text: ' || exit' }],
      }
    })
  }
}
