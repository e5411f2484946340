import { knownSystem, lacksProgram } from '../build/base-contents.js'
import { type Build, type Step, stepsOf } from '../build/build.js'
import { type HealthCheck, healthCheckOf } from '../build/health-checks.js'
import { copiesIntoSystem, historyOf, rootReference, tameCalls } from '../build/stage-history.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const healthcheckProgram = defineRule({
  id: 'healthcheck-program',
  aliases: [],
  title: 'Check the health with a program that the image has',
  category: 'correctness',
  severity: 'error',
  why: `A HEALTHCHECK runs inside the container. The slim variants of debian, node and python have neither curl nor wget, Alpine has
wget but no curl, and an empty or distroless image has no shell. The check then fails each time: the container is "unhealthy" for
ever, what waits for it never starts, and Swarm replaces it again and again.`,
  fixable: 'sometimes',
  fixSafety: `On Alpine and BusyBox the fix asks the same URL with the wget that is there: it fails on the same answers but for
redirects, which curl does not follow. The address 127.0.0.1 stands for localhost.`,
  examples: [
    {
      before: 'FROM node:22-alpine\nHEALTHCHECK --interval=30s CMD curl -f http://localhost:3000/health || exit 1\n',
      after:
        'FROM node:22-alpine\nHEALTHCHECK --interval=30s CMD wget -q -O /dev/null http://127.0.0.1:3000/health || exit 1\n',
    },
    {
      before: 'FROM alpine:3.22\nHEALTHCHECK CMD ["curl", "-fsS", "http://localhost/"]\n',
      after: 'FROM alpine:3.22\nHEALTHCHECK CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1/"]\n',
    },
    {
      before:
        'FROM python:3.13-slim\nHEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\nRUN pip install -r a.txt\n',
      after:
        'FROM python:3.13-slim\nHEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\nRUN pip install -r a.txt\n',
    },
    {
      before: 'FROM scratch\nCOPY app /app\nHEALTHCHECK CMD /app --health\n',
      after: 'FROM scratch\nCOPY app /app\nHEALTHCHECK CMD /app --health\n',
    },
  ],
  silent: [
    {
      why: 'it is installed',
      text: 'FROM alpine:3.22\nRUN apk add --no-cache curl\nHEALTHCHECK CMD curl -f localhost\n',
    },
    {
      why: 'it is installed further down',
      text: 'FROM debian:12\nHEALTHCHECK CMD wget -q a\nRUN apt-get install -y wget\n',
    },
    { why: 'the whole image has it', text: 'FROM node:22\nHEALTHCHECK CMD curl -f http://localhost/\n' },
    { why: 'Alpine has wget', text: 'FROM alpine:3.22\nHEALTHCHECK CMD wget -q --spider http://localhost/\n' },
    {
      why: 'it is copied',
      text: 'FROM scratch\nCOPY --from=b /usr/bin/curl /bin/curl\nHEALTHCHECK CMD ["curl", "a"]\n',
    },
    {
      why: 'a whole folder is copied',
      text: 'FROM debian:12-slim\nCOPY --from=b /usr /usr\nHEALTHCHECK CMD curl -f a\n',
    },
    { why: 'the script may install it', text: 'FROM debian:12\nRUN ./setup.sh\nHEALTHCHECK CMD curl -f localhost\n' },
    {
      why: 'a package may bring it',
      text: 'FROM debian:12\nRUN apt-get install -y zabbix\nHEALTHCHECK CMD curl -f a\n',
    },
    { why: 'the program of the image is used', text: 'FROM node:22-slim\nHEALTHCHECK CMD ["node", "health.js"]\n' },
    {
      why: 'an empty image needs no shell for this',
      text: 'FROM scratch\nCOPY app /app\nHEALTHCHECK CMD ["/app", "-h"]\n',
    },
    { why: 'nobody knows the image', text: 'FROM example.com/base:1\nHEALTHCHECK CMD curl -f a\n' },
    { why: 'there is no check', text: 'FROM alpine:3.22\nHEALTHCHECK NONE\n' },
    {
      why: 'another program is tried, too',
      text: 'FROM debian:12-slim\nHEALTHCHECK CMD curl -f a || node health.js\n',
    },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  *check(build) {
    for (const step of stepsOf(build, 'HEALTHCHECK')) {
      const system = knownSystem(rootReference(step.stage) ?? '')
      const check = step.isTrigger ? undefined : healthCheckOf(step, build)
      if (system === undefined || check === undefined) continue
      const isEmpty = system.system === 'scratch' || system.system === 'distroless'
      const program = isEmpty && check.usesShell ? 'sh' : check.program
      if (!lacksProgram(system, program) || comes(build, step, program)) continue
      yield {
        range: check.range,
        message:
          program === 'sh'
            ? 'This form needs a shell, which the image does not have: the check always fails.'
            : `The image has no \`${program}\`, so the check always fails and the container counts as unhealthy.`,
        fix: () => (/^(?:alpine|busybox)$/.test(system.system) && program === 'curl' ? withWget(check) : undefined),
      }
    }
  },
})

