import { finalStages, type RunStep, runsOf } from '../build/build.js'
import { meet } from '../build/context-copies.js'
import { toSource } from '../documents/logical-text.js'
import { fetchNoIndex } from '../fixes/apk-index.js'
import { appendLast, asRoot } from '../fixes/append-last.js'
import type { Fix } from '../fixes/edits.js'
import { placedMounts } from '../package-managers/cache-uses.js'
import { isCleaned, startOfCleaning } from '../package-managers/system-cleaning.js'
import { downloadsPackages, type SystemCall, systemCallsOf } from '../package-managers/system-packages.js'
import { defineRule, type Problem } from './rule.js'

export const systemCacheLeft = defineRule({
  id: 'system-cache-left',
  aliases: [
    ...['DL3019', 'DL3032', 'DL3036', 'DL3040', 'DS-0015', 'DS015', 'DS-0019', 'DS019', 'DS-0020', 'DS020'],
    ...['DS-0025', 'DS025', 'DS-0027', 'DS027'],
  ],
  title: 'Remove what the package manager downloaded in the same RUN',
  category: 'size',
  severity: 'warning',
  why: `dnf, yum, zypper, pacman and apk keep the lists of their repositories, and some of them the packages. In an image nobody
uses them again: they are out of date soon, and a later RUN that removes them leaves them in the layer below.`,
  fixable: 'sometimes',
  fixSafety: 'The same packages are installed; only lists and downloads are no longer in the image.',
  examples: [
    {
      before: 'FROM fedora:42\nRUN dnf install -y git\n',
      after: 'FROM fedora:42\nRUN dnf install -y git && dnf clean all\n',
    },
    {
      before: 'FROM redhat/ubi9-minimal\nRUN microdnf install -y \\\n      git \\\n && git --version\n',
      after:
        'FROM redhat/ubi9-minimal\nRUN microdnf install -y \\\n      git \\\n && git --version \\\n && microdnf clean all\n',
    },
    {
      before: 'FROM alpine:3.22\nRUN apk add --update --virtual .build gcc\n',
      after: 'FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc\n',
    },
    {
      before: 'FROM alpine:3.22\nRUN apk update && \\\n    apk upgrade && \\\n    apk add git\n',
      after: 'FROM alpine:3.22\nRUN apk upgrade --no-cache && \\\n    apk add --no-cache git\n',
    },
    {
      before: 'FROM alpine:3.22\nRUN apk update\nRUN apk add git\n',
      after: 'FROM alpine:3.22\nRUN apk add --no-cache git\n',
    },
    {
      before: 'FROM opensuse/leap:15.6\nRUN zypper -n install git\n',
      after: 'FROM opensuse/leap:15.6\nRUN zypper -n install git && zypper clean --all\n',
    },
    {
      before: 'FROM archlinux:base\nRUN pacman -Syu --noconfirm git\n',
      after: 'FROM archlinux:base\nRUN pacman -Syu --noconfirm git && rm -rf /var/cache/pacman/pkg/*\n',
    },
    {
      before: 'FROM centos:7\nRUN yum clean all && yum install -y git\n',
      after: 'FROM centos:7\nRUN yum clean all && yum install -y git && yum clean all\n',
    },
  ],
  silent: [
    { why: 'it is removed', text: 'FROM fedora:42\nRUN dnf install -y git && dnf clean all\n' },
    { why: 'the other name cleans the same', text: 'FROM rockylinux:9\nRUN dnf install -y git && yum -y clean all\n' },
    { why: 'its folder is removed', text: 'FROM centos:7\nRUN yum install -y git && rm -rf /var/cache/yum\n' },
    { why: 'all caches are removed', text: 'FROM fedora:42\nRUN dnf install -y git; rm -rf /tmp/* /var/cache/*\n' },
    {
      why: 'it lies in a mount',
      text: 'FROM fedora:42\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y git\n',
    },
    {
      why: 'a stage that only builds does not weigh in the image',
      text: 'FROM fedora:42 AS build\nRUN dnf install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n',
    },
    {
      why: 'it installs into another root',
      text: 'FROM fedora:42\nRUN dnf install -y --installroot /mnt --releasever 42 bash\n',
    },
    { why: 'apk keeps nothing', text: 'FROM alpine:3.22\nRUN apk --no-cache add git && apk add --no-cache jq\n' },
    {
      why: 'without network apk fetches no index',
      text: 'FROM alpine:3.22\nRUN apk add --no-cache gcc && apk add --no-network --virtual .run musl\n',
    },
    {
      why: 'its index is removed at the end, not only at first',
      text: 'FROM alpine:3.22\nRUN rm -rf /var/cache/apk/* && apk add -U git && rm -rf /var/cache/apk/*\n',
    },
    { why: 'its index is removed', text: 'FROM alpine:3.22\nRUN apk add -U git && rm -rf /var/cache/apk/*\n' },
    {
      why: 'the index lies in a mount',
      text: 'FROM alpine:3.22\nRUN --mount=type=cache,target=/var/cache/apk ln -s /var/cache/apk /etc/apk/cache && apk add git\n',
    },
    { why: 'nothing is installed', text: 'FROM alpine:3.22\nRUN apk del git && apk info\n' },
    { why: 'apt has a rule of its own', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y git\n' },
    {
      why: 'a script cleans up',
      text: 'FROM fedora:42\nCOPY cleanup.sh /\nRUN dnf install -y git && /cleanup.sh\n',
    },
    { why: 'a trap cleans up', text: "FROM fedora:42\nRUN trap 'dnf clean all' EXIT; dnf install -y git\n" },
    {
      why: 'the image has its cache elsewhere',
      text: 'FROM fedora:42\nRUN dnf install -y --setopt=cachedir=/dev/shm git\n',
    },
    {
      why: 'the script has moved it before',
      text: 'FROM fedora:42\nRUN ln -s /dev/shm /var/cache/libdnf5 && dnf install -y git\n',
    },
    {
      why: 'it is removed behind the last install',
      text: 'FROM centos:7\nRUN yum install -y epel-release && yum clean metadata && yum install -y git && yum -y clean all\n',
    },
    { why: 'the variable may hold it', text: 'FROM alpine:3.22\nRUN apk add ${APK_FLAGS} git\n' },
  ],
  references: [
    'https://docs.docker.com/build/building/best-practices/#run',
    'https://dnf.readthedocs.io/en/latest/command_ref.html#clean-command',
    'https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk.8.scd',
  ],
  *check(build) {
    const final = finalStages(build)
    const runs = runsOf(build).filter(run => final.has(run.stage))
    for (const run of runs) {
      const left = systemCallsOf(run).find(one => leaves(run, one))
      if (left === undefined || isCleaned(run, left, leaves)) continue
      yield {
        range: toSource(run.script.text, left.call.command.range),
        message: `What \`${left.call.program}\` downloads to install packages stays in this layer of the image.`,
        fix: () => cleanUp(run, left),
      }
    }
    yield* ofApk(runs)
  },
})

const UNCERTAIN = /^--(?:installroot|root|cache-?dir|pkg-cache-dir)|cachedir|\$\{?\w*(?:ARG|FLAG|OPT)/i

function leaves(run: RunStep, one: SystemCall): boolean {
  const { manager, call } = one
  if (manager.name === 'apt' || manager.name === 'apk' || !downloadsPackages(one)) return false
  return !call.args.some(({ text }) => UNCERTAIN.test(text)) && !isMounted(run, manager.cacheFolders)
}

function isMounted(run: RunStep, folders: readonly string[]): boolean {
  const mounts = placedMounts(run).filter(({ type }) => type === 'cache' || type === 'tmpfs')
  return mounts.some(({ path }) => path === undefined || folders.some(folder => meet(path, folder)))
}

function cleanUp(run: RunStep, { manager, call }: SystemCall): Fix | undefined {
  const command = asRoot(run, [call], manager.cleanCommand)
  const edit = appendLast(run, command)
  return edit && { title: `Call \`${command}\` at the end`, safe: true, edits: [edit] }
}

/** apk is told to keep no index in the first place. What one RUN has fetched others may use: then all change together. */
function* ofApk(runs: readonly RunStep[]): Iterable<Problem> {
  if (runs[0]?.dockerfile.text.includes('/etc/apk/cache')) return
  const leaving = runs.filter(run => apkCalls(run).some(keepsIndex) && !removesIndex(run))
  const updates = runs.some(run => apkCalls(run).some(({ verb }) => verb === 'update'))
  for (const group of updates ? [leaving] : leaving.map(run => [run])) {
    const [first] = group
    const left = first && apkCalls(first).find(keepsIndex)
    if (first === undefined || left === undefined || isMounted(first, left.manager.cacheFolders)) continue
    yield {
      range: toSource(first.script.text, left.call.command.range),
      message: `\`apk ${left.verb}\` without \`--no-cache\` leaves the package index in this layer of the image.`,
      fix: () => fetchNoIndex(updates ? runs : group),
    }
  }
}

function removesIndex(run: RunStep): boolean {
  return run.script.text.text.slice(startOfCleaning(run, isApk)).includes('/var/cache')
}

function isApk(one: SystemCall): boolean {
  return one.manager.name === 'apk' && keepsIndex(one)
}

function apkCalls(run: RunStep): readonly SystemCall[] {
  return systemCallsOf(run).filter(({ manager }) => manager.name === 'apk')
}

function keepsIndex(one: SystemCall): boolean {
  const isTold = one.call.args.some(
    ({ text }) => /^--no-(?:cache|network)$/.test(text) || /^-p$/.test(text) || UNCERTAIN.test(text),
  )
  return downloadsPackages(one) && !isTold
}
