import { type Build, type Step, stepsOf } from '../build/build.js'
import { namedTexts } from '../build/started.js'
import { expand } from '../build/variables.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import { parsePort } from '../documents/dockerfile/ports.js'
import { deleteFrom } from '../fixes/delete.js'
import type { Fix } from '../fixes/edits.js'
import { deleteInstruction } from '../fixes/instruction-edits.js'
import { remembered } from '../remembered.js'
import { defineRule } from './rule.js'

export const sshExposed = defineRule({
  id: 'ssh-exposed',
  aliases: ['DS-0004', 'DS004', 'CKV_DOCKER_1'],
  title: 'Leave SSH out of a container',
  category: 'security',
  severity: 'warning',
  why: `A shell in a container needs no SSH: \`docker exec\` and \`kubectl exec\` open one, with the rights that they check. A
server for it is one more program to patch, with keys and passwords that lie in the image.`,
  fixable: 'sometimes',
  fixSafety: 'Port 22 is no longer noted in the image; `docker run -P` does not publish it then.',
  examples: [
    { before: 'FROM node:22\nEXPOSE 22\nCMD ["node"]\n', after: 'FROM node:22\nCMD ["node"]\n' },
    { before: 'FROM node:22\nEXPOSE 3000 22/tcp\nCMD ["node"]\n', after: 'FROM node:22\nEXPOSE 3000\nCMD ["node"]\n' },
  ],
  silent: [
    { why: 'a base image that nobody knows may be the server', text: 'FROM acme/stack-base:1\nEXPOSE 22 8080\n' },
    { why: 'it is an SSH server', text: 'FROM debian:12\nEXPOSE 22\nCMD ["/usr/sbin/sshd", "-D"]\n' },
    {
      why: 'the script that it starts with starts an SSH server',
      text: 'FROM debian:12\nCOPY entrypoint.sh /\nEXPOSE 22\nENTRYPOINT ["/entrypoint.sh"]\n',
      files: { 'entrypoint.sh': '#!/bin/sh\n/usr/sbin/sshd\nexec "$@"\n' },
    },
    {
      why: 'who installs a server wants it to be reached',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y openssh-server\nEXPOSE 22 80\nCMD ["/start"]\n',
    },
    {
      why: 'a script that it runs installs one',
      text: 'FROM debian:12\nCOPY setup-ssh.sh /tmp/\nRUN bash /tmp/setup-ssh.sh\nEXPOSE 22\nCMD ["/app"]\n',
      files: { 'setup-ssh.sh': 'apt-get install -y openssh-server\n' },
    },
    {
      why: 'the nodes of MPI call each other by SSH',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y openmpi-bin\nEXPOSE 22\nCMD ["/app"]\n',
    },
    {
      why: 'of Alpine that package is client and server',
      text: 'FROM alpine:3.22\nRUN apk add --no-cache openssh\nEXPOSE 22\nCMD ["/app"]\n',
    },
    {
      why: 'a start script without an ending may come with the whole project',
      text: 'FROM debian:12\nCOPY . /app\nEXPOSE 22\nENTRYPOINT ["/app/entrypoint"]\n',
      files: { entrypoint: '#!/bin/sh\n/usr/sbin/sshd\nexec /app/main\n' },
    },
    { why: 'it is one of the Git servers, which speak SSH', text: 'FROM gitea/gitea:1.24\nEXPOSE 22 3000\n' },
    { why: 'other ports have a 22 in them, too', text: 'FROM a:1\nEXPOSE 2222 8022 122/tcp\n' },
    { why: 'SSH does not speak UDP', text: 'FROM a:1\nEXPOSE 22/udp\n' },
    { why: 'a range may have many reasons', text: 'FROM a:1\nEXPOSE 20-25\n' },
  ],
  references: ['https://docs.docker.com/reference/cli/docker/container/exec/'],
  *check(build) {
    for (const step of stepsOf(build, 'EXPOSE'))
      for (const word of plainWords(step.instruction.arguments)) {
        const { port, protocol } = parsePort(expand(step.state.variables, word.text, build.dockerfile.escape) ?? '')
        if (port !== '22' || step.stage.image.user === undefined || !/^(?:tcp)?$/i.test(protocol) || isSshServer(build))
          continue
        yield {
          range: word.range,
          message: 'Port 22 is for SSH, which a container does not need: `docker exec` opens a shell.',
          fix: () => fix(build, step, word),
        }
      }
  },
})

/** Programs and packages that answer on port 22, or whose nodes call each other there. */
const SERVER = /\bsshd|\bssh[-_]?server|openssh(?![-_]client)|dropbear|sftp|openmpi|\bmpi(?:ch|run)?\b|[/_-]ssh\.sh\b/i
const GIT_SERVER = /\b(?:gitea|forgejo|gogs|gitlab|gitolite|soft-serve|bitbucket|phabricator|gerrit)\b/i

/** The file or a script that it names installs or starts a server for SSH, or the image is for Git or files. */
const isSshServer = remembered((build: Build): boolean => {
  const { dockerfile, stages } = build
  if (stages.some(({ reference }) => GIT_SERVER.test(reference ?? '') || SERVER.test(reference ?? ''))) return true
  if (SERVER.test(dockerfile.path) || GIT_SERVER.test(dockerfile.path) || /\bssh/i.test(dockerfile.path)) return true
  return dockerfile.instructions.some(
    ({ keyword, arguments: args, heredocs }) =>
      (/^(?:ADD|CMD|COPY|ENTRYPOINT|RUN)$/.test(keyword) &&
        namedTexts(build, args.text).some(text => SERVER.test(text))) ||
      heredocs.some(({ content }) => SERVER.test(content)),
  )
})

/** Who brings a client for SSH may speak it on purpose. */
function fix({ dockerfile }: Build, { instruction, stage, index }: Step, word: Word): Fix | undefined {
  if (/openssh/.test(dockerfile.text) || !word.contiguous) return undefined
  const title = 'Leave port 22 out'
  const written = stage.stage.instructions[index] ?? instruction
  if (plainWords(instruction.arguments).length === 1)
    return { title, safe: false, edits: [deleteInstruction(dockerfile, written)] }
  return { title, safe: false, edits: deleteFrom(dockerfile, instruction, [word.range]) }
}
