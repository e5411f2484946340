import { stepsOf } from '../build/build.js'
import { inFileCase } from '../documents/dockerfile/keyword-case.js'
import { defineRule } from './rule.js'

/** MAINTAINER takes quotes for a part of the name; nobody means that. */
const QUOTED = /^[ \t]*"([^"]*)"[ \t]*$/

export const maintainerDeprecated = defineRule({
  id: 'maintainer-deprecated',
  aliases: ['DL4000', 'MaintainerDeprecated', 'DS-0022', 'DS022', 'CKV_DOCKER_6'],
  title: 'Name the maintainer in a label',
  category: 'upkeep',
  severity: 'info',
  why: 'MAINTAINER has been deprecated since Docker 1.13. A label says the same, and tools that read image labels find it.',
  fixable: 'sometimes',
  fixSafety:
    'The image gets the OCI label in place of its author field, without the quotes that MAINTAINER takes for a part of it.',
  examples: [
    {
      before: 'FROM alpine:3.22\nMAINTAINER Ann Lee <ann@example.com>\n',
      after: 'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="Ann Lee <ann@example.com>"\n',
    },
    {
      before: 'FROM alpine:3.22\nMAINTAINER "Ann Lee"\n',
      after: 'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="Ann Lee"\n',
    },
    {
      before: 'from alpine:3.22\nmaintainer Ann Lee\n',
      after: 'from alpine:3.22\nlabel org.opencontainers.image.authors="Ann Lee"\n',
    },
  ],
  silent: [
    {
      why: 'the label is what the rule asks for',
      text: 'FROM alpine:3.22\nLABEL maintainer="Ann Lee <ann@example.com>"\n',
    },
  ],
  references: ['https://docs.docker.com/reference/build-checks/maintainer-deprecated/'],
  *check(build) {
    const { dockerfile } = build
    for (const { instruction } of stepsOf(build, 'MAINTAINER')) {
      const { keywordRange, range, arguments: name } = instruction
      const isPlain = !/["\\`$\n]/.test(dockerfile.text.slice(keywordRange.end, range.end).replace(QUOTED, '$1'))
      const label = `LABEL org.opencontainers.image.authors="${name.text.replace(QUOTED, '$1')}"`
      yield {
        range,
        message: 'MAINTAINER is deprecated.',
        fix: isPlain
          ? {
              title: 'Use the OCI label for authors',
              safe: true,
              edits: [{ ...range, text: inFileCase(dockerfile, label) }],
            }
          : undefined,
      }
    }
  },
})
