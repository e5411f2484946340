import { historyOf } from '../build/stage-history.js'
import { defineRule } from './rule.js'

export const noHealthcheck = defineRule({
  id: 'no-healthcheck',
  aliases: ['DL3057', 'DS-0026', 'DS026', 'CKV_DOCKER_2'],
  title: 'Say how to see whether the program is well',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `Without a HEALTHCHECK Docker counts a program as well as long as it runs, hung or not, and Compose cannot wait for
\`condition: service_healthy\`. Kubernetes does not look at HEALTHCHECK, and Compose can say the same in \`healthcheck:\`: therefore
this rule is off unless you switch it on.

855 of 1,026 services of 538 public Compose files have no health check.`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM node:22\nCMD ["node", "server.js"]\n',
      after: 'FROM node:22\nCMD ["node", "server.js"]\n',
    },
  ],
  silent: [
    { why: 'there is one', text: 'FROM node:22\nHEALTHCHECK CMD ["node", "health.js"]\nCMD ["node", "server.js"]\n' },
    { why: 'it was decided', text: 'FROM node:22\nHEALTHCHECK NONE\nCMD ["node", "server.js"]\n' },
    { why: 'the stage it is built on has one', text: 'FROM a:1 AS b\nHEALTHCHECK CMD a\nFROM b\nCMD ["b"]\n' },
    { why: 'nothing is started', text: 'FROM node:22\nRUN npm i -g pnpm@10\n' },
    { why: 'ONBUILD adds it', text: 'FROM a:1 AS b\nONBUILD HEALTHCHECK CMD a\nFROM b\nCMD ["b"]\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  *check({ stages }) {
    const stage = stages.at(-1)
    if (stage === undefined) return
    const keywords = historyOf(stage).map(({ instruction: { keyword } }) => keyword)
    if (keywords.includes('HEALTHCHECK') || !keywords.some(keyword => keyword === 'CMD' || keyword === 'ENTRYPOINT'))
      return
    yield {
      range: stage.stage.from.range,
      message: 'The image says nothing about how to see whether its program is well.',
    }
  },
})
