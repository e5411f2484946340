import { type RunStep, runsOf } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import { type Call, hasOption, operandsOf } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import type { Fix } from '../fixes/edits.js'
import { deleteParts } from '../fixes/shell-edits.js'
import { defineRule } from './rule.js'

export const signaturesUnchecked = defineRule({
  id: 'signatures-unchecked',
  aliases: ['CKV2_DOCKER_7', 'CKV2_DOCKER_8', 'CKV2_DOCKER_9', 'CKV2_DOCKER_10', 'CKV2_DOCKER_11'],
  title: 'Check the signatures of packages',
  category: 'security',
  severity: 'warning',
  why: `The signature is all that tells a distribution's package from one that a mirror, a cache or somebody on the way has put
in its place: most mirrors are asked over plain http. Packages run scripts as root when they are installed. Where a repository
is signed with a key that the image lacks, add the key.`,
  fixable: 'sometimes',
  fixSafety: `The same packages are installed if their signatures hold. If one has none, the build stops, so the fix is never
applied without somebody looking.`,
  examples: [
    {
      before:
        'FROM debian:12 AS a\nRUN apt-get update && apt-get install -y --allow-unauthenticated jq\nFROM scratch\n',
      after: 'FROM debian:12 AS a\nRUN apt-get update && apt-get install -y jq\nFROM scratch\n',
    },
    {
      before: 'FROM rockylinux:9\nRUN dnf install -y --nogpgcheck https://example.org/a.rpm\n',
      after: 'FROM rockylinux:9\nRUN dnf install -y --nogpgcheck https://example.org/a.rpm\n',
    },
    {
      before: 'FROM alpine:3.22\nRUN wget https://example.org/glibc.apk && apk add --allow-untrusted glibc.apk\n',
      after: 'FROM alpine:3.22\nRUN wget https://example.org/glibc.apk && apk add --allow-untrusted glibc.apk\n',
    },
  ],
  silent: [
    {
      why: 'the package was built here',
      text: 'FROM alpine:3.22\nCOPY --from=build /out/app.apk /tmp/\nRUN apk add --allow-untrusted /tmp/app.apk\n',
    },
    {
      why: 'the package was there before',
      text: 'FROM alpine:3.22\nCOPY a.apk .\nRUN curl -O https://example.org/b && apk add --allow-untrusted a.apk\n',
    },
    {
      why: 'a checksum says which file it is',
      text: 'FROM alpine:3.22\nRUN wget https://example.org/g.apk && echo "abc  g.apk" | sha256sum -c - && apk add --allow-untrusted g.apk\n',
    },
    {
      why: 'the local package has no signature',
      text: 'FROM rockylinux:9\nCOPY a.rpm /tmp/\nRUN rpm -i --nosignature /tmp/a.rpm\n',
    },
    {
      why: 'it only asks what is in a package',
      text: 'FROM rockylinux:9\nRUN rpm -qp --nosignature https://example.org/a.rpm\n',
    },
    {
      why: 'the check is on',
      text: 'FROM rockylinux:9\nRUN printf "gpgcheck=1\\n" >> /etc/yum.repos.d/a.repo && dnf install -y --setopt=gpgcheck=1 a\n',
    },
    {
      why: 'the key is named',
      text: 'FROM debian:12\nRUN echo "deb [signed-by=/k.gpg] https://example.org/ s main" > /etc/apt/sources.list.d/a.list\n',
    },
    {
      why: 'the keys of an archived release have expired',
      text: 'FROM debian:8\nRUN echo "deb [trusted=yes] http://archive.debian.org/debian jessie main" > /etc/apt/sources.list\n',
    },
    {
      why: 'apt takes nothing from an archived release without it',
      text: 'FROM php:5.6-apache\nRUN echo "deb http://archive.debian.org/debian jessie main" > /etc/apt/sources.list\nRUN apt-get update --allow-unauthenticated && apt-get install -y --allow-unauthenticated unzip\n',
    },
    {
      why: 'the repository is a folder of the image',
      text: 'FROM debian:12\nRUN echo "deb [trusted=yes] file:/repo ./" > /etc/apt/sources.list.d/a.list\n',
    },
  ],
  references: ['https://wiki.debian.org/SecureApt', 'https://docs.docker.com/build/building/best-practices/'],
  *check(build) {
    const isArchived = ARCHIVES.test(build.dockerfile.text)
    for (const run of runsOf(build)) {
      if (run.calls.some(isChecksum)) continue
      let isTold = false
      for (const call of run.calls) {
        const word = uncheckedSignature(call, run.calls)
        const isWritten = /^(?:echo|printf)$/.test(call.program)
        if (word === undefined || (isWritten && isTold) || (isArchived && call.program.startsWith('apt'))) continue
        isTold ||= isWritten
        yield {
          range: toSource(run.script.text, word.range),
          message: 'Whether a package is what its distribution signed is not checked.',
          fix: () => fix(run, call, word),
        }
      }
    }
  },
})

