import { type Build, type Step, stepsOf } from '../build/build.js'
import { isOverAtOnce } from '../build/quick-commands.js'
import { rootReference } from '../build/stage-history.js'
import { isPosixShell, shellBody } from '../documents/dockerfile/shell-body.js'
import { type Call, callsOf } from '../documents/shell/calls.js'
import type { Script } from '../documents/shell/script.js'
import { counterparts, startWithoutShell } from '../fixes/without-shell.js'
import { defineRule } from './rule.js'

/** What only a shell knows. */
const BUILTINS = new Set([
  ...[
    '.',
    ':',
    'alias',
    'bg',
    'cd',
    'command',
    'eval',
    'exit',
    'export',
    'fg',
    'hash',
    'help',
    'jobs',
    'read',
    'readonly',
  ],
  ...['return', 'set', 'shift', 'source', 'times', 'trap', 'type', 'ulimit', 'umask', 'unalias', 'unset', 'wait'],
])

export const shellFormCommand = defineRule({
  id: 'shell-form-command',
  aliases: ['DL3025', 'JSONArgsRecommended'],
  title: 'Start the program itself, not a shell around it',
  category: 'correctness',
  severity: 'warning',
  why: `In shell form the first process is \`/bin/sh -c\`. The dash of Debian and Ubuntu stays there and does not pass signals on, so
\`docker stop\` waits ten seconds and then kills the program, with whatever it was doing. bash and the ash of Alpine make way for
a single command by themselves, and for less plain ones some versions do. In JSON form, or behind \`exec\`, it does not matter
which shell it is.

17 % of 5,405 broken and 7 % of 4,794 other Dockerfiles on GitHub have it (Shipwright, Binnacle).`,
  fixable: 'sometimes',
  fixSafety: `The program becomes the first process and gets the signals. Variables still need the shell, which \`exec\` then
replaces by the program.`,
  examples: [
    { before: 'FROM node:22\nCMD node server.js\n', after: 'FROM node:22\nCMD ["node", "server.js"]\n' },
    {
      before: 'FROM python:3.13\nENTRYPOINT gunicorn --bind 0.0.0.0:$PORT "my app":main\n',
      after: 'FROM python:3.13\nENTRYPOINT exec gunicorn --bind 0.0.0.0:$PORT "my app":main\n',
    },
    {
      before: 'FROM python:3.13\nCMD python manage.py migrate && python manage.py runserver\n',
      after: 'FROM python:3.13\nCMD python manage.py migrate && exec python manage.py runserver\n',
    },
    {
      before: "FROM node:22\nCMD ['node', 'server.js']\n",
      after: "FROM node:22\nCMD ['node', 'server.js']\n",
    },
    {
      before: 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nCMD ["C:\\app\\a.exe"]\n',
      after: 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nCMD ["C:\\app\\a.exe"]\n',
    },
  ],
  silent: [
    { why: 'it would be a shell again', text: 'FROM alpine:3.22\nCMD sh -c "node a.js"\n' },
    { why: 'it takes no signals anyway', text: 'FROM alpine:3.22\nCMD tail -f /dev/null\n' },
    {
      why: 'a test is no JSON',
      text: 'FROM node:22\nENTRYPOINT [ -f /data/done ] || ./migrate; exec node server.js\n',
    },
    { why: 'it is JSON', text: 'FROM node:22\nCMD ["node", "server.js"]\n' },
    { why: 'the shell makes way', text: 'FROM node:22\nCMD exec node server.js $ARGS\n' },
    { why: 'the last command makes way', text: 'FROM node:22\nCMD ./migrate && exec node server.js\n' },
    { why: 'the shell was chosen', text: 'FROM node:22\nSHELL ["/bin/bash", "-c"]\nCMD node server.js\n' },
    {
      why: 'Windows has its own shell',
      text: 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nCMD ping localhost\n',
    },
    { why: 'a stage that nothing runs', text: 'FROM node:22 AS build\nCMD node server.js\nFROM nginx:1.29\n' },
    { why: 'a later one takes its place', text: 'FROM node:22\nCMD node a.js\nCMD ["node", "b.js"]\n' },
    { why: 'a shell is wanted', text: 'FROM alpine:3.22\nCMD /bin/sh\n' },
    {
      why: 'the shell minds the signals',
      text: "FROM alpine:3.22\nCMD trap 'exit 0' TERM; while true; do sleep 1; done\n",
    },
    { why: 'it is over at once', text: 'FROM alpine:3.22\nCMD echo hello\n' },
    { why: 'it is over before it would be killed', text: 'FROM debian:12\nENTRYPOINT /bin/true\nCMD sleep 1\n' },
    { why: 'it only says its version', text: 'FROM node:22\nCMD /usr/local/bin/node --version\n' },
    { why: 'an entrypoint in shell form never runs it', text: 'FROM alpine:3.22\nENTRYPOINT exec app\nCMD serve\n' },
  ],
  references: [
    'https://docs.docker.com/reference/build-checks/json-args-recommended/',
    'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
  ],
  *check(build) {
    for (const step of stepsOf(build, 'CMD', 'ENTRYPOINT')) {
      const { instruction, state, isTrigger } = step
      if (instruction.keyword === 'CMD' && (hasShellEntrypoint(step) || hasInit(step))) continue
      if (isTrigger || instruction.json || instruction.heredocs.length > 0 || !isLast(build, step)) continue
      if (isMeantAsJson(instruction.arguments.text)) {
        yield {
          range: instruction.range,
          message:
            'A shell runs this as it stands: it is no JSON. That wants double quotes, a comma between two words and none at the end, two backslashes for one.',
        }
        continue
      }
      const script = shellBody(instruction, build.dockerfile.text)
      if (script === undefined || state.shellIsSet || !isPosixShell(state.shell)) continue
      const call = lastCall(script)
      if (call === undefined ? script.editable && script.commands.length === 0 : makesWay(call)) continue
      const calls = callsOf(script)
      if (calls.some(({ program }) => program === 'trap') || (call && waits(call))) continue
      yield {
        range: instruction.range,
        message: message(step, call),
        fix: () => call && startWithoutShell(step, script, call),
      }
    }
  },
})

