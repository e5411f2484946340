import { stepsOf } from '../build/build.js'
import { isForWindows } from '../build/windows.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const userByName = defineRule({
  id: 'user-by-name',
  aliases: ['DL3066'],
  title: 'Name the user by number',
  category: 'security',
  severity: 'info',
  isOffByDefault: true,
  why: `Kubernetes cannot tell whether a name is root's: with \`runAsNonRoot: true\` and no \`runAsUser\` it refuses to start an image whose USER
is a name ("image has non-numeric user"). Elsewhere a name reads better: therefore this rule is off unless you switch it on.`,
  fixable: 'sometimes',
  fixSafety:
    'The number is that of the same user, with the same group and HOME; the setting `User` of the image changes.',
  examples: [
    { before: 'FROM node:22\nUSER node\n', after: 'FROM node:22\nUSER 1000\n' },
    {
      before: 'FROM debian:12\nRUN useradd --uid 1234 app\nUSER app\n',
      after: 'FROM debian:12\nRUN useradd --uid 1234 app\nUSER 1234\n',
    },
    {
      before: 'FROM debian:12\nRUN useradd app\nUSER app:app\n',
      after: 'FROM debian:12\nRUN useradd app\nUSER app:app\n',
    },
  ],
  silent: [
    { why: 'it is a number', text: 'FROM node:22\nUSER 1000:1000\nUSER 0\n' },
    { why: 'a variable holds it', text: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nUSER $APP_UID\n' },
    { why: 'root is root by any name', text: 'FROM node:22\nUSER root\nRUN make\nUSER 1000\n' },
    { why: 'only the last one counts', text: 'FROM node:22\nUSER node\nRUN make\nUSER 1000\n' },
    {
      why: 'Windows has no numbers for users',
      text: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nUSER ContainerUser\n',
    },
    { why: 'the stage only builds', text: 'FROM node:22 AS b\nUSER node\nFROM node:22\nUSER 1000\n' },
  ],
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  *check(build) {
    const last = build.stages.at(-1)
    const step = stepsOf(build, 'USER').findLast(({ stage, isTrigger }) => stage === last && !isTrigger)
    const [word] = step ? plainWords(step.instruction.arguments) : []
    if (step === undefined || word === undefined || isForWindows(build, step.stage)) return
    if (!/^[a-z_][\w.-]*(?::[\w.-]+)?$/i.test(word.text) || /^root(?::|$)/.test(word.text)) return
    const user = step.stage.states[step.index + 1]?.user
    yield {
      range: word.range,
      message: 'Kubernetes cannot tell whether a name is that of root: `runAsNonRoot` refuses it.',
      fix: () => fix(word, user?.uid),
    }
  },
})

function fix({ contiguous, range, text }: Word, uid: number | undefined): Fix | undefined {
  if (!contiguous || uid === undefined || text.includes(':')) return undefined
  return { title: `Write ${uid}`, safe: true, edits: [{ ...range, text: String(uid) }] }
}
