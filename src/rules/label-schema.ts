import * as v from 'valibot'
import { finalStages } from '../build/build.js'
import { LABELS_OPTION } from '../build/label-types.js'
import { labelsOf } from '../build/labels.js'
import { defineRule } from './rule.js'

const LABELS = { 'org.opencontainers.image.source': 'url', 'com.example.team': 'text' }

export const labelSchema = defineRule({
  id: 'label-schema',
  aliases: ['DL3049', 'DL3050'],
  title: 'Set the labels that the project agreed on',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `Whoever finds images by their labels (who owns it, which repository it came from) does not find one that lacks them. The rule
says nothing until \`labels\` lists what a project agreed on; hadolint's \`label-schema\` and \`strict-labels\` are read, too.`,
  fixable: 'never',
  options: v.strictObject({
    labels: LABELS_OPTION,
    strict: v.optional(v.pipe(v.boolean(), v.description('Whether labels outside of `labels` are findings.')), false),
  }),
  examples: [
    {
      before: 'FROM alpine:3.22\nLABEL org.opencontainers.image.source="https://example.com"\n',
      after: 'FROM alpine:3.22\nLABEL org.opencontainers.image.source="https://example.com"\n',
      options: { labels: LABELS },
    },
    {
      before: 'FROM alpine:3.22\nLABEL com.example.team=web com.example.taem=web\n',
      after: 'FROM alpine:3.22\nLABEL com.example.team=web com.example.taem=web\n',
      options: { labels: { 'com.example.team': 'text' }, strict: true },
    },
  ],
  silent: [
    { why: 'no labels were agreed on', text: 'FROM alpine:3.22\nLABEL a=b\n' },
    {
      why: 'all are there, in several instructions',
      text: 'FROM alpine:3.22\nLABEL com.example.team=web\nLABEL "org.opencontainers.image.source"=https://example.com other=1\n',
      options: { labels: LABELS },
    },
    {
      why: 'the stage that it is built on sets them',
      text: 'FROM alpine:3.22 AS base\nLABEL com.example.team=web org.opencontainers.image.source=a\nFROM base\nRUN make\n',
      options: { labels: LABELS },
    },
    {
      why: 'a stage that only builds needs none',
      text: 'FROM golang:1.25 AS build\nRUN make\nFROM scratch\nLABEL com.example.team=web org.opencontainers.image.source=a\n',
      options: { labels: LABELS },
    },
    {
      why: 'a variable may be the missing key',
      text: 'FROM alpine:3.22\nARG KEY\nLABEL $KEY=1\n',
      options: { labels: LABELS, strict: true },
    },
    { why: 'strict says nothing without labels', text: 'FROM alpine:3.22\nLABEL a=b\n', options: { strict: true } },
  ],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  *check(build, { labels, strict }) {
    const wanted = Object.keys(labels)
    const last = build.stages.at(-1)
    if (wanted.length === 0 || last === undefined) return
    const all = labelsOf(build)
    const stages = finalStages(build)
    const set = new Set(all.filter(({ step }) => !step.isTrigger && stages.has(step.stage)).map(({ key }) => key))
    const missing = set.has(undefined) ? [] : wanted.filter(name => !set.has(name))
    if (missing.length > 0)
      yield {
        range: last.stage.image.range,
        message: `The image lacks ${missing.length === 1 ? 'the label' : 'the labels'} ${inWords(missing)}.`,
      }
    if (!strict) return
    for (const { key, keyRange } of all)
      if (key !== undefined && !Object.hasOwn(labels, key))
        yield { range: keyRange, message: `The label schema has no \`${key}\`.` }
  },
})

function inWords(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(name => `\`${name}\``)
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ')
}
