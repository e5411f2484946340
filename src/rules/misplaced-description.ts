import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Comment, Instruction } from '../documents/dockerfile/instruction.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import { newlineOf } from '../fixes/instruction-edits.js'
import { defineRule } from './rule.js'

/** What a comment begins with that is meant for a program. */
const FOR_PROGRAMS = /^(?:(?:checkov|drydock|hadolint|renovate|tally|trivy)\b|(?:check|syntax)\s*=)/i

export const misplacedDescription = defineRule({
  id: 'misplaced-description',
  aliases: ['InvalidDefinitionDescription'],
  title: 'Begin a description with the name that it describes',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `\`docker build --call=outline\` and \`--call=targets\` show the comment above an ARG or a named FROM as its description if it begins
with its name: \`# PORT that the server listens on\`. Any other comment there is left out. Blank lines in between do not matter; a
line with nothing but \`#\` at its very start does.`,
  fixable: 'sometimes',
  fixSafety: 'An empty comment line separates what is no description from the instruction.',
  examples: [
    {
      before: '# the port\nARG PORT=80\n# needs glibc\nFROM debian:12 AS app\n',
      after: '# the port\n#\nARG PORT=80\n# needs glibc\n#\nFROM debian:12 AS app\n',
    },
    {
      before: '# all arguments\n\nARG PORT=80\n  # more\n  #\n  ARG B\nFROM debian:12\n',
      after: '# all arguments\n#\n\nARG PORT=80\n  # more\n  #\n#\n  ARG B\nFROM debian:12\n',
    },
    {
      before: 'FROM debian:12\n# check if it is on\nARG DEBUG=0\n',
      after: 'FROM debian:12\n# check if it is on\n#\nARG DEBUG=0\n',
    },
    {
      before: '# hadolint ignore=DL3006\n# needs glibc\nFROM debian AS app\n',
      after: '# hadolint ignore=DL3006\n# needs glibc\nFROM debian AS app\n',
    },
  ],
  silent: [
    { why: 'it describes the ARG', text: '# PORT that is listened on\nARG PORT=80\nFROM debian:12\n' },
    { why: 'it describes the stage', text: '# app is what runs\nFROM debian:12 AS app\n' },
    { why: 'the stage has no name', text: '# needs glibc\nFROM debian:12\n' },
    { why: 'a line separates them', text: '# all arguments\n#\n\nARG PORT=80\n# more\n#\n  ARG B\nFROM debian:12\n' },
    { why: 'a blank line separates nothing', text: '# PORT that is listened on\n\nARG PORT=80\nFROM debian:12\n' },
    { why: 'the comment is inside the instruction', text: 'FROM debian:12\nARG \\\n  # the port\n  PORT=80\n' },
    { why: 'the comment ends another one', text: 'FROM debian:12\nRUN a \\\n  # the port\nARG PORT=80\n' },
    { why: 'it is for a linter', text: '# hadolint ignore=DL3006\nFROM debian AS app\n' },
    { why: 'it stands above something else', text: 'FROM debian:12\n# the port\nEXPOSE 80\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],
  *check({ dockerfile }) {
    const { lines, escape } = dockerfile
    for (const [i, instruction] of dockerfile.instructions.entries()) {
      const names = namesOf(instruction, escape)
      const block = names.length === 0 ? [] : blockAbove(dockerfile, instruction, dockerfile.instructions[i - 1])
      const last = block.at(-1)
      if (last === undefined || names.includes(last.text.split(' ', 1)[0] ?? '')) continue
      if (FOR_PROGRAMS.test(last.text)) continue
      const below = lines.starts[lines.lineAt(last.range.start) + 1] ?? instruction.range.start
      yield {
        range: last.range,
        message: `This does not begin with \`${names.join('` or `')}\`, so it is not shown as a description.`,
        // A comment for a program has to stay above its instruction.
        fix: block.some(({ text }) => FOR_PROGRAMS.test(text))
          ? undefined
          : {
              title: 'Separate it from the instruction',
              safe: true,
              edits: [{ start: below, end: below, text: `#${newlineOf(dockerfile)}` }],
            },
      }
    }
  },
})

/**
 * The comments that BuildKit keeps for an instruction, as it reads them: without the first character of the line, be that the
 * `#` or a blank. A line of which nothing is left then ends what stands above it; a blank line does not.
 */
function blockAbove(
  { comments, lines, text }: Dockerfile,
  { range }: Instruction,
  above: Instruction | undefined,
): readonly Comment[] {
  const from = above?.range.end ?? 0
  const read = comments
    .filter(comment => comment.range.start >= from && comment.range.end <= range.start)
    .map(comment => ({
      ...comment,
      text: text.slice((lines.starts[lines.lineAt(comment.range.start)] ?? 0) + 1, comment.range.end).trim(),
    }))
  return read.slice(read.findLastIndex(comment => comment.text === '') + 1)
}

function namesOf(instruction: Instruction, escape: string): readonly string[] {
  if (instruction.keyword === 'ARG') return pairsOf(instruction, escape).map(({ name }) => name)
  if (instruction.keyword !== 'FROM') return []
  return plainWords(instruction.arguments)
    .slice(2, 3)
    .map(({ text }) => text.toLowerCase())
}
