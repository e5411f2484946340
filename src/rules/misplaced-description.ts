import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import { indentationAt, newlineOf } from '../fixes/instruction-edits.js'
import { defineRule } from './rule.js'

export const misplacedDescription = defineRule({
  id: 'misplaced-description',
  aliases: ['InvalidDefinitionDescription'],
  title: 'Begin a description with the name that it describes',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `\`docker build --call=outline\` and \`--call=targets\` show the comment above an ARG or a named FROM as its description if it begins
with its name: \`# PORT that the server listens on\`. Any other comment there is left out.`,
  fixable: 'always',
  fixSafety: 'An empty comment line separates what is no description from the instruction.',
  examples: [
    {
      before: '# the port\nARG PORT=80\n# needs glibc\nFROM debian:12 AS app\n',
      after: '# the port\n#\nARG PORT=80\n# needs glibc\n#\nFROM debian:12 AS app\n',
    },
  ],
  silent: [
    { why: 'it describes the ARG', text: '# PORT that is listened on\nARG PORT=80\nFROM debian:12\n' },
    { why: 'it describes the stage', text: '# app is what runs\nFROM debian:12 AS app\n' },
    { why: 'the stage has no name', text: '# needs glibc\nFROM debian:12\n' },
    { why: 'a line separates them', text: '# all arguments\n\nARG PORT=80\n# more\n#\nARG B\nFROM debian:12\n' },
    { why: 'it is for a linter', text: '# hadolint ignore=DL3006\nFROM debian AS app\n' },
    { why: 'it stands above something else', text: 'FROM debian:12\n# the port\nEXPOSE 80\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],
  *check({ dockerfile }) {
    const { text, lines, escape } = dockerfile
    for (const instruction of dockerfile.instructions) {
      const names = namesOf(instruction, escape)
      const last = instruction.comments.filter(({ range }) => range.end <= instruction.range.start).at(-1)
      if (last === undefined || names.length === 0 || names.includes(last.text.split(' ', 1)[0] ?? '')) continue
      if (/^(?:hadolint|drydock|check|checkov|trivy|tally|renovate|syntax)\b/i.test(last.text)) continue
      const at = lines.starts[lines.lineAt(instruction.range.start)] ?? 0
      const indentation = indentationAt(dockerfile, instruction.range.start)
      yield {
        range: last.range,
        message: `This does not begin with \`${names.join('` or `')}\`, so it is not shown as a description.`,
        fix:
          text.slice(at, instruction.range.start).trim() === ''
            ? {
                title: 'Separate it from the instruction',
                safe: true,
                edits: [{ start: at, end: at, text: `${indentation}#${newlineOf(dockerfile)}` }],
              }
            : undefined,
      }
    }
  },
})

function namesOf(instruction: Instruction, escape: string): readonly string[] {
  if (instruction.keyword === 'ARG') return pairsOf(instruction, escape).map(({ name }) => name)
  if (instruction.keyword !== 'FROM') return []
  return plainWords(instruction.arguments)
    .slice(2, 3)
    .map(({ text }) => text.toLowerCase())
}
