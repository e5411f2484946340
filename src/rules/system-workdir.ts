import { stepsOf } from '../build/build.js'
import { expand } from '../build/variables.js'
import { isForWindows } from '../build/windows.js'
import { defineRule } from './rule.js'

export const systemWorkdir = defineRule({
  id: 'system-workdir',
  aliases: ['DS-0030', 'DS030'],
  title: 'Keep WORKDIR out of the folders of the kernel',
  category: 'security',
  severity: 'error',
  why: `What the image has in /dev, /proc and /sys is out of sight in a container: the kernel's file systems are mounted over it.
A WORKDIR such as \`/proc/self/fd/8\` let a container out to the host's files with runc before 1.1.12 (CVE-2024-21626).`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM debian:12\nWORKDIR /proc/self/fd/8\n',
      after: 'FROM debian:12\nWORKDIR /proc/self/fd/8\n',
    },
    {
      before: 'FROM debian:12\nWORKDIR /\nWORKDIR dev/app\nCOPY . .\n',
      after: 'FROM debian:12\nWORKDIR /\nWORKDIR dev/app\nCOPY . .\n',
    },
  ],
  silent: [
    {
      why: 'the names are longer',
      text: 'FROM debian:12\nWORKDIR /development\nWORKDIR /process\nWORKDIR /bootstrap\n',
    },
    { why: 'it lies elsewhere', text: 'FROM debian:12\nWORKDIR /srv/dev\nWORKDIR /home/ann/proc\n' },
    { why: 'a variable says where', text: 'FROM debian:12\nARG DIR\nWORKDIR $DIR/dev\n' },
    {
      why: 'Windows has no such folders',
      text: 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nWORKDIR /dev\n',
    },
  ],
  references: [
    'https://nvd.nist.gov/vuln/detail/CVE-2024-21626',
    'https://github.com/opencontainers/runc/releases/tag/v1.1.12',
  ],
  *check(build) {
    for (const step of stepsOf(build, 'WORKDIR')) {
      const { instruction, stage, index, isTrigger } = step
      const written = expand(step.state.variables, instruction.arguments.text, build.dockerfile.escape)
      const path = isTrigger ? written : written && stage.states[index + 1]?.workdir
      if (
        path === undefined ||
        isForWindows(build, stage) ||
        !/^\/(?:boot|dev|initrd|lost\+found|proc|sys)(?:\/|$)/.test(path)
      )
        continue
      yield {
        range: instruction.range,
        message: 'This is a folder of the system or its kernel, not one for a project.',
      }
    }
  },
})
