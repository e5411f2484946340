import { type Build, type RunStep, runsOf, type Step, stepsOfStage } from '../build/build.js'
import { familyOf } from '../build/families.js'
import { isRelated } from '../build/lineage.js'
import { isMissedLater } from '../build/missed-installers.js'
import { basesOfRepository } from '../build/own-bases.js'
import { goesUnseen, isHarmless } from '../build/piped-downloads.js'
import { rootReference } from '../build/stage-history.js'
import type { StageBuild, State } from '../build/state.js'
import { isCommand } from '../documents/dockerfile/commands.js'
import { toSource } from '../documents/logical-text.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import { type Pipeline, pipelinesOf } from '../documents/shell/pipelines.js'
import { prependCommand } from '../fixes/chain-edits.js'
import type { Fix } from '../fixes/edits.js'
import { insertAbove } from '../fixes/instruction-edits.js'
import { defineRule } from './rule.js'

/** Nobody writes more stages, or more pipes in one RUN; looking at each costs time that grows with their square. */
const MOST = 200

export const pipefail = defineRule({
  id: 'pipefail',
  aliases: ['DL4006'],
  title: 'Let a RUN fail when the download that it pipes fails',
  category: 'correctness',
  severity: 'warning',
  why: `A pipe is worth what its last command is worth. When the download fails, \`sh\`, \`bash\`, \`python3\`, \`perl\`, \`tee\` and
\`sed\` get nothing and report success: the layer is cached without the program, or with half of it. Measured on Debian 12:
these return 0 on empty input; \`tar\`, \`gunzip\`, \`apt-key add\` and \`sha256sum -c\` fail by themselves, so the rule leaves
them alone. \`pipefail\` exists in bash and in Alpine's \`ash\`, not in Debian's \`sh\` (dash 0.5.12: "Illegal option").`,
  fixable: 'sometimes',
  fixSafety: `Where downloads succeed the image has the same files. Where the shell lacks the option, SHELL changes it for the
rest of the stage; that fix is never applied without somebody looking.`,
  examples: [
    {
      before: 'FROM alpine:3.22\nRUN apk add --no-cache curl \\\n && curl -fsSL https://example.org/i.sh | sh\n',
      after:
        'FROM alpine:3.22\nRUN apk add --no-cache curl \\\n && set -o pipefail \\\n && curl -fsSL https://example.org/i.sh | sh\n',
    },
    {
      before: 'FROM node:22-slim\nRUN curl -fsSL https://example.org/setup | bash -\n',
      after:
        'FROM node:22-slim\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.org/setup | bash -\n',
    },
    {
      before: 'FROM debian:12\nRUN wget -qO- https://example.org/k | tee /etc/k\nCMD run it\n',
      after: 'FROM debian:12\nRUN wget -qO- https://example.org/k | tee /etc/k\nCMD run it\n',
    },
  ],
  silent: [
    {
      why: 'SHELL has it',
      text: 'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl https://a/b | sh\n',
    },
    {
      why: 'the image that it starts from has it, by its own Dockerfile',
      text: 'FROM ghcr.io/acme/acme-core:1\nRUN curl https://a/b | sh\n',
      files: { 'Dockerfile.core': 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n' },
    },
    { why: 'images of CircleCI have it', text: 'FROM cimg/go:1.25\nRUN curl https://a/b | sh\n' },
    { why: 'the script sets it', text: 'FROM alpine:3.22\nRUN set -euxo pipefail; curl https://a/b | sh\n' },
    {
      why: 'nor can it where it gets another name',
      text: 'FROM php:8.4\nRUN set -e; curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename composer && composer install\n',
    },
    {
      why: 'what the installer has not made cannot be run',
      text: 'FROM php:8.4\nRUN curl -sS https://getcomposer.org/installer | php && mv composer.phar /usr/local/bin/composer\n',
    },
    {
      why: 'nor can what its host is named after',
      text: 'FROM node:22\nRUN set -eux; curl -fsSL https://bun.sh/install | bash; bun install\n',
    },
    {
      why: 'nor can it be asked for its version',
      text: 'FROM debian:12\nRUN curl -fL https://a/anchore/syft/install.sh | sh -s -- -b /usr/local/bin && syft version\n',
    },
    {
      why: 'apt refuses a source without its key',
      text: 'FROM debian:12\nRUN curl -fsSL https://a/k | tee /etc/apt/trusted.gpg.d/a.asc && echo deb https://a b c > /etc/apt/sources.list.d/a.list && apt-get update\n',
    },
    {
      why: 'nor can it be moved',
      text: 'FROM debian:12\nRUN curl -fL https://a/b | sh && mv jfrog /usr/bin/\nRUN curl -fL https://a/c | sh && mv /root/.local/bin/c /usr/bin/c\nRUN curl -fL https://a/ | sh && sudo ./clickhouse install\n',
    },
    {
      why: 'without it there are no package lists',
      text: 'FROM python:3.13\nRUN apt-get update && apt-get install -y g++ && rm -rf /var/lib/apt/lists/*\nRUN curl -sL https://a/setup | bash - && apt-get install -y nodejs\n',
    },
    {
      why: "Debian's own package has no npm",
      text: 'FROM debian:12\nRUN apt-get update && curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs\nRUN npm ci\n',
    },
    {
      why: 'tar fails by itself',
      text: 'FROM debian:12\nRUN curl -fsSL https://a/b.tgz | tar xz -C /opt && wget -qO- https://a/c | gunzip > /c\n',
    },
    {
      why: 'gpg fails by itself',
      text: 'FROM debian:12\nRUN curl -fsSL https://a/key | gpg --dearmor -o /k.gpg && curl https://a/k | apt-key add -\n',
    },
    {
      why: 'nothing is downloaded',
      text: 'FROM debian:12\nRUN echo a | tee /b && yes | ./install && grep a /b | sed s/a/b/\n',
    },
    { why: 'a failure is meant to pass', text: 'FROM debian:12\nRUN curl https://a/b | sh || true\n' },
    { why: 'its status does not count', text: 'FROM debian:12\nRUN curl https://a/b | sh; echo done\n' },
    { why: 'wget writes into a file', text: 'FROM debian:12\nRUN wget https://a/b | cat\n' },
    { why: 'it is PowerShell', text: 'FROM debian:12\nSHELL ["pwsh", "-c"]\nRUN curl https://a/b | iex\n' },
    {
      why: 'a checksum follows',
      text: 'FROM debian:12\nRUN curl https://a/b | tee b && echo "1  b" | sha256sum -c -\n',
    },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  *check(build) {
    const told = new Set<StageBuild>()
    for (const run of runsOf(build)) {
      if (isStrict(run.state)) continue
      const pipe = pipelinesOf(run.script)
        .slice(0, MOST)
        .find(one => goesUnseen(run, one) && !isMissedLater(build, run, one))
      const last = pipe?.calls.at(-1)
      if (pipe === undefined || last === undefined) continue
      const inline = familyOf(run.stage) === 'alpine' || familyOf(run.stage) === 'rpm'
      // One SHELL serves the whole stage.
      if (!inline && told.has(run.stage)) continue
      told.add(run.stage)
      const isOfBase =
        STRICT_BASES.test(rootReference(run.stage) ?? '') || basesOfRepository(build, run.stage).some(isStrict)
      if (!run.state.shellIsSet && isOfBase) continue
      const program = pipe.calls[0]?.program
      yield {
        range: toSource(run.script.text, pipe.range),
        message: `When ${program} fails, \`${last.program}\` gets nothing or half of it, and the build goes on.`,
        fix: () => (inline ? setOption(run, pipe) : setShell(build, run)),
      }
    }
  },
})

/** CircleCI's images have a SHELL with pipefail: cimg-base, 24.04/Dockerfile. */
const STRICT_BASES = /^(?:docker\.io\/)?cimg\//

function isStrict({ shell }: State): boolean {
  return shell.some(word => word.includes('pipefail'))
}

/** In front of the download, for a shell that knows the option. */
function setOption(run: RunStep, { item, range }: Pipeline): Fix | undefined {
  if (item === undefined || !run.script.editable) return undefined
  if (hasAlternatives(item.chain)) return undefined
  const later = pipelinesOf(run.script).filter(other => other.range.start >= range.start)
  if (!later.every(isHarmless)) return undefined
  return { title: 'Set pipefail', safe: true, edits: [prependCommand(run, item, 'set -o pipefail')] }
}

/** A shell with the option for the rest of the stage, where bash is and every later script does the same in it. */
function setShell(build: Build, run: RunStep): Fix | undefined {
  if (
    build.stages.length > MOST ||
    familyOf(run.stage) !== 'debian' ||
    run.state.shellIsSet ||
    run.isTrigger ||
    run.instruction.heredocs.length > 0
  )
    return undefined
  const later = build.stages
    .flatMap(stage => (isRelated(stage, run.stage) ? stepsOfStage(stage) : []))
    .filter(
      step => step.stage.stage.index > run.stage.stage.index || (step.stage === run.stage && step.index >= run.index),
    )
  if (later.some(dependsOnShell)) return undefined
  const after = new Set(later.map(({ instruction }) => instruction))
  const runs = runsOf(build).filter(({ instruction }) => after.has(instruction))
  if (!runs.every(({ script }) => script.editable && pipelinesOf(script).every(isHarmless))) return undefined
  const shell = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]'
  return {
    title: 'Use bash with pipefail from here on',
    safe: false,
    edits: [insertAbove(build.dockerfile, run.instruction, shell)],
  }
}

/** A command that is started by the shell, triggers, and what dash reads otherwise than bash does. */
function dependsOnShell({ instruction, isTrigger }: Step): boolean {
  const { keyword, json, heredocs, logical } = instruction
  if (isTrigger || keyword === 'SHELL') return true
  if (isCommand(instruction)) return json === undefined
  if (keyword === 'HEALTHCHECK') return !/\bCMD\s*\[|\bNONE\b/i.test(logical.text)
  return keyword === 'RUN' && json === undefined && (heredocs.length > 0 || /&>|\becho\b[^&;|]*\\/.test(logical.text))
}
