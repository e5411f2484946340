import { runsOf } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import { type SystemCall, systemCallsOf } from '../package-managers/system-packages.js'
import { defineRule } from './rule.js'

export const unpinnedSystemPackages = defineRule({
  id: 'unpinned-system-packages',
  aliases: ['DL3008', 'DL3018', 'DL3033', 'DL3037', 'DL3041'],
  title: 'Name the version of each package of the system',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `Without a version two builds of one file may install two versions. Most owners do better without: distributions replace
packages by corrected ones and drop the old ones, so that a file with versions stops building within weeks. A base image with a
digest, or a snapshot of the repository, pins all packages at once.`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM debian:12\nRUN apt-get update && apt-get install -y git=1:2.39.5-0+deb12u2 jq\n',
      after: 'FROM debian:12\nRUN apt-get update && apt-get install -y git=1:2.39.5-0+deb12u2 jq\n',
    },
    {
      before: 'FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc\n',
      after: 'FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc\n',
    },
    {
      before: 'FROM fedora:42\nRUN dnf install -y python3-pip\n',
      after: 'FROM fedora:42\nRUN dnf install -y python3-pip\n',
    },
  ],
  silent: [
    { why: 'each has a version', text: 'FROM debian:12\nRUN apt-get install -y jq=1.6-2.1 git/bookworm-backports\n' },
    { why: 'a file has one version', text: 'FROM debian:12\nRUN apt-get install -y ./tool.deb\n' },
    { why: 'a range is a version', text: 'FROM alpine:3.22\nRUN apk add --no-cache "jq~=1.7" git=~2.49\n' },
    {
      why: 'rpm writes it behind a hyphen',
      text: 'FROM fedora:42\nRUN dnf install -y jq-1.7.1 nginx-1:1.26.3-1.fc42\n',
    },
    { why: 'the variable may hold it', text: 'FROM debian:12\nRUN apt-get install -y $PACKAGES jq=${JQ_VERSION}\n' },
    { why: 'a group has no version', text: 'FROM fedora:42\nRUN dnf install -y @development-tools\n' },
    { why: 'nothing is installed', text: 'FROM debian:12\nRUN apt-get remove -y git\n' },
  ],
  references: [
    'https://docs.docker.com/build/building/best-practices/#version-pinning',
    'https://snapshot.debian.org/',
  ],
  *check(build) {
    for (const run of runsOf(build))
      for (const one of systemCallsOf(run)) {
        const names = unpinned(one)
        if (names.length === 0) continue
        const listed = names.slice(0, 3).map(name => `\`${name}\``)
        yield {
          range: toSource(run.script.text, one.call.command.range),
          message: `${listed.join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} may be of another version in the next build; one is written \`${one.manager.versionForm}\`.`,
        }
      }
  },
})

function unpinned({ manager, verb, operands }: SystemCall): readonly string[] {
  if (!manager.installs.includes(verb) || verb === 'groupinstall') return []
  return operands.flatMap(({ value }) => (value === undefined || manager.pinned.test(value) ? [] : value))
}