/** Packages that bring none of the programs that checks use. */
const PLAIN_PACKAGE =
  /^(?:-.*|add|install|update|upgrade|clean|autoremove|build-base|build-essential|ca-certificates|dumb-init|ffmpeg|g\+\+|gcc|gettext|git|gnupg|gosu|lib(?!curl)[\w.+-]+|make|musl-dev|openssl|pkg-config|postgresql-(?:client|dev)|python3(?:-\w+)?|su-exec|tini|tzdata)$/

/** True when something in the stage brings the program, or may. */
function comes(build: Build, { stage }: Step, program: string): boolean {
  const history = historyOf(stage)
  const word = new RegExp(`\\b${program}\\b`)
  const isNamed = history.some(
    ({ instruction }) => /^(?:ADD|COPY|RUN)$/.test(instruction.keyword) && word.test(textOf(instruction)),
  )
  const calls = tameCalls(build, history)
  if (isNamed || calls === undefined || copiesIntoSystem(build, history, program, 'busybox', 'sh')) return true
  return calls.some(
    ({ program: manager, args }) =>
      /^(?:apk|apt|apt-get)$/.test(manager) &&
      args.some(({ value }) => value === undefined || !PLAIN_PACKAGE.test(value)),
  )
}

function textOf({ arguments: args, heredocs }: Instruction): string {
  return `${args.text}\n${heredocs.map(({ content }) => content).join('\n')}`
}

/** Options of curl that wget's `-q` makes needless. */
const PLAIN_OPTIONS = /^-[fsS]+$|^--(?:fail|silent|show-error)$/

/** `curl -f URL` and nothing else. BusyBox asks only the first address of `localhost`, which may be the one of IPv6. */
function withWget({ words, usesShell }: HealthCheck): Fix | undefined {
  const [name, ...args] = words
  const url = args.find(({ text }) => !text.startsWith('-'))
  const first = args[0]
  if (name?.text !== 'curl' || url === undefined || first === undefined || args.at(-1) !== url) return undefined
  if (args.some(word => word !== url && !PLAIN_OPTIONS.test(word.text))) return undefined
  if (!words.every(({ contiguous }) => contiguous) || !args.some(({ text }) => /^-\w*f|^--fail$/.test(text)))
    return undefined
  if (!/^["']?https?:\/\//.test(url.text)) return undefined
  const options = usesShell ? '-q -O /dev/null' : '-q", "-O", "/dev/null'
  const last = args.at(-2) ?? first
  const local = /(?<=:\/\/)localhost(?=[:/"']|$)/.exec(url.text)
  return {
    title: 'Ask with the wget that is there',
    safe: false,
    edits: [
      { ...name.range, text: 'wget' },
      { start: first.range.start, end: last.range.end, text: options },
      ...(local
        ? [
            {
              start: url.range.start + local.index,
              end: url.range.start + local.index + 'localhost'.length,
              text: '127.0.0.1',
            },
          ]
        : []),
    ],
  }
}
