import { posix } from 'node:path'
import { type Build, finalStages, type RunStep, runAt, runsCalling, type Step, stepsOfStage } from '../build/build.js'
import { copiesOf } from '../build/copies.js'
import { expand } from '../build/variables.js'
import { mountsOf } from '../documents/dockerfile/mounts.js'
import { toSource } from '../documents/logical-text.js'
import { type Call, hasOption, operandsOf } from '../documents/shell/calls.js'
import type { Fix } from '../fixes/edits.js'
import { joinRuns } from '../fixes/join-runs.js'
import { defineRule } from './rule.js'

/** Archives of tar are ADD's business, and another rule's. */
const ARCHIVE = /\.(?:7z|apk|deb|iso|jar|msi|rpm|run|whl|zip|zst)$/i
/** ADD unpacks none that it downloads. */
const REMOTE_ARCHIVE = /\.(?:7z|apk|bz2|deb|gz|iso|jar|msi|rpm|run|tar|tbz2?|tgz|txz|whl|xz|zip|zst)$/i

/** A file that a step puts into the image. */
interface Made {
  readonly step: Step
  readonly path: string
}

export const deletedLater = defineRule({
  id: 'deleted-later',
  aliases: [],
  title: 'Delete a file in the RUN that makes it',
  category: 'size',
  severity: 'warning',
  why: `A layer only hides what the layers below it hold: the file is still pulled, stored and readable in every image.
Measured: 50 MB downloaded in one RUN and deleted in the next leave the image 50 MB larger. What is copied in only to be
installed can be shown to the RUN instead: \`RUN --mount=type=bind,source=a.deb,target=/tmp/a.deb dpkg -i /tmp/a.deb\`.`,
  fixable: 'sometimes',
  fixSafety: 'The same commands run in the same order; only the layers, and with them the deleted file, are fewer.',
  examples: [
    {
      before:
        'FROM debian:12\nRUN curl -fsSL -o /tmp/a.tgz https://example.org/a.tgz\nRUN tar xzf /tmp/a.tgz && rm /tmp/a.tgz\n',
      after:
        'FROM debian:12\nRUN curl -fsSL -o /tmp/a.tgz https://example.org/a.tgz \\\n    && tar xzf /tmp/a.tgz && rm /tmp/a.tgz\n',
    },
    {
      before: 'FROM debian:12\nWORKDIR /opt\nCOPY app.zip .\nRUN unzip app.zip && rm -f app.zip\n',
      after: 'FROM debian:12\nWORKDIR /opt\nCOPY app.zip .\nRUN unzip app.zip && rm -f app.zip\n',
    },
  ],
  silent: [
    { why: 'one RUN does both', text: 'FROM debian:12\nRUN curl -o /tmp/a https://a/b && rm /tmp/a\n' },
    {
      why: 'only a stage that builds does it',
      text: 'FROM debian:12 AS b\nRUN wget -O /a https://a/b\nRUN rm /a\nFROM debian:12\n',
    },
    {
      why: 'a small script is downloaded',
      text: 'FROM debian:12\nADD https://sh.rustup.rs /rustup-init\nRUN sh /rustup-init -y && rm /rustup-init\n',
    },
    { why: 'another file is deleted', text: 'FROM debian:12\nRUN wget -O /a https://a/b\nRUN rm /b\n' },
    {
      why: 'a small file of the context is replaced',
      text: 'FROM debian:12\nCOPY setup.sh /\nRUN ./setup.sh && rm /setup.sh\n',
    },
    {
      why: 'the download lies in a mount',
      text: 'FROM debian:12\nRUN --mount=type=cache,target=/dl wget -O /dl/a https://a/b\nRUN rm -f /dl/a\n',
    },
    {
      why: 'ADD unpacks such an archive, which another rule says',
      text: 'FROM debian:12\nCOPY a.tgz /\nRUN tar xf /a.tgz && rm /a.tgz\n',
    },
    { why: 'the name is not known', text: 'FROM debian:12\nARG F\nRUN wget -O /$F https://a/b\nRUN rm /tmp/$F\n' },
  ],
  references: [
    'https://docs.docker.com/build/building/best-practices/#run',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypebind',
  ],
  *check(build) {
    if (runsCalling(build, ['rm']).length === 0) return
    const final = finalStages(build)
    const made = new Map<string, Made>()
    for (const step of [...final].toReversed().flatMap(stepsOfStage)) {
      const run = runAt(build, step.instruction)
      for (const call of run && !run.isTrigger && made.size > 0 ? run.calls : []) {
        if (run === undefined || call.program !== 'rm') continue
        const paths = operandsOf(call.args, new Set()).flatMap(({ text, value }) => resolved(run, value ?? text) ?? [])
        const gone = paths.map(path => made.get(path)).find(Boolean)
        if (gone === undefined) continue
        yield {
          range: toSource(run.script.text, call.command.range),
          message: `\`${gone.path}\` stays in the image: the layer of line ${gone.step.instruction.startLine} holds it.`,
          fix: () => fix(build, gone, run),
        }
        for (const path of paths) made.delete(path)
        break
      }
      for (const one of madeBy(step, run, build.dockerfile.escape)) made.set(one.path, one)
    }
  },
})

