import { type Build, type Step, stepsOfStage } from '../build/build.js'
import { isCloudBuildStep } from '../build/builders-around.js'
import { lastCommands, startsProgram, stepsOfLineage } from '../build/last-commands.js'
import { rootReference } from '../build/stage-history.js'
import { bringsToolForRoot, isRootOnPurpose, startedTexts, startsMaster } from '../build/started.js'
import type { StageBuild } from '../build/state.js'
import { isCommand } from '../documents/dockerfile/commands.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { runAsUser } from '../fixes/run-as-user.js'
import { defineRule } from './rule.js'

/** Their platform, a master process or the editor that opens them gives root up; Windows has none. */
const OTHER_WAYS =
  /^(?:envoyproxy\/envoy(?:-\w+)?(?:[:@]|$)|public\.ecr\.aws\/lambda\/|amazon\/aws-lambda|php:[^@]*(?:apache|fpm)|mcr\.microsoft\.com\/(?:(?:vscode\/)?devcontainers|dotnet\/framework|windows)\/|[^@]*:[^@]*(?:nanoserver|windowsservercore))/
/** `devcontainer.json` says there who works in it. */
const DEV_CONTAINER = /(?:^|\/)\.devcontainer\//

export const rootUser = defineRule({
  id: 'root-user',
  aliases: ['DL3002', 'DS-0002', 'DS002', 'CKV_DOCKER_3', 'CKV_DOCKER_8'],
  title: 'Run as a user other than root',
  category: 'security',
  severity: 'warning',
  why: `Whoever breaks into the program is root in the container, and one mistake of the kernel or of a mount away from being root
on the host.

78 % of 4,794 Dockerfiles on GitHub have no USER in their final stage (Binnacle).`,
  fixable: 'sometimes',
  fixSafety: `The program runs as a user that the image already has. It can no longer write files that belong to root, so the
fix is never applied without somebody looking.`,
  examples: [
    {
      before: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
      after: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      before: 'FROM debian:12\nRUN useradd --uid 1001 app\nUSER app\nRUN ./setup\nUSER root\nENTRYPOINT ["/app/run"]\n',
      after:
        'FROM debian:12\nRUN useradd --uid 1001 app\nUSER app\nRUN ./setup\nUSER root\nUSER app\nENTRYPOINT ["/app/run"]\n',
    },
    {
      before: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY . /app\nENTRYPOINT ["dotnet", "/app/web.dll"]\n',
      after:
        'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY . /app\nUSER $APP_UID\nENTRYPOINT ["dotnet", "/app/web.dll"]\n',
    },
    { before: 'FROM python:3.13\nCMD ["python", "a.py"]\n', after: 'FROM python:3.13\nCMD ["python", "a.py"]\n' },
  ],
  silent: [
    { why: 'a user is named', text: 'FROM node:22\nUSER node\nCMD ["node"]\n' },
    { why: 'a number is a user', text: 'FROM node:22\nUSER 1000:1000\nCMD ["node"]\n' },
    { why: 'a variable names it', text: 'FROM node:22\nARG APP_USER\nUSER $APP_USER\nCMD ["node"]\n' },
    { why: 'the stage it is built on has one', text: 'FROM node:22 AS base\nUSER node\nFROM base\nCMD ["node"]\n' },
    { why: 'nobody knows whose the base image is', text: 'FROM example.com/base:1\nCMD ["node"]\n' },
    { why: 'the base image has one', text: 'FROM gcr.io/distroless/nodejs22-debian12:nonroot\nCMD ["a.js"]\n' },
    { why: 'the image gives root up by itself', text: 'FROM postgres:17\nCMD ["postgres"]\n' },
    { why: 'the entrypoint gives root up', text: 'FROM debian:12\nENTRYPOINT ["gosu", "nobody", "/app"]\n' },
    {
      why: 'the script that it starts with gives root up',
      text: 'FROM debian:12\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["app"]\n',
      files: { 'entrypoint.sh': '#!/bin/sh\nset -e\nexec gosu app "$@"\n' },
    },
    {
      why: 'only the master process is root',
      text: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y nginx php-fpm\nCMD service php8.3-fpm start && nginx -c /app/nginx.conf -g "daemon off;"\n',
    },
    {
      why: 'a script may end in a master process',
      text: 'FROM debian:12\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nif [ $# = 0 ]; then\n  exec /usr/sbin/nginx -g "daemon off;"\nfi\nexec "$@"\n' },
    },
    {
      why: 'each of its programs has a user of its own',
      text: 'FROM debian:12\nCMD ["/usr/bin/supervisord", "-n", "-c", "/etc/s.conf"]\n',
    },
    {
      why: 'the script starts services of the system',
      text: 'FROM debian:12\nCOPY run.sh /\nCMD ["/run.sh"]\n',
      files: { 'run.sh': '#!/bin/sh\nservice redis-server start\nexec /app\n' },
    },
    { why: 'it is told whom to become', text: 'FROM debian:12\nCMD /usr/sbin/named -4 -u bind -f\n' },
    {
      why: 'who works in a dev container says another file',
      text: 'FROM mcr.microsoft.com/devcontainers/base:bookworm\nENTRYPOINT ["/docker-init.sh"]\nCMD ["sleep", "infinity"]\n',
    },
    {
      why: 'Windows has no root',
      text: 'FROM mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022\nCMD ["dotnet", "a.dll"]\n',
    },
    {
      why: 'the script is copied under another name',
      text: 'FROM debian:12\nCOPY startup.sh /usr/local/bin/startup\nCMD ["/usr/local/bin/startup"]\n',
      files: { 'startup.sh': '#!/bin/sh\nexec /usr/sbin/sshd -D\n' },
    },
    { why: 'the program needs root', text: 'FROM debian:12\nCMD ["/usr/sbin/sshd", "-D"]\n' },
    { why: 'no command is a base, too', text: 'FROM node:22\nENTRYPOINT []\nCMD []\n' },
    { why: 'it only says its version', text: 'FROM node:22\nCMD ["/usr/local/bin/node", "-v"]\n' },
    { why: 'who starts an interpreter alone is there to be built on', text: 'FROM debian:12\nCMD ["python3"]\n' },
    { why: 'so is who starts a shell', text: 'FROM debian:12\nENTRYPOINT ["/init.sh"]\nCMD ["/bin/bash", "-l"]\n' },
    { why: 'it opens a shell', text: 'FROM debian:12\nENTRYPOINT "bin/bash"\n' },
    { why: 'it becomes nobody', text: 'FROM debian:12\nCMD ["scrapyd", "-u", "nobody"]\n' },
    {
      why: 'the script ends in a master process',
      text: 'FROM debian:12\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nset -e\nexec /usr/sbin/apachectl -D FOREGROUND\n' },
    },
    {
      why: 'who installs a firewall works with the network of the host',
      text: 'FROM alpine:3.22\nRUN apk add --no-cache iptables\nCMD ["/app"]\n',
    },
    {
      why: 'a step of Cloud Build writes to a folder of root',
      text: 'FROM debian:12\nENTRYPOINT ["/app"]\n',
      files: {
        'cloudbuild.yaml':
          "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, '--tag=gcr.io/$PROJECT_ID/app', .]\n- name: gcr.io/${PROJECT_ID}/app:latest\n  args: [build]\n",
      },
    },
    {
      why: 'a comment says why',
      text: 'FROM example/collector:1\nUSER 10001\n# Run as root, so that we can write to the volume.\nUSER root\nCMD ["/collector"]\n',
    },
    {
      why: 'only root can write to that file',
      text: 'FROM debian:12\nCMD ["sh", "-c", "cat /fixtures/hosts >> /etc/hosts; tail -f /dev/null"]\n',
    },
    {
      why: 'its script mounts something',
      text: 'FROM debian:12\nCOPY launch-manager /usr/local/sbin/\nCMD ["launch-manager"]\n',
      files: { 'launch-manager': '#!/bin/bash\n\nmount --rbind /host/dev /dev\n\nexec manager daemon\n' },
    },
    { why: 'it only says what it can do', text: 'FROM debian:12\nENTRYPOINT ["app"]\nCMD ["--help"]\n' },
    { why: 'so do all of these', text: 'FROM debian:12\nCMD one -h && two --help\n' },
    { why: 'it gives root up by its name', text: 'FROM debian:12\nCMD setup && kctf_drop_privs /app\n' },
    { why: 'its package comes with a user for it', text: 'FROM debian:12\nCMD ["tinyproxy", "-d"]\n' },
    { why: 'nothing is started: it is a base for others', text: 'FROM node:22\nRUN npm i -g pnpm@10\n' },
    {
      why: 'only a stage that builds runs as root',
      text: 'FROM node:22 AS b\nRUN make\nFROM node:22\nUSER node\nCMD ["a"]\n',
    },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  *check(build) {
    const stage = build.stages.at(-1)
    const state = stage?.states.at(-1)
    if (stage === undefined || state?.user?.uid !== 0 || !startsProgram(stage) || isDropped(build, stage)) return
    const last = stepsOfStage(stage).findLast(({ instruction }) => instruction.keyword === 'USER')
    if (last && isExplained(last.instruction) && !stepsOfStage(stage).some(step => isWorkBehind(step, last))) return
    const message = last
      ? 'The program runs as root: this is the last USER.'
      : 'The program runs as root: no USER says otherwise.'
    yield {
      range: last?.instruction.range ?? stage.stage.image.range,
      message,
      fix: () => runAsUser(build, stage, state),
    }
  },
})

