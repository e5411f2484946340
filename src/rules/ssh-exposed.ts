import { type Build, type Step, stepsOf } from '../build/build.js'
import { remembered } from '../build/remembered.js'
import { startedTexts } from '../build/started.js'
import { expand } from '../build/variables.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import { parsePort } from '../documents/dockerfile/ports.js'
import { deleteFrom } from '../fixes/delete.js'
import type { Fix } from '../fixes/edits.js'
import { deleteInstruction } from '../fixes/instruction-edits.js'
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
    {
      before: 'FROM debian:12\nRUN apt-get update && apt-get install -y openssh-server\nEXPOSE 22 80\nCMD ["/start"]\n',
      after: 'FROM debian:12\nRUN apt-get update && apt-get install -y openssh-server\nEXPOSE 22 80\nCMD ["/start"]\n',
    },
  ],
  silent: [
    { why: 'it is an SSH server', text: 'FROM debian:12\nEXPOSE 22\nCMD ["/usr/sbin/sshd", "-D"]\n' },
    {
      why: 'the script that it starts with starts an SSH server',
      text: 'FROM debian:12\nCOPY entrypoint.sh /\nEXPOSE 22\nENTRYPOINT ["/entrypoint.sh"]\n',
      files: { 'entrypoint.sh': '#!/bin/sh\n/usr/sbin/sshd\nexec "$@"\n' },
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
        if (port !== '22' || !/^(?:tcp)?$/i.test(protocol) || isSshServer(build)) continue
        yield {
          range: word.range,
          message: 'Port 22 is for SSH, which a container does not need: `docker exec` opens a shell.',
          fix: () => fix(build, step, word),
        }
      }
  },
})

const SERVER = /\bsshd\b|dropbear|sftp/
const GIT_SERVER = /\b(?:gitea|forgejo|gogs|gitlab|gitolite|soft-serve|bitbucket|phabricator|gerrit)\b/i

/** Its last command starts a server for SSH, or the image is for Git or files. */
const isSshServer = remembered((build: Build): boolean => {
  const { dockerfile, stages } = build
  if (stages.some(({ reference }) => GIT_SERVER.test(reference ?? '') || SERVER.test(reference ?? ''))) return true
  if (SERVER.test(dockerfile.path) || GIT_SERVER.test(dockerfile.path) || /\bssh/i.test(dockerfile.path)) return true
  return dockerfile.instructions.some(
    ({ keyword, arguments: args }) =>
      (keyword === 'CMD' || keyword === 'ENTRYPOINT') && startedTexts(build, args.text).some(text => SERVER.test(text)),
  )
})

/** Where the file installs a server, leaving it out is more than one word. */
function fix({ dockerfile }: Build, { instruction, stage, index }: Step, word: Word): Fix | undefined {
  if (/openssh|dropbear|sshd/.test(dockerfile.text) || !word.contiguous) return undefined
  const title = 'Leave port 22 out'
  const written = stage.stage.instructions[index] ?? instruction
  if (plainWords(instruction.arguments).length === 1)
    return { title, safe: false, edits: [deleteInstruction(dockerfile, written)] }
  return { title, safe: false, edits: deleteFrom(dockerfile, instruction, [word.range]) }
}
