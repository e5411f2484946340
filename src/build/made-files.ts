import { posix } from 'node:path'
import { mountsOf } from '../documents/dockerfile/mounts.js'
import { type Call, hasOption } from '../documents/shell/calls.js'
import type { RunStep, Step } from './build.js'
import { copiesOf } from './copies.js'
import { expand } from './variables.js'

/** Archives of tar are ADD's business, and another rule's. */
const ARCHIVE = /\.(?:7z|apk|deb|iso|jar|msi|rpm|run|whl|zip|zst)$/i
/** ADD unpacks none that it downloads, and COPY none that another stage has made. */
const REMOTE_ARCHIVE = /\.(?:7z|apk|bz2|deb|gz|iso|jar|msi|rpm|run|tar|tbz2?|tgz|txz|whl|xz|zip|zst)$/i

/** What a step puts into the image, and is worth to be kept out of it. */
export interface Made {
  readonly step: Step
  /** Absolute. */
  readonly path: string
  /** By its name it is a folder, or a program: `rm -r` tells. */
  readonly mayBeFolder: boolean
}

/** Nobody calls more programs in one RUN; looking at each pair costs time that grows with their square. */
const MOST = 300

/** The files that a step downloads, the archives that it copies, and the folders that it copies from another stage. */
export function madeBy(step: Step, run: RunStep | undefined, escape: '\\' | '`'): readonly Made[] {
  if (step.isTrigger) return []
  if (run === undefined) return copied(step, escape)
  if (run.calls.length > MOST) return []
  const mounts = mountsOf(step.instruction).flatMap(({ target }) => target ?? [])
  const paths = run.calls.flatMap(call => downloaded(call, run) ?? [])
  return paths
    .filter(path => !mounts.some(target => path.startsWith(target)))
    .map(path => ({ step, path, mayBeFolder: false }))
}

/** The path that a word stands for; undefined where it cannot be known, or stands for several. */
export function pathFrom(folder: string | undefined, { state }: Step, word: string): string | undefined {
  const known = word.includes('$') ? expand(state.variables, word, '\\') : word
  if (!known || /[*?[]/.test(known) || (folder === undefined && !posix.isAbsolute(known))) return undefined
  return posix.resolve('/', folder ?? '', known)
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
  return pathFrom(run.state.workdir, run, name)
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

/** What COPY brings or ADD downloads; a small script that is deleted costs nothing. */
function copied(step: Step, escape: '\\' | '`'): readonly Made[] {
  return copiesOf(step.instruction).flatMap(({ sources, destination, from }) => {
    const isAdd = step.instruction.keyword === 'ADD'
    const place = expand(step.state.variables, destination.text, escape)
    return sources.flatMap(({ text }) => {
      const source = expand(step.state.variables, text, escape) ?? text
      if (place === undefined || /[*?]/.test(source)) return []
      const isRemote = isAdd ? /^https?:\/\//.test(source) : from !== undefined
      const isArchive = (isRemote ? REMOTE_ARCHIVE : ARCHIVE).test(source) && (isRemote || !isAdd)
      const mayBeFolder = !isAdd && from !== undefined && /(?:^|\/)[^./$}]+\/?$/.test(source)
      if (!isArchive && !mayBeFolder) return []
      const isInside = sources.length > 1 || /(?:^|\/)\.{0,2}$/.test(place) || /^\/tmp$/.test(place)
      // Of a folder the contents are copied.
      const target = isInside && isArchive ? posix.join(place, posix.basename(source)) : place
      const path = pathFrom(step.state.workdir, step, target)
      return path === undefined ? [] : { step, path, mayBeFolder }
    })
  })
}
