import { posix } from 'node:path'
import { type Build, finalStages, type RunStep, runsOf } from '../build/build.js'
import {
  type Change,
  changeOf,
  isInside,
  isStandard,
  isThere,
  type Put,
  putsAbove,
  putsInto,
} from '../build/changed-copies.js'
import { isIndependent } from '../build/independent.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import { ownerFlag } from '../fixes/copy-owner.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { deleteInstruction } from '../fixes/instruction-edits.js'
import { deleteParts } from '../fixes/shell-edits.js'
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
  fixSafety: `Every file has the owner and mode that it had. A folder that was there before the COPY is still given away by a
RUN, alone. \`+x\` becomes mode 755, which git's files have after it unless a checkout used another umask; that fix is never
applied without somebody looking.`,
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
      before: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node:node /app\n',
      after: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node:node /app\n',
    },
  ],
  silent: [
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
    { why: 'an archive is unpacked', text: 'FROM debian:12\nADD a.tar.gz /opt/\nRUN chmod 755 /opt/a.tar.gz\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  *check(build) {
    const final = finalStages(build)
    for (const run of runsOf(build)) {
      if (!final.has(run.stage) || run.isTrigger || run.instruction.flags.length > 0) continue
      for (const call of run.calls) {
        const change = changeOf(call, run)
        if (change === undefined || call.command.item === undefined) continue
        const puts = putsAbove(build, run.stage, run.index)
        const fix = fixOf(build, run, change, puts)
        if (fix === undefined && !doubles(change, puts)) continue
        yield {
          range: toSource(run.script.text, call.command.range),
          message: `This layer holds what was copied to \`${change.paths[0]}\` once more: ${change.kind} copies each file that it changes.`,
          fix,
        }
      }
    }
  },
})

/** True when a folder is changed that a COPY without an owner has filled. */
function doubles({ isRecursive, paths, kind }: Change, puts: readonly (Put | undefined)[]): boolean {
  return (
    isRecursive &&
    puts.some(
      put =>
        put &&
        !put.areFiles &&
        !put.step.instruction.flags.some(({ name }) => name === kind) &&
        put.targets.some(target => paths.some(path => isInside(target, path))),
    )
  )
}

function fixOf(build: Build, run: RunStep, change: Change, puts: readonly (Put | undefined)[]): Fix | undefined {
  const { call, paths, kind } = change
  const item = call.command.item
  const copies = putsInto(puts, paths)
  if (item === undefined || copies === undefined || copies.length === 0) return undefined
  if (!copies.every(put => fits(change, put)) || !isUndisturbed(build, run, change, copies)) return undefined
  const edits: Edit[] = []
  for (const { step } of copies) {
    const flag = ownerFlag(kind, change.what, step, run)
    const at = step.instruction.keywordRange.end
    if (flag === undefined) return undefined
    edits.push({ start: at, end: at, text: ` ${flag}` })
  }
  const kept = change.isRecursive ? paths.filter(path => copies.some(({ step }) => isThere(path, step))) : []
  if (kept.some(isStandard) || (kept.length > 0 && kept.length < paths.length)) return undefined
  const rest = kept.length > 0 ? withoutRecursion(run, change) : withoutCall(build, run, change)
  if (rest === undefined) return undefined
  const safe = kind === 'chown' || /^\d+$/.test(change.what)
  return { title: titleOf(change, kept.length > 0), safe, edits: [...edits, ...rest] }
}

function titleOf({ kind, what }: Change, keepsFolder: boolean): string {
  const flag = `Use COPY --${kind}`
  if (kind === 'chmod' && !/^\d/.test(what)) return `${flag}=755, which is what ${what} makes of git's files`
  return keepsFolder ? `${flag}, and give away the folder alone` : flag
}

/** True when the flag on the COPY changes these paths and no others. */
function fits({ kind, isRecursive, paths }: Change, { step, targets, areFiles }: Put): boolean {
  const { flags } = step.instruction
  if (flags.some(({ name }) => name === kind || name === 'link' || name === 'exclude' || name === 'parents'))
    return false
  if (
    !targets.every(
      target => isThere(posix.dirname(target), step) || paths.some(path => isInside(posix.dirname(target), path)),
    )
  )
    return false
  if (areFiles)
    return targets.every(target => (isRecursive ? paths.some(path => isInside(target, path)) : paths.includes(target)))
  return isRecursive && kind === 'chown'
}

/** True when nothing between the copies and the change makes, reads or changes files there. */
function isUndisturbed(
  build: Build,
  run: RunStep,
  { paths, call, isRecursive }: Change,
  copies: readonly Put[],
): boolean {
  const first = isRecursive ? 0 : Math.min(...copies.map(({ step }) => step.index))
  if (run.stage.parent && isRecursive) return false
  const readable = runsOf(build).filter(({ stage }) => stage === run.stage)
  const between = run.stage.stage.instructions.slice(first, run.index)
  if (between.some(one => one.keyword === 'RUN' && !readable.some(({ instruction }) => instruction === one)))
    return false
  return readable.every(other => {
    if (other.index < first || other.index > run.index) return true
    const ground = { folder: other.state.workdir, copied: paths }
    return (
      other.script.editable &&
      other.script.commands.every(command => {
        if (other === run && command.range.start >= call.command.range.start) return true
        return isIndependent(
          command,
          other.calls.find(one => one.command === command),
          ground,
        )
      })
    )
  })
}

function withoutRecursion(run: RunStep, { call, paths, kind }: Change): readonly Edit[] | undefined {
  const [option, ...more] = call.args.filter(({ text }) => /^-[Rcvf]*R[Rcvf]*$|^--recursive$/.test(text))
  if (option === undefined || more.length > 0 || paths.length > 1 || kind === 'chmod') return undefined
  if (option.text !== '-R' && option.text !== '--recursive') return undefined
  return deleteParts(run, { words: [option] })
}

function withoutCall(build: Build, run: RunStep, { call }: Change): readonly Edit[] | undefined {
  const { item, range } = call.command
  if (
    item === undefined ||
    !isContiguous(run.script.text, call.name.range) ||
    !run.script.editable ||
    range === undefined
  )
    return undefined
  const isAll = run.script.commands.length === 1 && run.instruction.heredocs.length === 0
  return isAll ? [deleteInstruction(build.dockerfile, run.instruction)] : deleteParts(run, { items: [item] })
}
