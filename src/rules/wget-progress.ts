import { runsOf } from '../build/build.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import { type Call, hasOption } from '../documents/shell/calls.js'
import { defineRule } from './rule.js'

export const wgetProgress = defineRule({
  id: 'wget-progress',
  aliases: ['DL3047'],
  title: 'Keep the progress of wget out of the log',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `Where its output is no terminal wget writes a line for every 50 KB: 20 lines for each MB. With \`-nv\` it writes one line
for each file, and errors as before.`,
  fixable: 'sometimes',
  fixSafety: 'The same files are downloaded; only the log is shorter.',
  examples: [
    {
      before: 'FROM debian:12\nRUN wget https://example.org/a.tar.gz \\\n  && wget -O b https://example.org/b\n',
      after: 'FROM debian:12\nRUN wget -nv https://example.org/a.tar.gz \\\n  && wget -nv -O b https://example.org/b\n',
    },
  ],
  silent: [
    {
      why: 'it is quiet',
      text: 'FROM debian:12\nRUN wget -q https://a/b && wget -nv https://a/c && wget --quiet https://a/d && wget -qO- https://a/e\n',
    },
    {
      why: 'the progress is short',
      text: 'FROM debian:12\nRUN wget --progress=dot:giga https://a/b && wget --no-verbose https://a/c\n',
    },
    {
      why: 'the log goes elsewhere',
      text: 'FROM debian:12\nRUN wget -o log https://a/b && wget https://a/c 2>/dev/null && wget -a log https://a/d\n',
    },
    { why: 'it downloads nothing', text: 'FROM debian:12\nRUN wget --version && wget --spider https://a/b\n' },
    { why: 'busybox has a progress of its own', text: 'FROM alpine:3.22\nRUN wget https://a/b\n' },
    { why: 'it is installed', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y wget\n' },
  ],
  references: ['https://www.gnu.org/software/wget/manual/wget.html#Download-Options'],
  *check(build) {
    for (const { script, calls, stage } of runsOf(build)) {
      if (/alpine|busybox/.test(stage.reference ?? '') || /alpine|busybox/.test(stage.parent?.reference ?? '')) continue
      const loud = calls.filter(isLoud)
      const [first] = loud
      if (first === undefined) continue
      const canEdit = script.editable && loud.every(({ name }) => isContiguous(script.text, name.range))
      const ends = loud.map(({ name }) => toSource(script.text, name.range).end)
      yield {
        range: toSource(script.text, first.name.range),
        message: 'wget writes 20 lines of progress for each MB into the log.',
        fix: canEdit
          ? {
              title: 'Write a line for each file',
              safe: true,
              edits: ends.map(at => ({ start: at, end: at, text: ' -nv' })),
            }
          : undefined,
      }
    }
  },
})

function isLoud(call: Call): boolean {
  if (call.program !== 'wget' || call.args.length === 0) return false
  if (call.command.redirects.some(({ operator }) => operator.includes('>'))) return false
  if (hasOption(call, '-q', '--quiet', '--no-verbose', '--progress', '-o', '--output-file', '-a', '--append-output'))
    return false
  return !call.args.some(({ text }) => /^(?:-nv|--version|-V|--help|-h|--spider|-b|-[a-zA-Z]*q\S*)$/.test(text))
}