/** `[ -f a ] && b` is a script; so is `[a]`, and nobody wants that. */
function isMeantAsJson(text: string): boolean {
  return /^\[(?:\S|.*\]\s*$)/s.test(text)
}

/** True for the command of the image, or of a stage that may be built as one. */
function isLast({ stages }: Build, { stage, index, instruction }: Step): boolean {
  const later = stage.stage.instructions.slice(index + 1).some(({ keyword }) => keyword === instruction.keyword)
  return !later && stage === stages.at(-1)
}

/** The command that a script ends with, when it is an ordinary one. */
function lastCall(script: Script): Call | undefined {
  const item = script.chains.at(-1)?.items.at(-1)
  return item && callsOf(script).find(({ command }) => command.item === item)
}

function makesWay({ command, program, args }: Call): boolean {
  const name = command.words[0]?.value ?? ''
  if (name === 'exec' || BUILTINS.has(name)) return true
  const plain = args.map(({ text, value }) => value ?? text)
  if (isOverAtOnce(program, plain)) return true
  // Of two shells one would be left.
  return /^(?:ash|bash|dash|sh|zsh)$/.test(program) && (args.length === 0 || args[0]?.value === '-c')
}

/** As first process it takes no signal either. */
function waits({ program }: Call): boolean {
  return program === 'sleep' || program === 'tail'
}

/** Images whose /bin/sh is dash, which stays the first process (0.5.12 does, for a single command, too). */
const WITH_DASH =
  /^(?:(?:docker\.io|mirror\.gcr\.io|public\.ecr\.aws\/docker)\/(?:library\/)?)?(?:buildpack-deps|debian|golang|node|php|python|ruby|rust|ubuntu)(?:[:@]|$)(?!\S*alpine)/

function message({ stage }: Step, call: Call | undefined): string {
  if (call === undefined)
    return 'A shell is the first process here, and passes no signals on: `docker stop` waits ten seconds, then kills it.'
  const name = nameOf(call)
  return WITH_DASH.test(rootReference(stage) ?? '')
    ? `A shell stands between \`docker stop\` and ${name}, and keeps signals from it: it is killed after ten seconds.`
    : `A shell starts ${name}: unless it makes way, which not every shell does, it keeps the signals of \`docker stop\` from it.`
}

function nameOf(call: Call | undefined): string {
  return call?.program ? `\`${call.program}\`` : 'the program'
}

/** An entrypoint in shell form gets no arguments: no CMD. */
function hasShellEntrypoint(step: Step): boolean {
  return counterparts(step).some(({ json }) => json === undefined)
}

/** It gives signals to all that it has started. */
function hasInit(step: Step): boolean {
  return counterparts(step).some(({ json }) => /(?:^|\/)dumb-init$/.test(json?.[0]?.text ?? ''))
}
