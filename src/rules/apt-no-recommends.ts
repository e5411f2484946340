import { type Build, finalStages, type RunStep, runsCalling, runsOfStage } from '../build/build.js'
import { rootReference } from '../build/stage-history.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Fix } from '../fixes/edits.js'
import { type AptCall, aptCallsOf } from '../package-managers/apt.js'
import { familyName, neededRecommends, packagesOfBase, wantsRecommends } from '../package-managers/apt-recommends.js'
import { goesAgain } from '../package-managers/apt-removals.js'
import { recommendsNothing } from '../package-managers/apt-without-recommends.js'
import { defineRule, type Problem } from './rule.js'

export const aptNoRecommends = defineRule({
  id: 'apt-no-recommends',
  aliases: ['DL3015', 'DS-0029', 'DS029'],
  title: 'Install only what is named',
  category: 'size',
  severity: 'info',
  why: `apt-get also installs the packages that a package recommends. Nobody asked for them, and they are in the image.

42 % of 4,794 Dockerfiles on GitHub leave the option out (Binnacle).`,
  fixable: 'sometimes',
  fixSafety: `The recommended packages are no longer installed. Where a tool is known to need one of them, the fix names it,
such as \`ca-certificates\` for \`curl\` or \`make\` for \`cmake\`; there is no fix for packages of which that is not known.`,
  examples: [
    {
      before:
        'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*\n',
      after:
        'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before:
        'FROM debian:12\nRUN apt-get update && apt-get install -y cmake g++-12 libssl-dev && rm -rf /var/lib/apt/lists/*\n',
      after:
        'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends make cmake g++-12 libssl-dev && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y php8.3-dev && rm -rf /var/lib/apt/lists/*\n',
      after:
        'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y --no-install-recommends build-essential php8.3-dev && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before: 'FROM rust:1.90\nRUN apt-get update && apt-get install -y cmake git && rm -rf /var/lib/apt/lists/*\n',
      after:
        'FROM rust:1.90\nRUN apt-get update && apt-get install -y --no-install-recommends cmake git && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y wireshark && rm -rf /var/lib/apt/lists/*\n',
      after: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y wireshark && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before:
        'FROM ubuntu:24.04\nRUN apt-get update && \\\n    apt-get -y install \\\n      curl \\\n      jq && \\\n    rm -rf /var/lib/apt/lists/*\n',
      after:
        'FROM ubuntu:24.04\nRUN apt-get update && \\\n    apt-get -y install --no-install-recommends \\\n      ca-certificates curl \\\n      jq && \\\n    rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  silent: [
    { why: 'the base image has it', text: 'FROM node:22\nRUN apt-get update && apt-get install -y curl\n' },
    {
      why: 'what it brings along goes again in two steps',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl && curl https://a/b -o /b && apt-get purge -y curl && apt-get --purge -y autoremove\n',
    },
    {
      why: 'it is there',
      text: 'FROM debian:12\nRUN apt-get update && apt-get --no-install-recommends install -y jq\n',
    },
    { why: 'they are wanted', text: 'FROM debian:12\nRUN apt-get install -y --install-recommends jq\n' },
    { why: 'it is set in passing', text: 'FROM debian:12\nRUN apt-get install -y -o APT::Install-Recommends=0 jq\n' },
    {
      why: 'it is set for good',
      text: `FROM debian:12\nRUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/99 \n RUN apt-get install -y jq\n`,
    },
    {
      why: 'a stage that only builds does not weigh in the image',
      text: 'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y jq\nFROM scratch\nCOPY --from=build /usr/bin/jq /jq\n',
    },
    { why: 'the variable may hold it', text: 'FROM debian:12\nRUN apt-get install $APT_OPTIONS jq\n' },
    {
      why: 'they go again in the same RUN',
      text: 'FROM debian:12\nRUN apt-get install -y $TOOLS && make && apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false $TOOLS\n',
    },
    {
      why: 'they go with what recommends them',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y make wget && make && apt-get purge -y --auto-remove wget make\n',
    },
    {
      why: 'all that is not marked goes in the same RUN',
      text: "FROM debian:12\nRUN apt-get update && apt-get install -y make wget && make && apt-mark auto '.*' && apt-get purge -y --auto-remove\n",
    },
    {
      why: 'nobody wants these without what they recommend',
      text: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y software-properties-common && apt-get install -y xfce4\n',
    },
    {
      why: 'these recommend nothing, nor does what they need',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y libx11-6 netcat-traditional tini=0.19.0-1\n',
    },
    {
      why: 'a comment says that they are wanted',
      text: 'FROM debian:12\nRUN apt-get update; \\\n# we DO want recommends this time\n    apt-get install -y jq curl\n',
    },
    { why: 'nothing is named', text: 'FROM debian:12\nRUN apt-get install -f -y\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  *check(build) {
    if (runsCalling(build, ['apt', 'apt-get']).length === 0) return
    if (/Install-Recommends|RunRecommends/i.test(build.dockerfile.text.replaceAll(/--(?:no-)?install-recommends/g, '')))
      return
    const wantsSsh = /\bssh\b|\bgit@/.test(build.dockerfile.text) && !/\bopenssh-client\b/.test(build.dockerfile.text)
    const stages = [...finalStages(build)].toReversed()
    const present = new Set(stages[0] && packagesOfBase(rootReference(stages[0]) ?? ''))
    for (const run of stages.flatMap(stage => runsOfStage(build, stage))) {
      const problems = [...inRun(run, present, wantsSsh)]
      if (problems.length > 0 && !isCommentedOn(build, run)) yield* problems
    }
  },
})

/** True when a comment in or right above a RUN speaks of them: somebody has decided. */
function isCommentedOn({ dockerfile: { lines, text } }: Build, { instruction: { range } }: RunStep): boolean {
  let first = lines.lineAt(range.start)
  while (first > 0 && /^[ \t]*#/.test(text.slice(lines.starts[first - 1], lines.starts[first]))) first--
  return /^[ \t]*#.*\brecommend(?:s|ed packages)\b/im.test(text.slice(lines.starts[first], range.end))
}

/** @param present what is there by then, which each call adds to */
function* inRun(run: RunStep, present: Set<string>, wantsSsh: boolean): Iterable<Problem> {
  for (const apt of aptCallsOf(run)) {
    const { call, verb, operands } = apt
    const packages = operands.map(({ text }) => packageName(text))
    const isThere = packages.map(name => present.has(familyName(name)))
    for (const name of run.isTrigger ? [] : packages.map(familyName)) {
      if (verb === 'install') present.add(name)
      else if (/^(?:autoremove|purge|remove)$/.test(verb)) present.delete(name)
    }
    if (verb !== 'install' || operands.length === 0 || mentionsRecommends(apt) || goesAgain(run, apt)) continue
    if (packages.every((name, i) => isThere[i] || wantsRecommends(name) || recommendsNothing(name))) continue
    const also = neededRecommends(packages, present)
    yield {
      range: toSource(run.script.text, call.command.range),
      message: 'This also installs every package that these recommend.',
      fix: () => fix(run, apt, also, wantsSsh),
    }
  }
}

function mentionsRecommends({ call: { args } }: AptCall): boolean {
  return args.some(
    ({ text, value }) =>
      /-recommends|Install-Recommends/i.test(text) || (value === undefined && /\$\{?\w*(?:ARG|FLAG|OPT)/i.test(text)),
  )
}

function packageName(word: string): string {
  return word.replace(/[=/:].*$/, '')
}

function fix(
  { script, instruction }: RunStep,
  { verbWord, call, operands }: AptCall,
  also: readonly string[] | undefined,
  wantsSsh: boolean,
): Fix | undefined {
  const [first] = operands
  if (!script.editable || first === undefined || instruction.heredocs.length > 1) return undefined
  if (operands.some(({ value }) => value === undefined || value.includes('/'))) return undefined
  // `git` and its friends reach for ssh, which is recommended only.
  if (also === undefined || (wantsSsh && operands.some(({ text }) => packageName(text) === 'git'))) return undefined
  const behind = lastOptionBehind(call.args, verbWord)
  if (!isContiguous(script.text, behind.range) || !isContiguous(script.text, first.range)) return undefined
  const at = toSource(script.text, behind.range).end
  const edits = [{ start: at, end: at, text: ' --no-install-recommends' }]
  const packageStart = toSource(script.text, first.range).start
  if (also.length > 0) edits.push({ start: packageStart, end: packageStart, text: `${also.join(' ')} ` })
  const naming = also.length === 0 ? '' : `, and name ${also.join(' and ')}`
  return { title: `Leave recommended packages out${naming}`, safe: false, edits }
}

/** The last of the options that stand right behind the verb; the verb when there is none. */
function lastOptionBehind(args: AptCall['call']['args'], verb: AptCall['verbWord']): AptCall['verbWord'] {
  let last = verb
  for (const word of args.slice(args.indexOf(verb) + 1)) {
    if (!/^-[a-zA-Z]$|^-[a-z]+$|^--(?:yes|assume-yes|quiet)$/.test(word.text)) return last
    if (/^-[otc]$/.test(word.text)) return last
    last = word
  }
  return last
}
