import { globalArguments } from '../build/global-arguments.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Flag } from '../documents/dockerfile/instruction.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const redundantPlatform = defineRule({
  id: 'redundant-platform',
  aliases: ['DL3065', 'RedundantTargetPlatform'],
  title: 'Leave out the platform that is the default',
  category: 'upkeep',
  severity: 'info',
  why: `Without \`--platform\` FROM takes the image for the platform that is built for, which is what \`$TARGETPLATFORM\` says. The flag
changes nothing, and who reads it looks for a reason.`,
  fixable: 'sometimes',
  fixSafety: 'The platform stays the same: it is the default.',
  examples: [
    { before: 'FROM --platform=$TARGETPLATFORM alpine:3.22\nRUN make\n', after: 'FROM alpine:3.22\nRUN make\n' },
    {
      before: 'FROM --platform=${TARGETPLATFORM} alpine:3.22 AS app\n',
      after: 'FROM alpine:3.22 AS app\n',
    },
  ],
  silent: [
    { why: 'it builds on the platform of the builder', text: 'FROM --platform=$BUILDPLATFORM golang:1.25\n' },
    {
      why: 'there is another default',
      text: 'ARG TARGETPLATFORM=linux/amd64\nFROM --platform=$TARGETPLATFORM alpine:3.22\n',
    },
    { why: 'it has an operator', text: 'FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine:3.22\n' },
    { why: 'only a part is the target’s', text: 'FROM --platform=linux/$TARGETARCH alpine:3.22\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  *check({ dockerfile, stages }) {
    if (globalArguments(dockerfile).get('TARGETPLATFORM') !== undefined) return
    for (const { stage } of stages) {
      const flag = stage.from.flags.find(({ name }) => name === 'platform')
      if (!/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(flag?.value?.replace(/^"(.*)"$/, '$1') ?? '')) continue
      yield {
        range: flag?.range ?? stage.from.range,
        message: 'This is the platform that FROM takes by default.',
        fix: () => flag && fix(dockerfile, flag),
      }
    }
  },
})

/** Without the flag and the blanks behind it. */
function fix({ text }: Dockerfile, { range, contiguous }: Flag): Fix | undefined {
  const blanks = /^[ \t]+(?=[^\s\\`])/.exec(text.slice(range.end))?.[0].length
  if (!contiguous || blanks === undefined) return undefined
  return { title: 'Leave it out', safe: true, edits: [{ start: range.start, end: range.end + blanks, text: '' }] }
}
