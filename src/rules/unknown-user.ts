import { knownSystem, systemUsers } from '../build/base-contents.js'
import { type Build, type Step, stepsOf } from '../build/build.js'
import { copiesIntoSystem, historyOf, rootReference, tameCalls } from '../build/stage-history.js'
import { expand } from '../build/variables.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import type { Call } from '../documents/shell/calls.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const unknownUser = defineRule({
  id: 'unknown-user',
  aliases: [],
  title: 'Run as a user that the image has',
  category: 'correctness',
  severity: 'error',
  why: `Docker looks the name up in the image's /etc/passwd. Where it is not there, the next RUN and every container fail with
"unable to find user". \`--chown\` with such a name fails in an empty image, and elsewhere leaves the files to root without a word.`,
  fixable: 'sometimes',
  fixSafety: 'In an empty image the name becomes the number that distributions give it.',
  examples: [
    {
      before:
        'FROM golang:1.25 AS b\nRUN make\nFROM scratch\nCOPY --from=b /app /app\nUSER nobody\nENTRYPOINT ["/app"]\n',
      after:
        'FROM golang:1.25 AS b\nRUN make\nFROM scratch\nCOPY --from=b /app /app\nUSER 65534\nENTRYPOINT ["/app"]\n',
    },
    {
      before: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER appuser\nCMD ["node", "a.js"]\n',
      after: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER appuser\nCMD ["node", "a.js"]\n',
    },
    {
      before: 'FROM alpine:3.22\nCOPY --chown=app:app run.sh /\n',
      after: 'FROM alpine:3.22\nCOPY --chown=app:app run.sh /\n',
    },
  ],
  silent: [
    { why: 'the base image has it', text: 'FROM node:22-slim\nUSER node\n' },
    { why: 'the system has it', text: 'FROM debian:12\nCOPY --chown=www-data:www-data a /a\nUSER nobody\n' },
    { why: 'it is created', text: 'FROM alpine:3.22\nRUN addgroup -S app && adduser -S app -G app\nUSER app\n' },
    { why: 'a script may create it', text: 'FROM debian:12\nCOPY setup.sh /\nRUN /setup.sh\nUSER app\n' },
    {
      why: 'a package creates it',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y redis\nUSER redis\n',
    },
    { why: 'it is a number', text: 'FROM scratch\nCOPY --chown=1000:1000 a /a\nUSER 65534:65534\n' },
    {
      why: 'the users come with a file',
      text: 'FROM alpine:3.22 AS b\nRUN adduser -D app\nFROM scratch\nCOPY --from=b /etc/passwd /etc/passwd\nUSER app\n',
    },
    {
      why: 'the users come with a whole system',
      text: 'FROM alpine:3.22 AS b\nRUN adduser -D app\nFROM scratch\nCOPY --from=b / /\nUSER app\n',
    },
    { why: 'a line of text makes it', text: 'FROM alpine:3.22\nRUN echo "app:x:1:1::/:" >> /etc/passwd\nUSER app\n' },
    { why: 'nobody knows the image', text: 'FROM example.com/base:1\nUSER app\n' },
    { why: 'a variable names it', text: 'FROM debian:12\nARG NAME\nUSER $NAME\n' },
    {
      why: 'Windows has users of its own',
      text: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nUSER ContainerUser\n',
    },
    { why: 'root is everywhere', text: 'FROM scratch\nCOPY --chown=root:root a /a\nUSER root\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  *check(build) {
    for (const step of stepsOf(build, 'ADD', 'COPY', 'USER')) {
      if (step.isTrigger) continue
      const { instruction } = step
      const [word] =
        instruction.keyword === 'USER'
          ? plainWords(instruction.arguments)
          : instruction.flags.filter(({ name }) => name === 'chown')
      const written = word && (instruction.keyword === 'USER' ? word.text : word.text.replace(/^--chown=/, ''))
      const owner = written && expand(step.state.variables, written, build.dockerfile.escape)
      const name = owner?.split(':', 1)[0] ?? ''
      if (word === undefined || !/^[a-z_][\w.-]*$/i.test(name) || name === 'root' || !isUnknown(build, step, name))
        continue
      const isScratch = rootReference(step.stage) === 'scratch'
      yield {
        range: word.range,
        message:
          instruction.keyword === 'USER'
            ? `Nothing creates the user \`${name}\`: what runs from here on fails with "unable to find user".`
            : `Nothing creates the user \`${name}\`: ${isScratch ? 'BuildKit stops here' : 'the files belong to root'}.`,
        fix: () => (isScratch && instruction.keyword === 'USER' ? fix(word) : undefined),
      }
    }
  },
})

/** True when neither the base image nor anything above creates the user. */
function isUnknown(build: Build, step: Step, name: string): boolean {
  const reference = rootReference(step.stage) ?? ''
  const system = knownSystem(reference) ?? (MADE_UP.test(name) ? languageImage(reference) : undefined)
  if (system === undefined || systemUsers(system).has(name)) return false
  if (step.state.users.some(user => user.name === name)) return false
  const above = historyOf(step.stage).filter(one => one.stage !== step.stage || one.index < step.index)
  if (above.some(({ instruction }) => instruction.keyword === 'RUN' && mayCreate(instruction.logical.text, name)))
    return false
  const calls = tameCalls(build, above)
  if (calls === undefined || copiesIntoSystem(build, above, 'passwd')) return false
  return calls.every(call => !createsOthers(call, name))
}

/** Official images with a whole Debian below. */
function languageImage(reference: string): ReturnType<typeof knownSystem> {
  const [, name] = /^(golang|node|python|ruby|rust)(?::(?!.*(?:windows|onbuild))[\w.-]+)?$/.exec(reference) ?? []
  return name === undefined ? undefined : { system: 'debian', name }
}

/** The name in a command that is no owner of files, or a list of users. */
function mayCreate(script: string, name: string): boolean {
  return script.includes('/etc/passwd') || new RegExp(`(?:user|group)\\w*\\b[^&;|]*\\b${escaped(name)}\\b`).test(script)
}

function escaped(name: string): string {
  return name.replace(/[.-]/g, '\\$&')
}

/** Users that people make up for their program; no package creates one of such a name. */
const MADE_UP =
  /^(?:app|appuser|app-user|app_user|deploy|django|flask|me|my\w+|nextjs|node|nodejs|nodeuser|nonroot|non-root|nonrootuser|python|rails|runner|user|web|worker)$/

/** True when a package may bring the user, or a variable names one that is created. */
function createsOthers({ program, args }: Call, name: string): boolean {
  if (/^(?:adduser|useradd)$/.test(program)) return args.some(({ value }) => value === undefined || value === name)
  if (!/^(?:apk|apt|apt-get)$/.test(program)) return false
  return !MADE_UP.test(name) || args.some(({ text }) => text.includes(name) || text.includes('$'))
}

const NUMBERS: Readonly<Record<string, number>> = { nobody: 65534, nonroot: 65532 }

function fix({ contiguous, range, text }: Word): Fix | undefined {
  const uid = Object.hasOwn(NUMBERS, text) ? NUMBERS[text] : undefined
  if (!contiguous || uid === undefined) return undefined
  return { title: `Write the number of ${text}, ${uid}`, safe: false, edits: [{ ...range, text: String(uid) }] }
}
