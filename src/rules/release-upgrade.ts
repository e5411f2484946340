import { type RunStep, runsCalling } from '../build/build.js'
import { rootReference } from '../build/stage-history.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Fix } from '../fixes/edits.js'
import { SYSTEM_PROGRAMS, type SystemCall, systemCallsOf } from '../package-managers/system-packages.js'
import { defineRule } from './rule.js'

/** Distributions without releases, where this is how packages are brought up to date. */
const ROLLING = /tumbleweed|microos|kali|rolling|parrot|(?:^|[:/-])(?:sid|testing|unstable|rawhide|experimental)\b/i

/** It says what it would do. */
const SIMULATION = /^(?:-s|--(?:simulate|dry-run|just-print|recon|no-act))$/

export const releaseUpgrade = defineRule({
  id: 'release-upgrade',
  aliases: ['DL3005', 'DL3035', 'DS-0024', 'DS024'],
  title: 'Take another base image to move to another release',
  category: 'upkeep',
  severity: 'info',
  why: `These commands may remove packages, and some move the system to another release. The image is then no longer the one that
FROM names, every file that changes is in it twice, and no two builds have the same. A newer tag of the base image gives the same
system, tested and smaller.`,
  fixable: 'sometimes',
  fixSafety: 'Packages are still brought up to date, but none is removed and the release stays.',
  examples: [
    {
      before: 'FROM debian:12 AS build\nRUN apt-get update && apt-get dist-upgrade -y\nFROM scratch\n',
      after: 'FROM debian:12 AS build\nRUN apt-get update && apt-get upgrade -y\nFROM scratch\n',
    },
    {
      before: 'FROM opensuse/leap:15.6\nRUN zypper -n dup && zypper clean --all\n',
      after: 'FROM opensuse/leap:15.6\nRUN zypper -n update && zypper clean --all\n',
    },
    {
      before: 'FROM fedora:41\nRUN dnf -y system-upgrade download --releasever=42\n',
      after: 'FROM fedora:41\nRUN dnf -y system-upgrade download --releasever=42\n',
    },
  ],
  silent: [
    { why: 'it is only asked what there is', text: 'FROM debian:12\nRUN apt-get update && apt-get -s dist-upgrade\n' },
    { why: 'packages stay what they are', text: 'FROM debian:12\nRUN apt-get update && apt-get upgrade -y\n' },
    { why: 'a rolling release has no other way', text: 'FROM opensuse/tumbleweed\nRUN zypper -n dup\n' },
    { why: 'unstable versions need it', text: 'FROM debian:sid\nRUN apt-get update && apt-get dist-upgrade -y\n' },
    { why: 'kali is told to do so', text: 'FROM kalilinux/kali-last-release\nRUN apt-get full-upgrade -y\n' },
    {
      why: 'the file adds sources of its own: other versions are wanted',
      text: 'FROM debian:12\nRUN echo deb http://deb.debian.org/debian bookworm-backports main > /etc/apt/sources.list.d/b.list\nRUN apt-get update && apt-get dist-upgrade -y\n',
    },
    { why: 'nobody knows what the base image is', text: 'FROM example.com/base:1\nRUN apt-get dist-upgrade -y\n' },
    { why: 'a package may have the name', text: 'FROM debian:12\nRUN echo dist-upgrade\n' },
  ],
  references: [
    'https://manpages.debian.org/bookworm/apt/apt-get.8.en.html',
    'https://docs.docker.com/build/building/best-practices/',
  ],
  *check(build) {
    if (/sources\.list|\.sources\b|add-apt-repository|extrepo|addrepo|\bar\s+-/.test(build.dockerfile.text)) return
    for (const run of runsCalling(build, SYSTEM_PROGRAMS)) {
      const { image } = run.stage
      const base = rootReference(run.stage)
      if (
        base === undefined ||
        ROLLING.test(base) ||
        (image.user === undefined && !/(?:^|\/)opensuse\/leap/.test(base))
      )
        continue
      for (const one of systemCallsOf(run)) {
        if (!one.manager.releaseUpgrades.includes(one.verb) || one.call.args.some(({ text }) => SIMULATION.test(text)))
          continue
        yield {
          range: toSource(run.script.text, one.call.command.range),
          message: `\`${one.call.program} ${one.verb}\` ${doing(one)}.`,
          fix: () => fix(run, one),
        }
      }
    }
  },
})

/** Within a release apt only removes more than `upgrade` does; the others lead to the next. */
function doing({ manager }: SystemCall): string {
  if (manager.name === 'apt') return 'may remove packages so that others come up to date'
  return 'may move the system to another release than FROM names'
}

function fix({ script }: RunStep, { manager, call, verbWord }: SystemCall): Fix | undefined {
  const verb = { apt: 'upgrade', zypper: 'update' }[manager.name]
  if (verb === undefined || !script.editable || !isContiguous(script.text, verbWord.range)) return undefined
  const edits = [{ ...toSource(script.text, verbWord.range), text: verb }]
  return { title: `Call \`${call.program} ${verb}\`, which removes nothing`, safe: false, edits }
}
