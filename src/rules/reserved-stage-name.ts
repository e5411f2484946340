import { plainWords } from '../documents/dockerfile/arguments.js'
import { defineRule } from './rule.js'

const MEANINGS: Readonly<Record<string, string>> = {
  context: 'the files of the build context',
  scratch: 'the empty image',
}

export const reservedStageName = defineRule({
  id: 'reserved-stage-name',
  aliases: ['DL3063', 'ReservedStageName'],
  title: 'Leave the names scratch and context to BuildKit',
  category: 'correctness',
  severity: 'warning',
  why: `\`scratch\` is the empty image and \`context\` are the files of the build. Where a stage is called like that, a reader has to
find out which of the two FROM and \`--from\` mean, and so has BuildKit.`,
  fixable: 'never',
  examples: [
    { before: 'FROM alpine:3.22 AS scratch\nRUN true\n', after: 'FROM alpine:3.22 AS scratch\nRUN true\n' },
    {
      before: 'FROM alpine:3.22 as Context\nFROM scratch\nCOPY --from=context /a /a\n',
      after: 'FROM alpine:3.22 as Context\nFROM scratch\nCOPY --from=context /a /a\n',
    },
  ],
  silent: [
    { why: 'it starts from the empty image', text: 'FROM scratch\nCOPY a /a\n' },
    { why: 'a part of the name is something else', text: 'FROM alpine:3.22 AS from-scratch\n' },
    { why: 'an image may have it in its name', text: 'FROM example.com/context:1 AS app\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  *check({ stages }) {
    for (const { stage } of stages) {
      const meaning = MEANINGS[stage.name ?? '']
      const written = plainWords(stage.from.arguments)[2]
      if (meaning === undefined || written === undefined || !Object.hasOwn(MEANINGS, stage.name ?? '')) continue
      yield { range: written.range, message: `\`${stage.name}\` is ${meaning}, not the name of a stage.` }
    }
  },
})
