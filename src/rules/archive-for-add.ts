import { posix } from 'node:path'
import { type Build, type RunStep, runsOfStage, type Step, stepsOf } from '../build/build.js'
import { type Copy, copiesOf } from '../build/copies.js'
import { isForItsFiles } from '../build/quick-commands.js'
import type { Call } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { deleteInstruction } from '../fixes/instruction-edits.js'
import { deleteParts } from '../fixes/shell-edits.js'
import { defineRule } from './rule.js'

export const archiveForAdd = defineRule({
  id: 'archive-for-add',
  aliases: ['DL3010'],
  title: 'Let ADD unpack archives of the context',
  category: 'size',
  severity: 'info',
  why: `An archive that COPY brings stays in its layer, even if a later RUN unpacks and deletes it: the image carries it twice. ADD
unpacks a local tar archive (plain, gzip, bzip2, xz) as it comes in.`,
  fixable: 'sometimes',
  fixSafety: `The same files come to lie in the same folder; the archive itself is in no layer any more. There is a fix only where
tar is called with no other options.`,
  examples: [
    {
      before:
        'FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN mkdir -p /opt/app && tar -xzf /tmp/app.tar.gz -C /opt/app && rm /tmp/app.tar.gz\n',
      after: 'FROM debian:12\nADD app.tar.gz /opt/app/\nRUN mkdir -p /opt/app\n',
    },
    {
      before:
        'FROM debian:12\nWORKDIR /srv\nCOPY site.tar /srv/site.tar\nRUN tar xf site.tar && rm -f site.tar\nCMD ["a"]\n',
      after: 'FROM debian:12\nWORKDIR /srv\nADD site.tar /srv/\nCMD ["a"]\n',
    },
    {
      before: 'FROM debian:12\nCOPY app.tgz /tmp/\nRUN tar -xzf /tmp/app.tgz --strip-components=1 -C /opt\n',
      after: 'FROM debian:12\nCOPY app.tgz /tmp/\nRUN tar -xzf /tmp/app.tgz --strip-components=1 -C /opt\n',
    },
  ],
  silent: [
    { why: 'it is not unpacked here', text: 'FROM debian:12\nCOPY app.tar.gz /srv/\nCMD ["serve", "/srv"]\n' },
    {
      why: 'ADD cannot unpack it',
      text: 'FROM debian:12\nCOPY app.zip /tmp/\nRUN unzip /tmp/app.zip && rm /tmp/app.zip\n',
    },
    {
      why: 'another stage made it',
      text: 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b /a.tar /\nRUN tar xf /a.tar && rm /a.tar\n',
    },
    {
      why: 'the RUN brings it by itself',
      text: 'FROM debian:12\nRUN curl -O https://example.com/a.tar && tar xf a.tar\n',
    },
    {
      why: 'a mount brings it',
      text: 'FROM debian:12\nRUN --mount=source=a.tar,target=/a.tar tar xf /a.tar -C /opt\n',
    },
    {
      why: 'the stage is left behind',
      text: 'FROM a:1 AS b\nCOPY a.tar /\nRUN tar xf /a.tar && make\nFROM c:1\nCOPY --from=b /d /d\n',
    },
    {
      why: 'a small archive of which only some files are wanted',
      text: 'FROM debian:12\nCOPY a.tgz /b/\nRUN cd /b && tar xfvz a.tgz --strip=1 a/c\n',
      files: { 'a.tgz': '' },
    },
    {
      why: 'the image is only there for a file that it makes',
      text: 'FROM debian:12\nCOPY a.tar /\nRUN tar xf /a.tar && rm /a.tar && make -C /a\nCMD sleep 1\n',
    },
    { why: 'a file is added to it', text: 'FROM debian:12\nCOPY a.tar /srv/\nRUN tar -rf /srv/a.tar index.html\n' },
    { why: 'it packs', text: 'FROM debian:12\nCOPY a.tar /\nRUN tar -cf /a.tar /etc\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  *check(build) {
    const kept = build.stages.at(-1)
    if (kept !== undefined && isForItsFiles(kept)) return
    for (const step of stepsOf(build, 'COPY')) {
      const [copy] = copiesOf(step.instruction)
      if (copy === undefined || copy.from !== undefined || step.isTrigger || step.stage !== kept) continue
      for (const source of copy.sources) {
        const path =
          ARCHIVE.test(source.text) && !/[$*?[]/.test(source.text) ? targetOf(step, copy, source.text) : undefined
        const run = runsOfStage(build, step.stage).find(
          one => one.index > step.index && path !== undefined && one.calls.some(call => unpacks(call, path, one)),
        )
        if (path === undefined || run === undefined) continue
        const found = copy.sources.length === 1 ? fix(build, step, copy, run, path) : undefined
        const bytes = build.context?.sizeOf(source.text)
        if (found === undefined && bytes !== undefined && bytes < WORTH_IT) continue
        yield {
          range: source.range,
          message: `The archive stays in the layer of this COPY, beside what is unpacked from it. ${isWhole(run, path) ? 'ADD unpacks it on the way.' : '`RUN --mount=type=bind` would leave none.'}`,
          fix: found,
        }
      }
    }
  },
})

/** Bytes; a mount for less than this is not worth somebody's work. */
const WORTH_IT = 1_000_000

const ARCHIVE = /\.(?:tar(?:\.(?:gz|bz2|xz))?|tgz|tbz2?|txz)$/

/** Where the archive comes to lie. */
function targetOf({ state }: Step, { destination, sources }: Copy, source: string): string | undefined {
  const { text } = destination
  if (/[$"'\\]/.test(text) || (state.workdir === undefined && !posix.isAbsolute(text))) return undefined
  const target = posix.resolve('/', state.workdir ?? '/', text)
  const isFolder =
    sources.length > 1 ||
    /(?:^|\/)\.{0,2}$/.test(text) ||
    target === state.workdir ||
    /^\/(?:opt|root|srv|tmp|usr\/local|usr\/src|var\/tmp)$/.test(target)
  return isFolder ? posix.join(target, posix.basename(source)) : target
}

function folderIn({ state, calls }: RunStep, call: Call): string | undefined {
  const [cd, ...others] = calls.slice(0, calls.indexOf(call)).filter(({ program }) => /^(?:cd|pushd)$/.test(program))
  if (cd === undefined) return state.workdir
  const folder = cd.args[0]?.value
  return others.length === 0 && cd === calls[0] && folder?.startsWith('/') ? posix.normalize(folder) : undefined
}

function absolute(run: RunStep, call: Call, word: ShellWord | undefined): string | undefined {
  const folder = folderIn(run, call)
  if (word?.value === undefined) return undefined
  if (posix.isAbsolute(word.value)) return posix.normalize(word.value)
  return folder === undefined ? undefined : posix.resolve('/', folder, word.value)
}

function unpacks(call: Call, path: string, run: RunStep): boolean {
  if (call.program !== 'tar') return false
  // The first word needs no dash; any other without one is the name of a file.
  if (
    !call.args.some(({ text }, i) =>
      (i === 0 ? /^-?[a-zA-Z]*x[a-zA-Z]*$/ : /^-[a-zA-Z]*x|^--(?:extract|get)$/).test(text),
    )
  )
    return false
  return call.args.some(word => absolute(run, call, word) === path)
}

/** ADD in place of COPY, without the commands that unpack and delete. */
function fix({ dockerfile }: Build, step: Step, { destination }: Copy, run: RunStep, path: string): Fix | undefined {
  const between = step.stage.stage.instructions.slice(step.index + 1, run.index)
  if (between.some(({ keyword }) => !/^(?:ARG|ENV|LABEL|WORKDIR)$/.test(keyword)) || run.instruction.flags.length > 0)
    return undefined
  // Whoever else unpacks owns the files; ADD keeps the owners of the archive, as root does.
  if (run.state.user?.uid !== 0) return undefined
  const tar = run.calls.find(call => unpacks(call, path, run))
  const rm = run.calls.find(call => call.program === 'rm' && call.args.some(word => absolute(run, call, word) === path))
  const folder = tar && plainTarget(run, tar, path)
  const { keywordRange, flags } = step.instruction
  if (tar === undefined || folder === undefined || rm === undefined || flags.length > 0 || !destination.contiguous)
    return undefined
  if (rm.args.some(word => !/^-[rfv]+$/.test(word.text) && absolute(run, rm, word) !== path)) return undefined
  const others = run.calls.filter(call => call !== tar && call !== rm)
  // What stands in front of tar must not care whether its files are there; it makes the folder at most.
  if (run.calls.slice(0, run.calls.indexOf(tar)).some(({ program }) => program !== 'mkdir')) return undefined
  const items = [tar, rm].flatMap(({ command }) => command.item ?? [])
  if (items.length !== 2) return undefined
  const written = run.stage.stage.instructions[run.index] ?? run.instruction
  const rest: readonly Edit[] | undefined =
    others.length === 0 ? [deleteInstruction(dockerfile, written)] : deleteParts({ ...run, dockerfile }, { items })
  if (rest === undefined) return undefined
  const inner = destination.range.end - destination.range.start - destination.text.length === 2 ? 1 : 0
  const isLower = dockerfile.text.charAt(keywordRange.start) === 'c'
  return {
    title: `Unpack into ${folder} with ADD`,
    safe: false,
    edits: [
      { ...keywordRange, text: isLower ? 'add' : 'ADD' },
      { start: destination.range.start + inner, end: destination.range.end - inner, text: folder },
      ...rest,
    ],
  }
}

function isWhole(run: RunStep, path: string): boolean {
  const tar = run.calls.find(call => unpacks(call, path, run))
  return tar !== undefined && plainTarget(run, tar, path) !== undefined
}

/** The folder of `tar -xf archive [-C folder]`, with a slash; undefined when there is more to it. */
function plainTarget(run: RunStep, call: Call, path: string): string | undefined {
  let folder = folderIn(run, call)
  for (let i = 0; i < call.args.length; i++) {
    const word = call.args[i] as ShellWord
    if (/^-C$|^--directory$/.test(word.text)) folder = absolute(run, call, call.args[++i])
    else if (!/^-?[xzjJvfp]+$/.test(word.text) && absolute(run, call, word) !== path) return undefined
  }
  if (folder === undefined || !/^[\w./@+-]+$/.test(folder)) return undefined
  return folder.endsWith('/') ? folder : `${folder}/`
}
