import { type RunStep, runsOf } from '../build/build.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import { type Call, callFrom } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import type { Fix } from '../fixes/edits.js'
import { deleteParts } from '../fixes/shell-edits.js'
import { defineRule } from './rule.js'

/** They do the same with the variables of ENV, which sudo keeps from a program; apt-get asks less. */
const NEEDS_NO_VARIABLES = new Set([
  ...[
    'addgroup',
    'adduser',
    'apt',
    'apt-get',
    'apt-key',
    'cat',
    'chgrp',
    'chmod',
    'chown',
    'cp',
    'dpkg',
    'groupadd',
    'install',
    'ldconfig',
  ],
  ...['ln', 'locale-gen', 'mkdir', 'mv', 'rm', 'rmdir', 'sed', 'tee', 'touch', 'update-alternatives', 'useradd'],
  ...['update-ca-certificates', 'usermod'],
])

export const sudoInRun = defineRule({
  id: 'sudo-in-run',
  aliases: ['DL3004', 'DS-0010', 'DS010', 'CKV2_DOCKER_1'],
  title: 'Leave out sudo where root runs the command',
  category: 'correctness',
  severity: 'warning',
  why: `A RUN runs as the USER above it, and that is root unless something says otherwise. There \`sudo\` adds nothing but a
package with its setuid program, and hides the variables that ENV and ARG set from the command behind it. Where another user
is in force, \`USER root\` around the RUN says the same for everybody to see.`,
  fixable: 'sometimes',
  fixSafety: `The command runs as root as before. One that reads variables of ENV or ARG may see them now, so the fix is safe
only for commands that read none.`,
  examples: [
    {
      before: 'FROM debian:12\nRUN sudo mkdir -p /data && sudo chown 1000 /data\n',
      after: 'FROM debian:12\nRUN mkdir -p /data && chown 1000 /data\n',
    },
    {
      before: 'FROM node:22\nUSER root\nRUN make \\\n  && sudo -E make install\n',
      after: 'FROM node:22\nUSER root\nRUN make \\\n  && make install\n',
    },
    {
      before: 'FROM debian:12\nRUN sudo make install\n',
      after: 'FROM debian:12\nRUN make install\n',
    },
  ],
  silent: [
    { why: 'it is installed', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y sudo\n' },
    { why: 'another user is in force', text: 'FROM debian:12\nUSER app\nRUN sudo apt-get update\n' },
    { why: 'the base image may have a user', text: 'FROM example.com/ci/base:1\nRUN sudo apt-get update\n' },
    { why: 'the base image has a user', text: 'FROM cimg/node:22.1\nRUN sudo apt-get update\n' },
    {
      why: 'it becomes another user',
      text: 'FROM debian:12\nRUN sudo -u postgres createdb app && sudo --user=app -i true\n',
    },
    { why: 'it is text', text: 'FROM debian:12\nRUN echo "app ALL=(ALL) NOPASSWD: /bin/sudo" > /etc/sudoers.d/app\n' },
    { why: 'it is made known, not used', text: 'FROM debian:12\nRUN usermod -aG sudo app\n' },
    {
      why: 'the program that is started later uses it',
      text: 'FROM debian:12\nCMD ["sudo", "-u", "app", "/app/run"]\n',
    },
    { why: 'it tells whether sudo works for the user', text: 'FROM debian:12\nRUN su app -c "sudo -n true"\n' },
    { why: 'ONBUILD runs in another build', text: 'FROM debian:12\nONBUILD RUN sudo make\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  *check(build) {
    for (const run of runsOf(build)) {
      if (run.state.user?.uid !== 0 || run.isTrigger) continue
      const calls = run.script.commands
        .filter(({ words }) => words[0]?.value === 'sudo')
        .flatMap(one => callFrom(one) ?? [])
      const [first] = calls
      const name = first?.command.words[0]
      if (first === undefined || name === undefined) continue
      if (
        calls.some(({ command: { words } }) =>
          words.some(({ text }) => /^(?:-[EHin]*[ugs]|--(?:user|group)\b)/.test(text)),
        )
      )
        continue
      yield {
        range: toSource(run.script.text, name.range),
        message: 'Root runs this already: `sudo` only hides the variables of ENV and ARG.',
        fix: () => fix(run, calls),
      }
    }
  },
})

/** Takes out every `sudo` of a RUN, or none. */
function fix(run: RunStep, calls: readonly Call[]): Fix | undefined {
  const words: ShellWord[] = []
  for (const { command, name, assignments } of calls) {
    const before = command.words.slice(0, command.words.indexOf(name))
    if (assignments.length > 0 || !before.slice(1).every(({ text }) => /^-[EHn]+$|^--(?:preserve-env)?$/.test(text)))
      return undefined
    // What is no program of its own, and programs that sudo has instead.
    if (before.length === 0 || name.text.startsWith('-') || name.value === undefined) return undefined
    if (before.some(({ range }) => !isContiguous(run.script.text, range))) return undefined
    words.push(...before)
  }
  const edits = deleteParts(run, { words })
  if (edits === undefined) return undefined
  const safe = calls.every(({ program }) => NEEDS_NO_VARIABLES.has(program))
  return safe
    ? { title: 'Leave out sudo', safe, edits }
    : { title: 'Leave out sudo; the command then sees the variables of ENV and ARG', safe, edits }
}
