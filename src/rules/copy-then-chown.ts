import { finalStages, type RunStep, runsCalling } from '../build/build.js'
import { type Change, changeOf, isInside, type Put, putsAbove } from '../build/changed-copies.js'
import { createdUsers } from '../build/created-users.js'
import { toSource } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import { changeInCopies, replacementOf } from '../fixes/change-copies.js'
import { remembered } from '../remembered.js'
import { defineRule } from './rule.js'

export const copyThenChown = defineRule({
  id: 'copy-then-chown',
  aliases: [],
  title: 'Set owner and mode in the COPY',
  category: 'size',
  severity: 'warning',
  why: `A layer that changes a file's owner or mode holds the whole file once more. Measured: 50 MB copied and then given away
with \`chown -R\` make an image of 264 MB, with \`COPY --chown\` one of 214 MB. 48 of 64 files of one project do it; others
report 5.4 → 1.6 GiB and 1.34 GB → 736 MB.`,
  fixable: 'sometimes',
  fixSafety: `\`--chmod\` needs BuildKit. Every file has the owner and mode that it had. A folder that was there before the COPY is still given away by a
RUN, alone. \`+x\` becomes mode 755, which git's files have after it unless a checkout used another umask; that fix is never
applied without somebody looking. There is a fix only where nothing but copies has put anything into the folder: no mkdir or
WORKDIR below it, no home of a new user, no package, no image that is not known.`,
  examples: [
    {
      before:
        'FROM node:22\nWORKDIR /app\nCOPY dist ./\nRUN chown -R node:node /app\nUSER node\nCMD ["node", "main.js"]\n',
      after:
        'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node dist ./\nRUN chown node:node /app\nUSER node\nCMD ["node", "main.js"]\n',
    },
    {
      before:
        'FROM debian:12\nRUN useradd app\nCOPY data/ /srv/data/\nRUN chown -R app:app /srv/data && touch /ready\n',
      after: 'FROM debian:12\nRUN useradd app\nCOPY --chown=app:app data/ /srv/data/\nRUN touch /ready\n',
    },
    {
      before:
        'FROM debian:12\nCOPY run.sh stop.sh /usr/local/bin/\nRUN chmod 755 /usr/local/bin/run.sh /usr/local/bin/stop.sh\n',
      after: 'FROM debian:12\nCOPY --chmod=755 run.sh stop.sh /usr/local/bin/\n',
    },
    {
      before: 'FROM debian:12\nADD run.sh /run.sh\nRUN set -ex \\\n    && chmod +x /run.sh\n',
      after: 'FROM debian:12\nADD --chmod=755 run.sh /run.sh\n',
    },
    {
      before: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node:node /app\n',
      after: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node:node /app\n',
    },
  ],
  silent: [
    {
      why: 'the files have gone elsewhere by then',
      text: 'FROM node:22\nCOPY . /tmp/in\nRUN mv /tmp/in/* /usr/bin/ && chown -R node:node /tmp/in\n',
    },
    { why: 'the COPY says it', text: 'FROM node:22\nCOPY --chown=node:node a /srv/a/\n' },
    {
      why: 'nothing was copied there',
      text: 'FROM node:22\nCOPY a.js /srv/a/\nRUN mkdir /data && chown -R node:node /data\n',
    },
    {
      why: 'the folder is given away alone',
      text: 'FROM node:22\nWORKDIR /app\nRUN chown node:node /app\nCOPY --chown=node:node . .\n',
    },
    {
      why: 'only a stage that builds does it',
      text: 'FROM node:22 AS b\nCOPY . /app\nRUN chown -R node /app\nFROM node:22\n',
    },
    { why: 'a part of it is given away', text: 'FROM node:22\nCOPY . /app\nRUN chown -R node:node /app/data\n' },
    {
      why: 'it was changed together with what was there',
      text: 'FROM node:22\nCOPY a.sh /usr/local/bin/\nRUN chmod +x /usr/local/bin/*\n',
    },
    {
      why: 'one of two scripts is made executable',
      text: 'FROM debian:12\nCOPY a.sh b.txt /usr/local/bin/\nRUN chmod +x /usr/local/bin/a.sh\n',
    },
    {
      why: 'the file was written by a RUN',
      text: 'FROM debian:12\nRUN curl -o /usr/local/bin/a https://a/b && chmod +x /usr/local/bin/a\n',
    },
    {
      why: 'a few bytes that another RUN has written to are not worth the work',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node:node /app\n',
      files: { 'package.json': '{}' },
    },
    {
      why: 'a few bytes in a layer that is there anyway',
      text: 'FROM debian:12\nCOPY entrypoint.sh /\nRUN apt-get update && apt-get install -y jq && chmod +x /entrypoint.sh\n',
      files: { 'entrypoint.sh': '#!/bin/sh\n' },
    },
    {
      why: '--chmod does not reach the folders that COPY makes',
      text: 'FROM debian:12 AS certs\nFROM debian:12\nCOPY --from=certs /etc/ssl/certs/ca.crt /tmp/certs/kafka/ca.crt\nRUN chmod -R 777 /tmp/certs/\n',
    },
    { why: 'an archive is unpacked', text: 'FROM debian:12\nADD a.tar.gz /opt/\nRUN chmod 755 /opt/a.tar.gz\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  *check(build) {
    const final = finalStages(build)
    for (const run of runsCalling(build, ['chown', 'chmod'])) {
      if (!final.has(run.stage) || run.isTrigger || run.instruction.flags.length > 0) continue
      const changes = run.calls.flatMap(call => (call.command.item && changeOf(call, run)) ?? [])
      if (changes.length === 0) continue
      const puts = putsAbove(build, run.stage, run.index)
      const replaced = changes.flatMap(change => replacementOf(build, run, change, puts) ?? [])
      const done = new Set(replaced.map(({ change }) => change))
      const calls = new Set(replaced.map(({ change }) => change.call))
      const isAlone = run.calls.every(call => call.program === 'set' || calls.has(call))
      // A fix that saves no layer has to save bytes.
      const letters = changes.filter(isInLetters)
      const left = letters.filter(change => !done.has(change))
      const worth = replaced.filter(
        ({ change }) => (isAlone || !isSmall(change, puts)) && !left.some(other => copiesAnyway(other, change)),
      )
      const fix = worth.length > 0 ? changeInCopies(build, run, worth) : undefined
      const [first] = worth
      if (fix !== undefined && first !== undefined) yield { ...report(run, first.change, [], true), fix }
      for (const change of changes) {
        if (done.has(change) && (fix !== undefined || worth.length === 0)) continue
        if (letters.some(other => copiesAnyway(other, change))) continue
        const doubled = puts.flatMap(put =>
          put !== undefined && isDoubled(change, put) && !isGone(run, change, put) ? put : [],
        )
        // Without a fix it has to be worth somebody's work.
        if (doubled.reduce((sum, { bytes = WORTH_IT }) => sum + bytes, 0) < WORTH_IT) continue
        yield report(run, change, doubled, false)
      }
    }
  },
})

function report(run: RunStep, change: Change, doubled: readonly Put[], hasFix: boolean) {
  const range = toSource(run.script.text, change.call.command.range)
  return { range, message: message(run, change, doubled, hasFix) }
}

/** Bytes. */
const WORTH_IT = 1_000_000
const SMALL = 50_000

/** True for single files that together are known to be small, such as a script to start with. */
function isSmall({ paths }: Change, puts: readonly (Put | undefined)[]): boolean {
  const own = puts.filter(put => put?.targets.some(target => paths.some(path => isInside(target, path))))
  return own.every(put => put?.areFiles && put.bytes !== undefined && put.bytes < SMALL)
}

function message(run: RunStep, change: Change, doubled: readonly Put[], hasFix: boolean): string {
  const { kind, paths, what } = change
  const problem = `This layer holds what was copied to \`${paths[0]}\` once more`
  if (hasFix) return `${problem}: ${kind} copies each file that it changes.`
  const flag = `\`COPY --${kind}=${(kind === 'chmod' ? /^\d+$/ : /^[\w:.-]+$/).test(what) ? what : '…'}\``
  if (kind === 'chown' && /^(?:root|0)(?::(?:root|0))?$/.test(what))
    return `${problem}. What COPY brings is root's anyway, and only what a RUN writes is left to chown.`
  const later = laterUser(run, change, doubled)
  return later === undefined
    ? `${problem}. ${flag} does it at once, and only what a RUN writes is left to ${kind}.`
    : `${problem}. With \`${later}\` created above the COPY, ${flag} does it at once.`
}

/** The user whom files are given to, when a RUN creates it only after they were copied. */
function laterUser(run: RunStep, { kind, what }: Change, [first]: readonly Put[]): string | undefined {
  const name = /^[\w-]+/.exec(what)?.[0]
  if (kind !== 'chown' || name === undefined || first?.step.state.users.some(user => user.name === name))
    return undefined
  const users = [...run.state.users, ...createdUsers(run.script, () => undefined)]
  return users.find(user => user.name === name)?.name
}

/** One in letters, which no COPY takes, copies the same files anyway: half of it would gain nothing. */
function copiesAnyway(other: Change, { kind, paths }: Change): boolean {
  const reaches = (path: string) => other.paths.some(outer => isInside(path, outer) || isInside(outer, path))
  return other.kind !== kind && paths.some(reaches)
}

function isInLetters({ kind, what, isRecursive }: Change): boolean {
  return kind === 'chmod' && isRecursive && !/^\d+$/.test(what)
}

/** True when the same RUN has moved or deleted the files before: `mv /tmp/*.sh /usr/bin && chown -R app /tmp`. */
function isGone({ calls }: RunStep, { call }: Change, { targets }: Put): boolean {
  const before = removalsIn(calls).filter(({ command }) => command.range.end <= call.command.range.start)
  return before.some(({ args }) =>
    args.some(({ text }) => targets.some(target => text === target || text.startsWith(`${target}/`))),
  )
}

const removalsIn = remembered((calls: readonly Call[]): readonly Call[] =>
  calls.filter(({ program }) => program === 'mv' || program === 'rm'),
)

/** True when a folder is changed that a COPY without an owner has filled; --chmod does not reach the folders above it. */
function isDoubled({ isRecursive, paths, kind }: Change, { areFiles, step, targets }: Put): boolean {
  return (
    isRecursive &&
    !areFiles &&
    !step.instruction.flags.some(({ name }) => name === kind) &&
    targets.some(target => paths.some(path => (kind === 'chmod' ? target === path : isInside(target, path))))
  )
}
