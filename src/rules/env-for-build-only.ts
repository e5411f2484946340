import { type Build, finalStages, type Step, stepsOf, stepsOfStage } from '../build/build.js'
import { grouped } from '../build/grouped.js'
import { isBuiltOn } from '../build/lineage.js'
import { isBaseHere } from '../build/own-bases.js'
import { isCommand } from '../documents/dockerfile/commands.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { type Pair, pairsOf } from '../documents/dockerfile/pairs.js'
import { deleteFrom } from '../fixes/delete.js'
import type { Fix } from '../fixes/edits.js'
import { insertAbove } from '../fixes/instruction-edits.js'
import { defineRule } from './rule.js'

/** Nobody but Debian's package tools reads these, and they do so when they install. */
const BUILD_ONLY = /^(?:DEBIAN_FRONTEND|DEBCONF_NONINTERACTIVE_SEEN|DEBCONF_NOWARNINGS|DEBIAN_PRIORITY)$/

/** What starts a shell for somebody, or may install packages itself. */
const INTERACTIVE =
  /\b(?:ba|da|z)?sh\b(?!["',\s]+-c)|sshd|jupyter|code-server|supervisor|systemd|\/init\b|apt|dpkg|tail|sleep/

export const envForBuildOnly = defineRule({
  id: 'env-for-build-only',
  aliases: [],
  title: 'Keep settings of the build out of the container',
  category: 'upkeep',
  severity: 'info',
  why: `ENV stays in the image: with \`DEBIAN_FRONTEND=noninteractive\` apt and debconf ask nobody in a shell of the container either, and
in no image that is built on it. Docker's own documentation advises against it. An ARG of the same name is there for every RUN below it
and gone when the container starts.`,
  fixable: 'sometimes',
  fixSafety: 'Every RUN of the stage still has the variable. The container and images built on it no longer have it.',
  examples: [
    {
      before:
        'FROM debian:12\nENV DEBIAN_FRONTEND=noninteractive\nRUN apt-get update && apt-get install -y jq\nCMD ["app"]\n',
      after:
        'FROM debian:12\nARG DEBIAN_FRONTEND=noninteractive\nRUN apt-get update && apt-get install -y jq\nCMD ["app"]\n',
    },
    {
      before: 'FROM debian:12\nENV LANG=C.UTF-8 \\\n    DEBIAN_FRONTEND=noninteractive \\\n    TZ=UTC\nCMD ["app"]\n',
      after: 'FROM debian:12\nARG DEBIAN_FRONTEND=noninteractive\nENV LANG=C.UTF-8 \\\n    TZ=UTC\nCMD ["app"]\n',
    },
    {
      before: 'FROM debian:12\nENV DEBIAN_FRONTEND noninteractive\nENTRYPOINT ["app"]\n',
      after: 'FROM debian:12\nARG DEBIAN_FRONTEND=noninteractive\nENTRYPOINT ["app"]\n',
    },
  ],
  silent: [
    { why: 'it is an ARG', text: 'FROM debian:12\nARG DEBIAN_FRONTEND=noninteractive\nCMD ["app"]\n' },
    {
      why: 'it is set back',
      text: 'FROM debian:12\nENV DEBIAN_FRONTEND=noninteractive\nENV DEBIAN_FRONTEND=\nCMD ["app"]\n',
    },
    {
      why: 'the stage only builds',
      text: 'FROM debian:12 AS b\nENV DEBIAN_FRONTEND=noninteractive\nFROM scratch\nCOPY --from=b /a /a\nCMD ["app"]\n',
    },
    { why: 'the image is one to build on or to work in', text: 'FROM debian:12\nENV DEBIAN_FRONTEND=noninteractive\n' },
    {
      why: 'a shell is started, where packages may be installed',
      text: 'FROM debian:12\nENV DEBIAN_FRONTEND=noninteractive\nCMD ["/bin/bash"]\n',
    },
    {
      why: 'images built on it run its triggers',
      text: 'FROM debian:12\nENV DEBIAN_FRONTEND=noninteractive\nONBUILD RUN apt-get install -y jq\nCMD ["app"]\n',
    },
    {
      why: 'the program asks for it',
      text: 'FROM debian:12\nENV DEBIAN_FRONTEND=noninteractive\nCMD app --frontend $DEBIAN_FRONTEND\n',
    },
    { why: 'the program reads it', text: 'FROM debian:12\nENV APP_ENV=production\nCMD ["app"]\n' },
  ],
  references: [
    'https://docs.docker.com/reference/dockerfile/#env',
    'https://docs.docker.com/build/building/variables/#usage-guidelines',
  ],
  *check(build) {
    const stages = finalStages(build)
    const settings = stepsOf(build, 'ENV').flatMap(step => {
      if (step.isTrigger || !stages.has(step.stage)) return []
      const pairs = pairsOf(step.instruction, build.dockerfile.escape)
      return pairs.filter(({ name }) => BUILD_ONLY.test(name)).map(pair => ({ step, pair, pairs }))
    })
    if (settings.length === 0 || !runsProgram(build) || isBaseHere(build)) return
    const ofName = grouped(settings, ({ pair }) => pair.name)
    for (const all of ofName.values()) {
      const { step, pair, pairs } = all.at(-1) ?? all[0]
      if (/^(?:""|''|dialog|newt|readline)?$/.test(pair.value ?? '')) continue
      // One that is set in several places would need them all changed.
      yield {
        range: pair.word.range,
        message: `\`${pair.name}\` is for the build alone, and stays set in the container.`,
        fix: () => (all.length === 1 ? fix(build, step, pair, pairs) : undefined),
      }
    }
  },
})

/** The final image starts a program that is no shell and no script that may install. */
function runsProgram(build: Build): boolean {
  const steps = [...finalStages(build)].flatMap(stage => stepsOfStage(stage))
  if (steps.some(({ isTrigger }) => isTrigger)) return false
  const commands = steps.map(({ instruction }) => instruction).filter(isCommand)
  return commands.length > 0 && !commands.some(command => mayInstall(build, command))
}

function mayInstall({ context }: Build, { logical, json }: Instruction): boolean {
  const { text } = logical
  if (json?.length === 0 || INTERACTIVE.test(text) || BUILD_ONLY.test(/\$\{?(\w+)/.exec(text)?.[1] ?? '')) return true
  const files = context?.filesNamed(...new Set(text.match(/[\w.-]+/g))) ?? []
  return files.some(file => /\b(?:apt|apt-get|dpkg)\b/.test(context?.textOf(file) ?? ''))
}

function fix(build: Build, step: Step, pair: Pair, pairs: readonly Pair[]): Fix | undefined {
  const { dockerfile } = build
  const { instruction } = step
  const { name, value = '', word } = pair
  // Older builders do not give a stage the arguments of the one that it is built on.
  if (!word.contiguous || !/^[\w-]+$/.test(value) || isBuiltOn(build, step.stage)) return undefined
  const title = 'Make it an ARG; the container no longer has it'
  const keyword = dockerfile.text.charAt(instruction.keywordRange.start) === 'e' ? 'arg' : 'ARG'
  const arg = `${keyword} ${name}=${value}`
  if (pairs.length === 1) {
    const range = { start: instruction.keywordRange.start, end: word.range.end }
    return instruction.comments.some(comment => comment.range.start > range.start)
      ? undefined
      : { title, safe: false, edits: [{ ...range, text: arg }] }
  }
  const edits = [insertAbove(dockerfile, instruction, arg), ...deleteFrom(dockerfile, instruction, [word.range])]
  return { title, safe: false, edits }
}
