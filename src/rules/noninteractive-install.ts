import { type Build, type RunStep, runsCalling } from '../build/build.js'
import { rootReference } from '../build/stage-history.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { LogicalText } from '../documents/logical-text.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { packagesOfBase } from '../package-managers/apt-recommends.js'
import {
  downloadsPackages,
  SYSTEM_PROGRAMS,
  type SystemCall,
  systemCallsOf,
} from '../package-managers/system-packages.js'
import { rememberedFor } from '../remembered.js'
import { defineRule } from './rule.js'

export const noninteractiveInstall = defineRule({
  id: 'noninteractive-install',
  aliases: ['DL3014', 'DL3030', 'DL3034', 'DL3038', 'DS-0021', 'DS021'],
  title: 'Let package managers ask no questions',
  category: 'correctness',
  severity: 'warning',
  why: `In a build nobody answers. A package manager that asks whether to go on gets no answer, takes it for a no and fails.
apt-get asks as soon as it has to install more than what is named: an install that passes today fails when a package gets its
first dependency.`,
  fixable: 'sometimes',
  fixSafety: 'A build that passed does the same as before; one that stopped at the question goes on.',
  examples: [
    {
      before: 'FROM debian:12\nRUN apt-get update && apt-get install --no-install-recommends git\n',
      after: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends git\n',
    },
    {
      before: 'FROM fedora:42\nRUN dnf upgrade && \\\n    dnf install git \\\n      jq && dnf clean all\n',
      after: 'FROM fedora:42\nRUN dnf upgrade -y && \\\n    dnf install -y git \\\n      jq && dnf clean all\n',
    },
    {
      before: 'FROM opensuse/leap:15\nRUN zypper install git && zypper clean\n',
      after: 'FROM opensuse/leap:15\nRUN zypper --non-interactive install git && zypper clean\n',
    },
    {
      before: 'FROM archlinux:base\nRUN pacman -Syu git && rm -rf /var/cache/pacman/pkg/*\n',
      after: 'FROM archlinux:base\nRUN pacman -Syu --noconfirm git && rm -rf /var/cache/pacman/pkg/*\n',
    },
  ],
  silent: [
    { why: 'the image has it', text: 'FROM golang:1.25\nRUN apt-get update && apt-get install make\n' },
    {
      why: 'without a package there is nothing to ask',
      text: 'FROM debian:12\nRUN apt-get autoclean && apt-get purge\n',
    },
    { why: 'it is told', text: 'FROM debian:12\nRUN apt-get -qy install git && apt-get --assume-yes upgrade\n' },
    { why: 'the option stands at the end', text: 'FROM debian:12\nRUN apt-get install git jq -y\n' },
    { why: '`-qq` answers yes, too', text: 'FROM debian:12\nRUN apt-get install -qq git && apt-get -q=2 upgrade\n' },
    { why: 'two `-q` are one `-qq`', text: 'FROM debian:12\nRUN apt-get -q -q install git\n' },
    { why: 'a setting tells it', text: 'FROM debian:12\nRUN apt-get -o APT::Get::Assume-Yes=true install git\n' },
    {
      why: 'a file tells it',
      text: `FROM debian:12\nRUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes\nRUN apt-get install git\n`,
    },
    {
      why: 'a file that is copied may',
      text: 'FROM debian:12\nCOPY apt.conf /etc/apt/apt.conf.d/90build\nRUN apt-get install git\n',
    },
    { why: 'somebody answers', text: 'FROM debian:12\nRUN yes | apt-get install git\n' },
    { why: 'somebody answers from a file', text: 'FROM debian:12\nRUN apt-get install git < /answers\n' },
    { why: 'the variable may hold it', text: 'FROM debian:12\nRUN apt-get ${APT_OPTS} install git\n' },
    { why: 'nothing is changed', text: 'FROM debian:12\nRUN apt-get update && apt-get install --dry-run git\n' },
    { why: 'apk asks nothing', text: 'FROM alpine:3.22\nRUN apk add git\n' },
    { why: 'microdnf of UBI asks nothing', text: 'FROM redhat/ubi9-minimal\nRUN microdnf install findutils\n' },
    { why: 'all of zypper is told', text: 'FROM opensuse/leap:15\nRUN zypper -n in git && zypper in -y jq\n' },
    { why: 'dnf is told', text: 'FROM fedora:42\nRUN dnf install --assumeyes git && dnf makecache\n' },
    { why: 'pacman is told', text: 'FROM archlinux:base\nRUN pacman --noconfirm -S git && pacman -Sy\n' },
    { why: 'it is text', text: 'FROM debian:12\nRUN echo "apt-get install git" > /hint\n' },
    {
      why: 'the name has another meaning here',
      text: "FROM debian:12\nRUN alias apt-get='apt-get -y'; apt-get install git\n",
    },
  ],
  references: [
    'https://manpages.debian.org/bookworm/apt/apt-get.8.en.html',
    'https://dnf.readthedocs.io/en/latest/command_ref.html',
  ],
  *check(build) {
    for (const run of runsCalling(build, SYSTEM_PROGRAMS)) {
      const calls = systemCallsOf(run).filter(one => asks(build, run, one))
      const [first] = calls
      if (first === undefined) continue
      const { manager, call, verb, verbWord } = first
      const what = `\`${call.program} ${manager.name === 'pacman' ? verbWord.text : verb}\``
      const when = questionOf(manager.name, verb)
      yield {
        range: toSource(run.script.text, call.command.range),
        message: `${what} asks before ${when}; in a build it gets no answer and fails.`,
        fix: () => fix(run, calls),
      }
    }
  },
})

