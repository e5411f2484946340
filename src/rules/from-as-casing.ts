import { plainWords } from '../documents/dockerfile/arguments.js'
import { defineRule } from './rule.js'

export const fromAsCasing = defineRule({
  id: 'from-as-casing',
  aliases: ['FromAsCasing'],
  title: 'Write FROM and AS in the same case',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: 'Both work. `FROM … AS` or `from … as` is easier to read than a mixture, and `docker build` warns of it in every build.',
  fixable: 'sometimes',
  fixSafety: 'BuildKit does not mind the case of AS.',
  examples: [
    { before: 'FROM node:22 as build\nRUN make\n', after: 'FROM node:22 AS build\nRUN make\n' },
    { before: 'from node:22 As build\n', after: 'from node:22 as build\n' },
  ],
  silent: [
    { why: 'both are in upper case', text: 'FROM node:22 AS build\n' },
    { why: 'both are in lower case', text: 'from node:22 as build\n' },
    { why: 'a mixed FROM is another rule’s', text: 'From node:22 as build\n' },
    { why: 'there is no name', text: 'FROM node:22\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/from-as-casing/'],
  *check({ dockerfile, stages }) {
    for (const {
      stage: { from },
    } of stages) {
      const as = plainWords(from.arguments)[1]
      const keyword = dockerfile.text.slice(from.keywordRange.start, from.keywordRange.end)
      if (as === undefined) continue
      const wanted = keyword === 'FROM' ? 'AS' : keyword === 'from' ? 'as' : as.text
      if (as.text === wanted) continue
      yield {
        range: as.range,
        message: `\`${keyword}\` and \`${as.text}\` are in different cases.`,
        fix: as.contiguous
          ? { title: `Write ${wanted}`, safe: true, edits: [{ ...as.range, text: wanted }] }
          : undefined,
      }
    }
  },
})
