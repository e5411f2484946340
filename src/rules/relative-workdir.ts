import { posix } from 'node:path'
import { type Step, stepsOf, stepsOfStage } from '../build/build.js'
import type { StageBuild } from '../build/state.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const relativeWorkdir = defineRule({
  id: 'relative-workdir',
  aliases: ['DL3000', 'WorkdirRelativePath', 'DS-0009', 'DS009', 'CKV_DOCKER_10'],
  title: 'Start from an absolute working directory',
  category: 'correctness',
  severity: 'warning',
  why: 'Where a relative WORKDIR leads depends on the base image, and another version of it may lead elsewhere.',
  fixable: 'sometimes',
  fixSafety: 'The fix writes the path that the base image leads to; there is none where that is not known.',
  examples: [
    { before: 'FROM python:3.13\nWORKDIR app\nCOPY . .\n', after: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\n' },
    { before: 'FROM example.com/base:1\nWORKDIR app\n', after: 'FROM example.com/base:1\nWORKDIR app\n' },
  ],
  silent: [
    { why: 'an absolute one stands above', text: 'FROM node:22\nWORKDIR /srv\nWORKDIR app\n' },
    { why: 'the stage it is built on has one', text: 'FROM node:22 AS a\nWORKDIR /srv\nFROM a\nWORKDIR app\n' },
    { why: 'the variable may hold an absolute one', text: 'FROM node:22\nARG HOME_DIR\nWORKDIR $HOME_DIR/app\n' },
    { why: 'it is quoted', text: 'FROM node:22\nWORKDIR "/app"\n' },
    { why: 'Windows has drives', text: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nWORKDIR C:\\\\app\n' },
    { why: 'ONBUILD is for another image', text: 'FROM node:22\nONBUILD WORKDIR app\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/workdir-relative-path/'],
  *check(build) {
    for (const step of stepsOf(build, 'WORKDIR')) {
      const { instruction, isTrigger, stage, index } = step
      const [path, ...more] = plainWords(instruction.arguments)
      if (path === undefined || isTrigger || !isRelative(path.text) || hasAbsolute(stage, index)) continue
      yield {
        range: path.range,
        message: 'Where this leads depends on the base image.',
        fix: () => (more.length === 0 && path.contiguous ? fix(step, path) : undefined),
      }
    }
  },
})

function isRelative(path: string): boolean {
  return !/^["']?(?:[/\\$]|[A-Za-z]:)/.test(path)
}

/** True when an absolute WORKDIR stands above in the stage, or in one that it is built on. */
function hasAbsolute(stage: StageBuild, before: number): boolean {
  const above = stepsOfStage(stage).slice(0, before)
  const found = above.some(
    ({ instruction: { keyword, arguments: args } }) => keyword === 'WORKDIR' && !isRelative(args.text),
  )
  return found || (stage.parent !== undefined && hasAbsolute(stage.parent, stage.parent.states.length))
}

function fix(
  { state }: Step,
  { text, range }: { text: string; range: { start: number; end: number } },
): Fix | undefined {
  if (state.workdir === undefined || !/^[\w./@+-]+$/.test(text)) return undefined
  const absolute = posix.join(state.workdir, text)
  return { title: `Write ${absolute}`, safe: true, edits: [{ ...range, text: absolute }] }
}
