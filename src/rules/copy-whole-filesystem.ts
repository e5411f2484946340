import { stepsOf } from '../build/build.js'
import { copiesOf } from '../build/copies.js'
import { historyOf, rootReference } from '../build/stage-history.js'
import { defineRule } from './rule.js'

export const copyWholeFilesystem = defineRule({
  id: 'copy-whole-filesystem',
  aliases: ['DL3067'],
  title: 'Copy from a stage what is needed',
  category: 'size',
  severity: 'warning',
  why: `\`COPY --from=build / /\` puts a whole system over another one: the image holds both, with the compilers, caches and secrets
that the second stage was there to leave behind, and libraries of two versions side by side.`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM node:22 AS build\nRUN make\nFROM debian:12\nCOPY --from=build / /\n',
      after: 'FROM node:22 AS build\nRUN make\nFROM debian:12\nCOPY --from=build / /\n',
    },
  ],
  silent: [
    { why: 'it makes one layer of an image', text: 'FROM debian:12 AS a\nRUN make\nFROM scratch\nCOPY --from=a / /\n' },
    { why: 'it is one folder', text: 'FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a /usr/local /usr/local\n' },
    { why: 'it goes to a folder of its own', text: 'FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a / /rootfs/\n' },
    {
      why: 'the stage holds only what is to be copied',
      text: 'FROM scratch AS files\nCOPY etc/ /etc/\nFROM debian:12\nCOPY --from=files / /\n',
    },
    {
      why: 'the image of a tool is made to be copied',
      text: 'FROM tonistiigi/xx AS xx\nFROM alpine:3.22\nCOPY --from=xx / /\n',
    },
    { why: 'such images are made to be copied', text: 'FROM debian:12\nCOPY --from=example.com/rootfs:1 / /\n' },
  ],
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  *check(build) {
    for (const step of stepsOf(build, 'COPY')) {
      const [copy] = copiesOf(step.instruction)
      const from = copy?.from?.toLowerCase()
      if (copy === undefined || from === undefined || copy.destination.text !== '/') continue
      const source = copy.sources.find(({ text }) => text === '/')
      const origin = build.stages
        .slice(0, step.stage.stage.index)
        .findLast(({ stage: { name, index } }) => name === from || String(index) === from)
      if (source === undefined || origin === undefined || step.isTrigger) continue
      const isBuilt = historyOf(origin).some(({ instruction: { keyword } }) => keyword === 'RUN')
      if (!isBuilt || rootReference(origin) === 'scratch' || rootReference(step.stage) === 'scratch') continue
      yield {
        range: source.range,
        message: 'This puts the whole system of another stage, tools and caches included, over this one.',
      }
    }
  },
})
