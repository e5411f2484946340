import type { Build } from '../build/build.js'
import { unknownSources } from '../build/unknown-sources.js'
import type { Flag } from '../documents/dockerfile/instruction.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const copyFromUnknownStage = defineRule({
  id: 'copy-from-unknown-stage',
  aliases: ['DL3022'],
  title: 'Copy from a stage that exists',
  category: 'correctness',
  severity: 'error',
  why: `What \`COPY --from\` names is a stage, a context that the build is given, or else an image: for a name with a slip BuildKit
asks Docker Hub for an image of that name, and whoever owns it there decides what comes. Numbers without a stage and variables
are refused.`,
  fixable: 'sometimes',
  fixSafety: 'The fix takes the only stage above whose name is nearly the same. Without it nothing is built.',
  examples: [
    {
      before: 'FROM node:22 AS builder\nRUN make\nFROM nginx:1.29\nCOPY --from=bulider /app /app\n',
      after: 'FROM node:22 AS builder\nRUN make\nFROM nginx:1.29\nCOPY --from=builder /app /app\n',
    },
    {
      before: 'FROM node:22 AS builder\nRUN make\nFROM nginx:1.29\nCOPY --from=build /app /app\n',
      after: 'FROM node:22 AS builder\nRUN make\nFROM nginx:1.29\nCOPY --from=builder /app /app\n',
    },
    {
      before: 'FROM node:22\nRUN make\nFROM nginx:1.29\nCOPY --from=2 /app /app\n',
      after: 'FROM node:22\nRUN make\nFROM nginx:1.29\nCOPY --from=2 /app /app\n',
    },
    {
      before: 'FROM node:22 AS a\nFROM nginx:1.29\nARG FROM=a\nCOPY --from=$FROM /app /app\n',
      after: 'FROM node:22 AS a\nFROM nginx:1.29\nARG FROM=a\nCOPY --from=$FROM /app /app\n',
    },
  ],
  silent: [
    { why: 'the stage exists', text: 'FROM a:1 AS Build\nFROM b:1\nCOPY --from=build /a /a\nCOPY --from=0 /b /b\n' },
    {
      why: 'it is an image',
      text: 'FROM a:1\nCOPY --from=nginx:1.29 /a /a\nCOPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/\n',
    },
    {
      why: 'images need no tag',
      text: 'FROM a:1 AS compose\nFROM b:1\nCOPY --from=composer /usr/bin/composer /usr/bin/\n',
    },
    { why: 'the build may be given such a context', text: 'FROM a:1 AS build\nFROM b:1\nCOPY --from=assets /a /a\n' },
    { why: 'short names are easily alike', text: 'FROM a:1 AS web\nFROM b:1\nCOPY --from=wep /a /a\n' },
    { why: 'two numbers are two things', text: 'FROM a:1 AS stage1\nFROM b:1\nCOPY --from=stage2 /a /a\n' },
    { why: 'ONBUILD is for another build', text: 'FROM a:1 AS builder\nONBUILD COPY --from=buildr /a /a\n' },
  ],
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  *check(build) {
    for (const { flag, name, fault, meant } of unknownSources(build)) {
      yield {
        range: flag.range,
        message:
          fault === undefined
            ? `No stage has this name, so BuildKit takes it for an image on Docker Hub. \`${meant}\` is a stage.`
            : FAULTS[fault](name),
        fix: () => (meant === undefined ? undefined : fix(build, flag, name, meant)),
      }
    }
  },
})

const FAULTS = {
  variable: () => 'BuildKit expands no variables here and stops. A stage `FROM $NAME AS name` can take them.',
  number: (name: string) => `There is no stage ${name}: BuildKit counts from 0 and stops here.`,
}

function fix(
  { dockerfile: { text } }: Build,
  { range, contiguous }: Flag,
  from: string,
  meant: string,
): Fix | undefined {
  const written = text.slice(range.start, range.end)
  if (!contiguous || written !== `--from=${from}`) return undefined
  return {
    title: `Copy from ${meant}`,
    safe: false,
    edits: [{ start: range.end - from.length, end: range.end, text: meant }],
  }
}
