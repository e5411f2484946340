import { posix } from 'node:path'
import { type Build, type Step, stepsOf } from '../build/build.js'
import { type Copy, copiesOf } from '../build/copies.js'
import { historyOf, rootReference } from '../build/stage-history.js'
import { scriptOf } from '../build/state.js'
import { expand } from '../build/variables.js'
import { familiarName, parseImageReference } from '../documents/dockerfile/image-reference.js'
import { callsOf } from '../documents/shell/calls.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const copyIntoFolder = defineRule({
  id: 'copy-into-folder',
  aliases: ['DL3021', 'DS-0011', 'DS011'],
  title: 'End the folder that several files go to with a slash',
  category: 'correctness',
  severity: 'error',
  why: `Where the target of a COPY is no folder yet and has no slash at its end, BuildKit makes a file of it. Each source overwrites
the one before without a word: \`COPY a.txt b.txt /data\` leaves one file, \`/data\`, with the text of b.txt.`,
  fixable: 'sometimes',
  fixSafety: 'All files come to lie in the folder, as meant. Where the folder was there already nothing changes.',
  examples: [
    {
      before: 'FROM node:22\nCOPY package.json package-lock.json /app\nWORKDIR /app\n',
      after: 'FROM node:22\nCOPY package.json package-lock.json /app/\nWORKDIR /app\n',
    },
    {
      before: 'FROM node:22\nWORKDIR /srv\nCOPY --chown=node ["a.txt", "b.txt", "data"]\n',
      after: 'FROM node:22\nWORKDIR /srv\nCOPY --chown=node ["a.txt", "b.txt", "data/"]\n',
    },
    {
      before: 'FROM node:22\nCOPY package*.json /app\n',
      after: 'FROM node:22\nCOPY package*.json /app/\n',
      files: { 'package.json': '{}', 'package-lock.json': '{}' },
    },
  ],
  silent: [
    { why: 'there is a slash', text: 'FROM node:22\nCOPY a.txt b.txt /data/\nCOPY a.txt b.txt ./\n' },
    { why: 'dots are folders', text: 'FROM node:22\nWORKDIR /a\nCOPY a.txt b.txt .\nCOPY a.txt b.txt lib/..\n' },
    { why: 'WORKDIR made the folder', text: 'FROM node:22\nWORKDIR /data\nCOPY a.txt b.txt /data\n' },
    { why: 'a command made the folder', text: 'FROM a:1\nRUN mkdir -p /data/in\nCOPY a.txt b.txt /data\n' },
    { why: 'a copy made the folder', text: 'FROM a:1\nCOPY c.txt /data/\nCOPY a.txt b.txt /data\n' },
    { why: 'every image has it', text: 'FROM a:1\nCOPY a.sh b.sh /usr/local/bin\nCOPY a.txt b.txt /tmp\n' },
    { why: 'it is one file', text: 'FROM node:22\nCOPY package.json /app\n' },
    { why: 'folders make a folder', text: 'FROM a:1\nCOPY lib src /data\n', files: { 'lib/a': '', 'src/b': '' } },
    { why: 'a variable may end with a slash', text: 'FROM a:1\nARG TO\nCOPY a.txt b.txt $TO\n' },
    { why: 'a script may have made it', text: 'FROM a:1\nCOPY setup.sh /\nRUN sh /setup.sh\nCOPY a.txt b.txt /data\n' },
    { why: 'it may be in the base image', text: 'FROM example.com/base:1\nCOPY a.txt b.txt /opt/app\n' },
    { why: 'nobody knows the base image', text: 'FROM example.com/base:1\nCOPY a.txt b.txt /app\n' },
    { why: 'the image of a service has it', text: 'FROM postgres:17\nCOPY a.sql b.sql /docker-entrypoint-initdb.d\n' },
    { why: 'the image of a language has it', text: 'FROM node:22\nCOPY a.js b.js /home/node\n' },
    { why: 'a variable names what is made', text: 'FROM a:1\nENV TO=/app\nRUN mkdir -p $TO\nCOPY a.txt b.txt $TO\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  *check(build) {
    for (const step of stepsOf(build, 'COPY', 'ADD'))
      for (const copy of copiesOf(step.instruction)) {
        const { escape } = build.dockerfile
        const target = expand(step.state.variables, copy.destination.text, escape)
        if (target === undefined || step.isTrigger || /(?:^|\/)\.{0,2}$/.test(target)) continue
        if (!takesSeveralFiles(build, step, copy) || mayBeFolder(build, step, target)) continue
        yield {
          range: copy.destination.range,
          message: 'This becomes a file, not a folder: each source overwrites the one before.',
          fix: () => fix(copy),
        }
      }
  },
})

