import { type RunStep, runsCalling } from '../build/build.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { type AptCall, aptCallsOf } from '../package-managers/apt.js'
import { defineRule } from './rule.js'

/** What stands for `apt` and its verb, where the two differ. `apt upgrade` installs new dependencies, too. */
const REPLACEMENTS: Readonly<Record<string, readonly [program: string, verb: string]>> = {
  'full-upgrade': ['apt-get', 'dist-upgrade'],
  upgrade: ['apt-get', 'upgrade --with-new-pkgs'],
  search: ['apt-cache', 'search'],
  show: ['apt-cache', 'show'],
  policy: ['apt-cache', 'policy'],
}
const SAME = new Set([
  ...['autoclean', 'autopurge', 'autoremove', 'build-dep', 'changelog', 'clean', 'download', 'install', 'purge'],
  ...['remove', 'satisfy', 'source', 'update'],
])

export const preferAptGet = defineRule({
  id: 'prefer-apt-get',
  aliases: ['DL3027', 'CKV_DOCKER_9'],
  title: 'Call apt-get in scripts',
  category: 'upkeep',
  severity: 'info',
  why: `\`apt\` is made for people at a terminal and says itself that it has no stable command line interface yet. \`apt-get\`
does the same and keeps its options.`,
  fixable: 'sometimes',
  fixSafety: 'apt-get installs the same packages; where a verb differs, the fix takes the one that does the same.',
  examples: [
    {
      before:
        'FROM debian:12\nRUN apt update && apt install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n',
      after:
        'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before: 'FROM debian:12 AS build\nRUN sudo apt full-upgrade -y\nFROM scratch\n',
      after: 'FROM debian:12 AS build\nRUN sudo apt-get dist-upgrade -y\nFROM scratch\n',
    },
  ],
  silent: [
    { why: 'it is apt-get', text: 'FROM debian:12\nRUN apt-get update\n' },
    { why: 'a package may have the name', text: 'FROM alpine:3.22\nRUN apk add --no-cache apt\n' },
    { why: 'it is text', text: 'FROM debian:12\nRUN echo "apt update" && ls /etc/apt\n' },
  ],
  references: [
    'https://manpages.debian.org/bookworm/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS',
  ],
  *check(build) {
    for (const run of runsCalling(build, ['apt'])) {
      const calls = aptCallsOf(run).filter(({ call }) => call.program === 'apt')
      const [first] = calls
      if (first === undefined) continue
      yield {
        range: toSource(run.script.text, first.call.name.range),
        message: 'The command line of `apt` is for people and may change.',
        fix: () => fix(run, calls),
      }
    }
  },
})

/** One fix for all calls of a RUN: they stand side by side. */
function fix({ script }: RunStep, calls: readonly AptCall[]): Fix | undefined {
  if (!script.editable) return undefined
  const edits: Edit[] = []
  for (const { call, verb, verbWord } of calls) {
    const [program, newVerb] = REPLACEMENTS[verb] ?? ['apt-get', verb]
    if (!Object.hasOwn(REPLACEMENTS, verb) && !SAME.has(verb)) return undefined
    if (!isContiguous(script.text, call.name.range) || !isContiguous(script.text, verbWord.range)) return undefined
    if (!call.name.text.endsWith('apt')) return undefined
    const name = toSource(script.text, call.name.range)
    edits.push({ start: name.end - 'apt'.length, end: name.end, text: program })
    if (newVerb !== verb) edits.push({ ...toSource(script.text, verbWord.range), text: newVerb })
  }
  return { title: 'Call apt-get', safe: true, edits }
}