/** Root may be there for what is built behind it, and not for the program. */
function isWorkBehind({ index, instruction: { keyword } }: Step, { index: user }: Step): boolean {
  return index > user && /^(?:ADD|COPY|RUN)$/.test(keyword)
}

/** True when a comment right above USER says that the program runs as root, and not that it should not. */
function isExplained({ comments }: Instruction): boolean {
  const said = comments.map(({ text }) => text).join('\n')
  return /\b(?:runs?|running) as root\b/i.test(said) && !/\b(?:don'?t|fixme|never|not?|todo|xxx)\b/i.test(said)
}

/** True when something in the image gives root up before the program starts, or must not. */
function isDropped(build: Build, stage: StageBuild): boolean {
  const { dockerfile, repository } = build
  if (stage.image.dropsRoot || OTHER_WAYS.test(rootReference(stage) ?? '') || DEV_CONTAINER.test(dockerfile.path))
    return true
  if (isCloudBuildStep(dockerfile, repository)) return true
  const started = lastCommands(stage).flatMap(({ arguments: { text } }) => startedTexts(build, text))
  if (started.some(startsMaster)) return true
  return stepsOfLineage(stage).some(({ instruction }) =>
    isCommand(instruction)
      ? startedTexts(build, instruction.logical.text).some(isRootOnPurpose)
      : bringsToolForRoot(instruction),
  )
}