/** Nobody calls more programs in one RUN; looking at each pair costs time that grows with their square. */
const MOST = 300
/** More RUNs than that were kept apart on purpose. */
const FEW = 5

/** Only RUNs that stand below each other become one. */
function fix(build: Build, { step }: Made, run: RunStep): Fix | undefined {
  if (step.stage !== run.stage || run.index - step.index >= FEW) return undefined
  const between = run.stage.stage.instructions.slice(step.index, run.index + 1)
  const together = between.flatMap(instruction => runAt(build, instruction) ?? [])
  if (together.length !== between.length) return undefined
  const edits = joinRuns(together)
  return edits && { title: 'Make and delete it in one RUN', safe: true, edits }
}

/** The files that a step downloads, and the archives that it copies. */
function madeBy(step: Step, run: RunStep | undefined, escape: '\\' | '`'): readonly Made[] {
  if (step.isTrigger) return []
  if (run !== undefined && run.calls.length > MOST) return []
  const names = run ? run.calls.flatMap(call => downloaded(call, run) ?? []) : copied(step, escape)
  const mounts = mountsOf(step.instruction).flatMap(({ target }) => target ?? [])
  return names.filter(path => !mounts.some(target => path.startsWith(target))).map(path => ({ step, path }))
}

/** A downloaded file lies where the RUN began unless something went to another folder. */
function downloaded(call: Call, run: RunStep): string | undefined {
  const address = call.args.find(({ text }) => /^["']?(?:https?|ftp):\/\//.test(text))
  if (address === undefined || call.command.redirects.length > 0) return undefined
  const lastName = posix.basename((address.value ?? '').replace(/[?#].*$/, ''))
  const name = outputOf(call, lastName)
  const isMoved = run.calls.some(
    ({ program, command }) => /^(?:cd|pushd|rm|mv)$/.test(program) && command.range.start < call.command.range.start,
  )
  if (!name || name === '-' || (isMoved && !posix.isAbsolute(name))) return undefined
  if (
    run.calls.some(
      other =>
        other.command.range.start > call.command.range.start &&
        /^(?:rm|mv)$/.test(other.program) &&
        other.args.some(({ text }) => text.includes(posix.basename(name))),
    )
  )
    return undefined
  return resolved(run, name)
}

function outputOf(call: Call, lastName: string): string | undefined {
  if (call.program === 'curl') {
    if (hasOption(call, '-O', '--remote-name')) return lastName
    return valueBehind(call, /^-[a-zA-Z]*o$|^--output$/)
  }
  if (call.program !== 'wget') return undefined
  const written = valueBehind(call, /^-[a-zA-Z]*O$|^--output-document$/)
  if (written !== undefined || call.args.some(({ text }) => /^-[a-zA-Z]*O|^--output-document/.test(text)))
    return written
  const folder = valueBehind(call, /^-[a-zA-Z]*P$|^--directory-prefix$/)
  return folder === undefined ? lastName : posix.join(folder, lastName)
}

function valueBehind({ args }: Call, option: RegExp): string | undefined {
  const at = args.findIndex(({ text }) => option.test(text))
  return at === -1 ? undefined : (args[at + 1]?.value ?? args[at + 1]?.text)
}

/** Archives that COPY brings or ADD downloads; a small script that is deleted costs nothing. */
function copied(step: Step, escape: '\\' | '`'): readonly string[] {
  return copiesOf(step.instruction).flatMap(({ sources, destination, from }) => {
    const isAdd = step.instruction.keyword === 'ADD'
    return sources.flatMap(({ text }) => {
      const source = expand(step.state.variables, text, escape) ?? ''
      const isArchive = isAdd ? /^https?:\/\//.test(source) && REMOTE_ARCHIVE.test(source) : ARCHIVE.test(source)
      if (from !== undefined || !isArchive || /[*?]/.test(source)) return []
      const place = expand(step.state.variables, destination.text, escape)
      if (place === undefined) return []
      const isFolder = sources.length > 1 || /(?:^|\/)\.{0,2}$/.test(place) || /^\/tmp$/.test(place)
      return resolved(step, isFolder ? posix.join(place, posix.basename(source)) : place) ?? []
    })
  })
}

function resolved({ state: { workdir, variables } }: Step, path: string): string | undefined {
  const known = path.includes('$') ? expand(variables, path, '\\') : path
  if (!known || /[*?[]/.test(known) || (workdir === undefined && !posix.isAbsolute(known))) return undefined
  return posix.resolve('/', workdir ?? '', known)
}