/** Releases that are kept for the record: their keys have expired, and apt refuses what they signed. */
const ARCHIVES = /\b(?:archive\.debian\.org|old-releases\.ubuntu\.com|snapshot\.debian\.org)\b/

/** `sha256sum -c` and its like. */
function isChecksum({ program, args }: Call): boolean {
  return (
    /^(?:sha\d+sum|shasum|b2sum|gpgv?|gpg2)$/.test(program) &&
    args.some(({ text }) => /^-[a-z]*c|^--(?:check|verify)$/.test(text))
  )
}

function uncheckedSignature(call: Call, calls: readonly Call[]): ShellWord | undefined {
  const { program, args } = call
  const find = (pattern: RegExp) => args.find(({ value, text }) => pattern.test(value ?? text))
  switch (program) {
    case 'apk': {
      const word = find(/^--allow-untrusted$/)
      const isMade = () => allLocal(call, file => isFile(file) && !isDownloaded(file, calls))
      return word && args.some(({ text }) => text === 'add') && !isMade() ? word : undefined
    }
    case 'apt':
    case 'apt-get':
      return find(/^--(?:allow-unauthenticated|force-yes)$/) ?? find(/AllowUnauthenticated=(?:1|true|yes)$/i)
    case 'dnf':
    case 'microdnf':
    case 'tdnf':
    case 'yum':
    case 'zypper':
      return allLocal(call, isFile)
        ? undefined
        : (find(/^--(?:nogpgcheck|no-gpg-checks)$/) ?? find(/^(?:--setopt=)?(?:\S+\.)?gpgcheck=(?:0|false|no)$/i))
    case 'rpm':
      return hasOption(call, '-q', '-V', '--query', '--verify', '--import') || allLocal(call, isFile)
        ? undefined
        : find(/^--(?:nosignature|nodigest|nogpgcheck)$/)
    case 'echo':
    case 'printf':
      return (
        find(/(?:^|\n|\\n)gpgcheck ?= ?(?:0|false|no)\b/i) ??
        find(/AllowUnauthenticated\s*"?(?:1|true|yes)\b/i) ??
        trustedRepository(call)
      )
    default:
      return undefined
  }
}

/** `deb [trusted=yes] https://…`, of what lies elsewhere. */
function trustedRepository({ args }: Call): ShellWord | undefined {
  const line = args.map(({ value, text }) => value ?? text).join(' ')
  if (ARCHIVES.test(line)) return undefined
  const isForeign = /\bdeb(?:-src)?\s+\[[^\]]*\btrusted=yes\b[^\]]*\]\s+https?:\/\/(?!localhost|127\.)/.test(line)
  return isForeign ? args.find(({ text }) => text.includes('trusted=yes')) : undefined
}

function allLocal(call: Call, isLocal: (word: ShellWord) => boolean): boolean {
  const verbs = /^(?:add|install|localinstall|reinstall|update|upgrade|in)$/
  const operands = operandsOf(
    call.args,
    new Set(['--root', '-X', '--repository', '-t', '--virtual', '-c', '--setopt']),
  ).filter(({ text }) => !verbs.test(text))
  return operands.length > 0 && operands.every(isLocal)
}

function isFile({ text }: ShellWord): boolean {
  return !/:\/\//.test(text) && /\.(?:apk|rpm)["']?$|^["']?\.{0,2}\//.test(text)
}

/** True for a file that the same RUN fetches; what comes from elsewhere may have been built here. */
function isDownloaded({ text }: ShellWord, calls: readonly Call[]): boolean {
  const name = text.slice(text.lastIndexOf('/') + 1).replace(/["']/g, '')
  return calls.some(
    ({ program, args, command }) =>
      (program === 'curl' || program === 'wget') &&
      (args.some(word => word.text.includes(name)) ||
        command.redirects.some(({ target }) => target?.includes(name) || target === undefined)),
  )
}

function fix(run: RunStep, { program }: Call, word: ShellWord): Fix | undefined {
  if (!program.startsWith('apt') || !/^--/.test(word.text)) return undefined
  const edits = deleteParts(run, { words: [word] })
  return edits && { title: 'Check signatures; the build stops at a package without one', safe: false, edits }
}
