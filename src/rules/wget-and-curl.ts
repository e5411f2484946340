import { type Build, finalStages, type RunStep, runsOfStage } from '../build/build.js'
import type { StageBuild } from '../build/state.js'
import { toSource } from '../documents/logical-text.js'
import { type Call, operandsOf } from '../documents/shell/calls.js'
import { defineRule } from './rule.js'

const PROGRAMS = ['wget', 'curl'] as const
type Program = (typeof PROGRAMS)[number]

export const wgetAndCurl = defineRule({
  id: 'wget-and-curl',
  aliases: ['DL4001', 'DS-0014', 'DS014'],
  title: 'Install either wget or curl',
  category: 'size',
  severity: 'info',
  isOffByDefault: true,
  why: `Both download; the image carries two programs, their libraries and their security fixes where one would do. Which one
is to stay is the owner's choice.`,
  fixable: 'never',
  examples: [
    {
      before:
        'FROM debian:12\nRUN apt-get update && apt-get install -y curl wget\nRUN wget https://a/b && curl -O https://a/c\n',
      after:
        'FROM debian:12\nRUN apt-get update && apt-get install -y curl wget\nRUN wget https://a/b && curl -O https://a/c\n',
    },
  ],
  silent: [
    {
      why: 'one of them is used',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl wget\nRUN wget https://a/b\n',
    },
    {
      why: 'the image has one already',
      text: 'FROM alpine:3.22\nRUN apk add curl\nRUN wget https://a/b && curl -O https://a/c\n',
    },
    {
      why: 'only a stage that builds has both',
      text: 'FROM debian:12 AS b\nRUN apt-get install -y curl wget\nRUN wget https://a/b && curl -O https://a/c\nFROM debian:12\n',
    },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages'],
  *check(build) {
    for (const stage of finalStages(build)) {
      const runs = runsOfStage(build, stage).filter(run => !run.isTrigger)
      const uses = PROGRAMS.map(name => ({ name, install: installs(runs, name), isUsed: isUsed(build, stage, name) }))
      if (!uses.every(({ install, isUsed: used }) => install && used)) continue
      const later =
        uses[0]?.install?.run.index === uses[1]?.install?.run.index
          ? uses[1]
          : uses.toSorted((a, b) => (b.install?.run.index ?? 0) - (a.install?.run.index ?? 0))[0]
      if (later?.install === undefined) continue
      const { run, word } = later.install
      yield {
        range: toSource(run.script.text, word.range),
        message: 'The image gets both wget and curl, and one of them does for all downloads.',
      }
    }
  },
})

function installs(runs: readonly RunStep[], name: Program) {
  for (const run of runs)
    for (const call of run.calls) {
      const word = isInstall(call) ? operandsOf(call.args, new Set()).find(({ value }) => value === name) : undefined
      if (word) return { run, word }
    }
  return undefined
}

function isInstall({ program, args }: Call): boolean {
  return (
    /^(?:apt|apt-get|apk|dnf|microdnf|yum|zypper)$/.test(program) &&
    args.some(({ text }) => /^(?:install|add|in)$/.test(text))
  )
}

function isUsed(build: Build, stage: StageBuild, name: Program): boolean {
  return runsOfStage(build, stage).some(run => run.calls.some(({ program }) => program === name))
}
