import { finalStages, type RunStep, runsOf, stepsOfStage } from '../build/build.js'
import { lastCommands } from '../build/last-commands.js'
import { isForItsFiles } from '../build/quick-commands.js'
import { isCommand } from '../documents/dockerfile/commands.js'
import { toSource } from '../documents/logical-text.js'
import { type Call, operandsOf } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import { defineRule } from './rule.js'

/** Packages that bring a compiler. */
const COMPILERS = /^(?:build-base|build-essential|gcc|g\+\+|gcc-c\+\+|musl-dev|rust|cargo|golang|golang-go|go)$/
/** They compile what has no ready-made binary; `make` in an image with a compiler may be what the image is for. */
const COMPILES =
  /^(?:(?:npm|pnpm) (?:ci|i|install)|pip[\d.]* install|uv (?:pip install|sync)|poetry install|yarn(?: install)?|bundle install|gem install)\b/

export const buildToolsLeft = defineRule({
  id: 'build-tools-left',
  aliases: [],
  title: 'Leave compilers out of the final image',
  category: 'size',
  severity: 'info',
  why: `A compiler is of use while the image is built and to whoever breaks in later. Measured: \`build-essential\` with what it
needs takes 314 MB on Debian 12. A tool that turns one stage into two produced working files for 60.3 % of 521 projects; their
images were 52.2 % smaller on average (StageCraft).`,
  fixable: 'never',
  examples: [
    {
      before:
        'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCMD ["python", "a.py"]\n',
      after:
        'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCMD ["python", "a.py"]\n',
    },
  ],
  silent: [
    {
      why: 'jobs run in it and compile what they test',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y build-essential mercurial docker.io python3-pip\nRUN pip install tox\nENTRYPOINT ["/runner.sh"]\n',
    },
    {
      why: 'pip lists what is there',
      text: 'FROM python:3.13-slim\nRUN apt-get install -y gcc\nRUN pip --no-cache-dir list\nCMD ["a"]\n',
    },
    {
      why: 'the tools are removed in the same RUN',
      text: 'FROM python:3.13-slim\nRUN apt-get install -y gcc && pip install a && apt-get purge -y gcc\nCMD ["a"]\n',
    },
    {
      why: 'the tools are removed',
      text: 'FROM python:3.13-alpine\nRUN apk add --virtual .b gcc musl-dev && pip install a && apk del .b\nCMD ["a"]\n',
    },
    {
      why: 'another stage builds',
      text: 'FROM python:3.13 AS b\nRUN apt-get install -y gcc\nRUN pip install a\nFROM python:3.13-slim\nCOPY --from=b /a /a\nCMD ["a"]\n',
    },
    {
      why: 'the image is there to build others with',
      text: 'FROM debian:12\nRUN apt-get install -y build-essential cmake\nRUN make -C /src\n',
    },
    {
      why: 'its base has compilers anyway',
      text: 'FROM python:3.13\nRUN apt-get install -y gcc\nRUN pip install a\nCMD ["a"]\n',
    },
    {
      why: 'the files that are built are all that anybody wants of the image',
      text: 'FROM debian:12\nRUN apt-get install -y gcc\nRUN pip install --target /out a\nCMD sleep 1\n',
    },
    {
      why: 'nothing is built here: the program compiles',
      text: 'FROM debian:12-slim\nRUN apt-get install -y gcc\nCOPY judge /judge\nCMD ["/judge"]\n',
    },
    {
      why: 'what is started compiles',
      text: 'FROM debian:12-slim\nRUN apt-get install -y build-essential\nRUN pip install tox\nENTRYPOINT ["bash", "-c", "make docs && hugo server"]\n',
    },
    {
      why: 'jobs of a pipeline run in it, as its comment says',
      text: '# The CI/CD environment of all our releases\nFROM almalinux:8\nRUN dnf install -y gcc\nRUN pip3 install tox\nCMD ["bash"]\n',
    },
  ],
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  *check(build) {
    const [stage, ...others] = build.stages
    if (stage === undefined || others.length > 0 || !finalStages(build).has(stage) || isForItsFiles(stage)) return
    if (
      !/slim|alpine/.test(stage.reference ?? '') &&
      !/^(?:debian|ubuntu|fedora|rockylinux|almalinux)(?=[:@]|$)/.test(stage.reference ?? '')
    )
      return
    if (!stepsOfStage(stage).some(({ instruction }) => isCommand(instruction))) return
    if (FOR_JOBS.test(build.dockerfile.text.slice(0, stage.stage.from.range.start))) return
    if (lastCommands(stage).some(({ arguments: { text } }) => COMPILES_LATER.test(text))) return
    const runs = runsOf(build).filter(({ isTrigger }) => !isTrigger)
    if (runs.some(({ calls }) => calls.some(call => removes(call) || isForWork(call)))) return
    const found = runs.flatMap(run => compilersIn(run).map(word => ({ run, word })))
    const [first] = found
    if (first === undefined || !runs.some(run => run.index >= first.run.index && run.calls.some(compiles))) return
    yield {
      range: toSource(first.run.script.text, first.word.range),
      message: `\`${first.word.value}\` is only needed to build and stays in the image. Build in a stage of its own and COPY the result from it.`,
    }
  },
})

/** A comment at the head of the file that says what the image is for. */
const FOR_JOBS = /^[ \t]*#.*\bci(?:\/cd)?[- ](?:environment|images?|runners?)\b/im
const COMPILES_LATER = /(?<![\w./-])(?:cargo|cmake|g\+\+|gcc|make|go (?:build|install|run))(?![\w./-])/

function compilersIn({ calls }: RunStep): readonly ShellWord[] {
  return calls.flatMap(call =>
    isInstall(call)
      ? operandsOf(call.args, new Set(['-t', '--virtual'])).filter(
          ({ value }) => value !== undefined && COMPILERS.test(value),
        )
      : [],
  )
}

/** Tools of people and of CI jobs, which a service does not need: who has them in an image works there, and compiles. */
function isForWork(call: Call): boolean {
  return (
    isInstall(call) &&
    call.args.some(({ text }) => /^(?:docker(?:-ce|\.io)?(?:=.*)?|gdb|kmod|mercurial|rsync|sudo|vim)$/.test(text))
  )
}

function isInstall({ program, args }: Call): boolean {
  return (
    /^(?:apk|apt|apt-get|dnf|microdnf|yum)$/.test(program) &&
    args.some(({ text }) => text === 'install' || text === 'add')
  )
}

function removes({ program, args }: Call): boolean {
  return (
    /^(?:apk|apt|apt-get|apt-mark|dnf|microdnf|yum|dpkg)$/.test(program) &&
    args.some(({ text }) => /^(?:auto|autoremove|autopurge|del|erase|purge|remove|-P|--purge|-r)$/.test(text))
  )
}

/** Options between the program and its verb, such as `--no-cache-dir`, say nothing about what is compiled. */
function compiles({ program, args }: Call): boolean {
  const isModule = /^python[\d.]*$/.test(program) && args.some(({ value }) => value === '-m')
  const plain = operandsOf(args, new Set()).map(({ value }) => value ?? '?')
  return COMPILES.test([...(isModule ? [] : [program]), ...plain].join(' '))
}
