import { type Build, stepsOf } from '../build/build.js'
import { copiesOf } from '../build/copies.js'
import type { StageBuild } from '../build/state.js'
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
    for (const { instruction, stage, isTrigger } of stepsOf(build, 'COPY')) {
      const from = copiesOf(instruction)[0]?.from
      const flag = instruction.flags.find(({ name }) => name === 'from')
      if (from === undefined || flag === undefined || isTrigger) continue
      const { stages } = build
      if (stages.some(({ stage: { name } }) => name === from.toLowerCase())) continue
      const fault = refused(from, stages.length)
      const meant = fault ? undefined : nearest(from, stages.slice(0, stage.stage.index))
      if (fault === undefined && meant === undefined) continue
      yield {
        range: flag.range,
        message:
          fault ?? `No stage has this name, so BuildKit takes it for an image on Docker Hub. \`${meant}\` is a stage.`,
        fix: meant === undefined ? undefined : fix(build, flag, from, meant),
      }
    }
  },
})

function refused(from: string, stages: number): string | undefined {
  if (/\$\w|\$\{/.test(from))
    return 'BuildKit expands no variables here and stops. A stage `FROM $NAME AS name` can take them.'
  if (!/^[+-]?\d+$/.test(from) || (Number(from) >= 0 && Number(from) < stages)) return undefined
  return `There is no stage ${from}: BuildKit counts from 0 and stops here.`
}

/** Names of images that people copy from, and near to usual names of stages. */
const IMAGES = new Set([
  'busybox',
  'composer',
  'docker',
  'golang',
  'node',
  'nginx',
  'python',
  'alpine',
  'rust',
  'ruby',
  'php',
])

/** The one stage whose name differs by a slip. */
function nearest(from: string, stages: readonly StageBuild[]): string | undefined {
  const name = from.toLowerCase()
  if (IMAGES.has(name) || !/^[a-z][a-z0-9_-]*$/.test(name)) return undefined
  const near = stages.flatMap(({ stage }) => (stage.name !== undefined && isSlip(name, stage.name) ? [stage.name] : []))
  return near.length === 1 ? near[0] : undefined
}

function isSlip(name: string, stage: string): boolean {
  if (name.replace(/[-_]/g, '') === stage.replace(/[-_]/g, '')) return true
  if (/^build(?:er)?$/.test(name) && /^build(?:er)?$/.test(stage)) return true
  if (name.length < 5 || stage.length < 5 || name.replace(/\d+/g, '') === stage.replace(/\d+/g, '')) return false
  if (IMAGES.has(stage)) return false
  let start = 0
  while (start < name.length && name[start] === stage[start]) start++
  let end = 0
  while (end < Math.min(name.length, stage.length) - start && name.at(-1 - end) === stage.at(-1 - end)) end++
  const [a, b] = [name.slice(start, name.length - end), stage.slice(start, stage.length - end)]
  if (a.length <= 1 && b.length <= 1) return !/\d/.test(a + b)
  return a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]
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