/** What it asks before. */
function questionOf(manager: string, verb: string): string {
  if (verb.startsWith('auto')) return 'it removes anything'
  return manager === 'apt' && verb === 'install' ? 'it installs more than what is named' : 'it goes on'
}

function asks({ dockerfile }: Build, run: RunStep, one: SystemCall): boolean {
  const { script } = run
  const { manager, call, verb, operands } = one
  const removes = manager.removes.includes(verb) && (operands.length > 0 || verb.startsWith('auto'))
  if (manager.yes === undefined || !(downloadsPackages(one) || removes)) return false
  const { options, setting } = manager.yes
  if (isInBase(run, one)) return false
  if (call.args.some(word => options.test(word.text) || mayHoldOptions(word.text))) return false
  if (call.args.filter(word => /^(?:-q|--quiet)$/.test(word.text)).length > 1) return false
  if (mentions(dockerfile, setting) || (manager.name === 'apt' && mentions(dockerfile, APT_SETTINGS))) return false
  return !isAnswered(call, script.text.text) && !hasAlias(script.text, call.program)
}

const APT_SETTINGS = /\bapt\.conf|aptitude/
const mentions = rememberedFor(({ text }: Dockerfile, pattern: RegExp): boolean => pattern.test(text))
const hasAlias = rememberedFor(({ text }: LogicalText, program: string): boolean =>
  new RegExp(`\\balias\\b.*${program}`).test(text),
)

/** apt-get asks nothing where it has nothing to do. */
function isInBase({ stage }: RunStep, { manager, operands }: SystemCall): boolean {
  if (manager.name !== 'apt' || operands.length === 0) return false
  const there = packagesOfBase(rootReference(stage) ?? '')
  return operands.every(({ text }) => there.includes(text))
}

function mayHoldOptions(word: string): boolean {
  return /\$\{?\w*(?:ARG|FLAG|OPT|YES)|^\$[@*]|\$\(/i.test(word)
}

/** True when something is piped into a command, or into what it is a part of. */
function isAnswered({ command }: Call, script: string): boolean {
  if (command.redirects.some(({ operator }) => operator.includes('<'))) return true
  const before = script.slice(0, command.range.start).trimEnd()
  if (before.endsWith('|') && !before.endsWith('||')) return true
  return command.item === undefined && /(?<!\|)\|(?!\|)/.test(before)
}

function fix({ script }: RunStep, calls: readonly SystemCall[]): Fix | undefined {
  if (!script.editable) return undefined
  const edits: Edit[] = []
  for (const { manager, call, verbWord } of calls) {
    const { option = '', behind } = manager.yes ?? {}
    const { range } = behind === 'program' ? call.name : verbWord
    if (!isContiguous(script.text, range)) return undefined
    const at = toSource(script.text, range).end
    edits.push({ start: at, end: at, text: ` ${option}` })
  }
  const options = [...new Set(calls.map(({ manager }) => manager.yes?.option))]
  return { title: `Add ${options.map(one => `\`${one}\``).join(' and ')}`, safe: true, edits }
}
