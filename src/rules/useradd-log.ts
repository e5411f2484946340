import { type RunStep, runsCalling } from '../build/build.js'
import { rootReference } from '../build/stage-history.js'
import { expand } from '../build/variables.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import { type Call, hasOption } from '../documents/shell/calls.js'
import { defineRule } from './rule.js'

/** Below it the two logs together stay under 33 MB. */
const HIGH = 100_000
/** Releases whose `useradd` writes an entry for the new user into both logs. */
const WRITES_LOGS =
  /^(?:debian|ubuntu):(?:[1-9]|1[01]|1[02468]\.\d\d|2[02]\.\d\d)(?:[.@-]|$)|\b(?:ubuntu-?(?:1[468]|2[02])\.\d\d|centos:?[678]|ubi8|el[78]|rockylinux:8|almalinux:8|oraclelinux:[78])\b|\b(?:bullseye|buster|stretch|jessie|jammy|focal|bionic|xenial|trusty)\b/

export const useraddLog = defineRule({
  id: 'useradd-log',
  aliases: ['DL3046'],
  title: 'Keep high user numbers out of the login logs',
  category: 'size',
  severity: 'warning',
  why: `\`/var/log/lastlog\` and \`faillog\` have a place for each number. On a disk the gap is a hole that takes no room, in a
layer it is written out. Measured with shadow 4.8.1 (Debian 11, Ubuntu 22.04): user 100000 makes a layer of 32 MB, user
1000000 one of 324 MB, user 10000000 one of 3.2 GB; with \`-l\` each has 4 kB. Newer releases (shadow 4.13 in Debian 12) write
nothing, and the rule is silent there.`,
  fixable: 'sometimes',
  fixSafety: 'The user is the same; only the two logs, which nothing in a container reads, have no entry for it.',
  examples: [
    {
      before: 'FROM ubuntu:22.04\nRUN useradd --create-home --uid 1234567 app\n',
      after: 'FROM ubuntu:22.04\nRUN useradd -l --create-home --uid 1234567 app\n',
    },
    {
      before: 'FROM node:20-bullseye\nARG ID=100001\nRUN groupadd app \\\n && useradd \\\n -mu $ID app\n',
      after: 'FROM node:20-bullseye\nARG ID=100001\nRUN groupadd app \\\n && useradd -l \\\n -mu $ID app\n',
    },
  ],
  silent: [
    {
      why: 'the option is there',
      text: 'FROM ubuntu:22.04\nRUN useradd -lm -u 1234567 a && useradd --no-log-init -u 1234567 b\n',
    },
    { why: 'the number is usual', text: 'FROM ubuntu:22.04\nRUN useradd -u 10001 app && useradd -u 65532 b\n' },
    { why: 'it has no number', text: 'FROM ubuntu:22.04\nARG ID\nRUN useradd -m app && useradd -u $ID b\n' },
    { why: 'this release writes nothing', text: 'FROM debian:12\nRUN useradd -u 1234567 app\n' },
    { why: 'this release writes nothing, either', text: 'FROM ubuntu:24.04\nRUN useradd -u 1234567 app\n' },
    { why: 'busybox has no such logs', text: 'FROM alpine:3.22\nRUN adduser -D -u 1234567 app\n' },
    { why: 'nobody knows the base image', text: 'FROM example.com/base:1\nRUN useradd -u 1234567 app\n' },
  ],
  references: [
    'https://docs.docker.com/build/building/best-practices/#user',
    'https://github.com/moby/moby/issues/5419',
  ],
  *check(build) {
    for (const run of runsCalling(build, ['useradd'])) {
      if (!WRITES_LOGS.test(rootReference(run.stage) ?? '')) continue
      for (const call of run.calls) {
        if (call.program !== 'useradd' || hasOption(call, '-l', '--no-log-init')) continue
        const id = numberOf(run, call)
        if (id === undefined || id < HIGH) continue
        const { name } = call
        const at = toSource(run.script.text, name.range).end
        const canEdit = run.script.editable && isContiguous(run.script.text, name.range)
        yield {
          range: toSource(run.script.text, call.command.range),
          message: `The login logs get a place for each of ${id} users: ${sizeFor(id)} in this layer.`,
          fix: canEdit
            ? { title: 'Write no log for the new user', safe: true, edits: [{ start: at, end: at, text: ' -l' }] }
            : undefined,
        }
      }
    }
  },
})

function numberOf(run: RunStep, { args }: Call): number | undefined {
  for (const [i, { text, value }] of args.entries()) {
    const inline = /^(?:--uid=|-u)(?=.)(.*)$/.exec(text)?.[1]
    const isOption = /^-[a-zA-Z]*u$|^--uid$/.test(text)
    const word = isOption
      ? (args[i + 1]?.value ?? args[i + 1]?.text)
      : inline && (value ? inline : text.slice(text.indexOf(inline)))
    const number = word === undefined ? undefined : expand(run.state.variables, word, run.dockerfile.escape)
    if (number !== undefined && /^\d+$/.test(number)) return Number(number)
  }
  return undefined
}

/** 292 bytes of lastlog and 32 of faillog for each number. */
function sizeFor(id: number): string {
  const megabytes = (id * 324) / 1e6
  return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1000).toFixed(1)} GB`
}