/** True when two or more sources are surely files. */
function takesSeveralFiles({ context, dockerfile }: Build, step: Step, { sources, from, instruction }: Copy): boolean {
  if (instruction.flags.some(({ name }) => name === 'parents')) return false
  const paths = sources.map(({ text }) => expand(step.state.variables, text, dockerfile.escape))
  if (paths.some(path => path === undefined || /:\/\/|^git@/.test(path))) return false
  const known = from === undefined ? context : undefined
  const files = paths.flatMap((path = '') => {
    if (!/[*?[\\]/.test(path)) return (known ? known.kindOf(path) === 'file' : isFileName(path)) ? [path] : []
    const matches = path.includes('\\') ? [] : (known?.matching(path) ?? [])
    return matches.filter(match => known?.kindOf(match) === 'file')
  })
  return (
    new Set(files.map(file => posix.normalize(`/${file}`))).size > 1 &&
    !(instruction.keyword === 'ADD' && files.some(isArchive))
  )
}

function isFileName(path: string): boolean {
  return /[^/.][^/]*\.[a-z]\w{0,4}$|(?:^|\/)\.\w+$/i.test(path) && !path.endsWith('.d')
}

function isArchive(path: string): boolean {
  return /\.(?:tar(?:\.\w+)?|t[bgx]z2?|gz|bz2|xz|zst)$/i.test(path)
}

/** Folders of every image with a system. */
const EVERYWHERE =
  /^\/(?:bin|boot|dev|etc|home|lib|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr(?:\/(?:bin|include|lib|local|sbin|share|src))?|usr\/local\/(?:bin|etc|include|lib|sbin|share|src)|var(?:\/(?:cache|lib|log|opt|run|spool|tmp))?|etc\/.*|usr\/share\/.*|usr\/lib\/.*|var\/.*)?$/

function mayBeFolder({ dockerfile }: Build, step: Step, written: string): boolean {
  const { workdir } = step.state
  if (workdir === undefined && !posix.isAbsolute(written)) return true
  const target = posix.resolve('/', workdir ?? '/', written)
  const above = [...historyOf(step.stage)].filter(one => one.stage !== step.stage || one.index < step.index)
  if (step.stage.reference !== 'scratch' && EVERYWHERE.test(target)) return true
  if (!isApart(step, target)) return true
  if (isWithin(workdir ?? '/', target)) return true
  return above.some(one => makes(one, target, dockerfile))
}

/** Images with nothing but a system, and those with a language that has its own folders. */
const PLAIN = /^(?:alpine|busybox|debian|scratch|ubuntu)$/
const LANGUAGES = /^(?:golang|node|php|python|ruby|rust)$/

/** True when the base image is known, and not to have a folder. */
function isApart({ stage }: Step, target: string): boolean {
  const parsed = parseImageReference(rootReference(stage) ?? '')
  const name = parsed && familiarName(parsed)
  if (name === undefined) return false
  if (PLAIN.test(name)) return true
  if (LANGUAGES.test(name)) return !/^\/(?:go|home|opt|root|usr|var)(?:\/|$)/.test(target)
  return stage.image.user?.uid === 0 && /^\/(?:app|code|src)$/.test(target)
}

/** True when a step makes a folder, or may. */
function makes({ instruction, state }: Step, folder: string, dockerfile: Build['dockerfile']): boolean {
  if (instruction.keyword === 'WORKDIR') {
    const path = expand(state.variables, instruction.arguments.text, dockerfile.escape)
    return path === undefined || isWithin(posix.resolve('/', state.workdir ?? '/', path), folder)
  }
  if (instruction.keyword === 'VOLUME') return instruction.arguments.text.includes(folder)
  if (instruction.keyword === 'RUN') {
    const script = scriptOf(dockerfile, instruction, state)
    const name = posix.basename(folder)
    if (script === undefined || instruction.logical.text.includes(name)) return true
    return !callsOf(script).every(
      ({ program, args }) =>
        (program !== 'mkdir' || args.every(({ value }) => value !== undefined)) &&
        /^(?:apk|apt|apt-get|cd|chmod|chown|corepack|echo|mkdir|npm|pip|pip3|rm|set|useradd|yarn|pnpm|groupadd|adduser|addgroup)$/.test(
          program,
        ),
    )
  }
  return copiesOf(instruction).some(({ destination, sources }) => {
    const path = expand(state.variables, destination.text, dockerfile.escape)
    if (path === undefined || (state.workdir === undefined && !posix.isAbsolute(path))) return true
    const target = posix.resolve('/', state.workdir ?? '/', path)
    return target === folder
      ? path.endsWith('/') || !sources.every(({ text }) => isFileName(text))
      : isWithin(target, folder) || isWithin(folder, target)
  })
}

/** True for the folder itself and for what lies below it. */
function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? folder : `${folder}/`)
}

function fix({ destination: { contiguous, range, text }, instruction }: Copy): Fix | undefined {
  if (!contiguous || /["'\\]/.test(text)) return undefined
  const isQuoted = instruction.json !== undefined || range.end - range.start > text.length
  const at = isQuoted ? range.end - 1 : range.end
  return { title: `Copy into the folder ${text}/`, safe: false, edits: [{ start: at, end: at, text: '/' }] }
}
