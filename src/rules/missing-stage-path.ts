import { posix } from 'node:path'
import { type Build, type Step, stepsOf } from '../build/build.js'
import { contextCopyOf, meet, pathWithin } from '../build/context-copies.js'
import { copiesOf } from '../build/copies.js'
import { historyOf, rootReference } from '../build/stage-history.js'
import type { StageBuild } from '../build/state.js'
import { expand } from '../build/variables.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const missingStagePath = defineRule({
  id: 'missing-stage-path',
  aliases: [],
  title: 'Copy from a stage a path that it has',
  category: 'correctness',
  severity: 'error',
  why: `A stage FROM scratch holds what its COPYs put there and nothing else. A \`COPY --from\` of another path of it fails, after
all the stages above were built.`,
  fixable: 'sometimes',
  fixSafety: 'The fix takes the only path of the stage with the same last name; without it nothing is built.',
  examples: [
    {
      before:
        'FROM scratch AS files\nCOPY nginx.conf /etc/nginx/nginx.conf\nFROM nginx:1.29\nCOPY --from=files /nginx.conf /etc/nginx/\n',
      after:
        'FROM scratch AS files\nCOPY nginx.conf /etc/nginx/nginx.conf\nFROM nginx:1.29\nCOPY --from=files /etc/nginx/nginx.conf /etc/nginx/\n',
      files: { 'nginx.conf': '' },
    },
    {
      before: 'FROM scratch AS files\nCOPY a.txt /in/\nFROM debian:12\nCOPY --from=files /out /out\n',
      after: 'FROM scratch AS files\nCOPY a.txt /in/\nFROM debian:12\nCOPY --from=files /out /out\n',
      files: { 'a.txt': '' },
    },
  ],
  silent: [
    {
      why: 'the stage has it',
      text: 'FROM scratch AS f\nCOPY a.txt /in/\nFROM a:1\nCOPY --from=f /in /in\nCOPY --from=f in/a.txt /\n',
      files: { 'a.txt': '' },
    },
    { why: 'a RUN may make it', text: 'FROM a:1 AS f\nRUN make\nFROM a:1\nCOPY --from=f /out /out\n', files: {} },
    {
      why: 'the folder has it',
      text: 'FROM scratch AS f\nCOPY web /web\nFROM a:1\nCOPY --from=f /web/a/b.txt /\n',
      files: { 'web/a/b.txt': '' },
    },
    {
      why: 'another stage may have put it there',
      text: 'FROM a:1 AS x\nFROM scratch AS f\nCOPY --from=x /out /\nFROM a:1\nCOPY --from=f /b /b\n',
      files: {},
    },
    {
      why: 'a pattern may match nothing',
      text: 'FROM scratch AS f\nCOPY a.txt /\nFROM a:1\nCOPY --from=f /*.md /\n',
      files: { 'a.txt': '' },
    },
    {
      why: 'an archive may hold it',
      text: 'FROM scratch AS f\nADD rootfs.tar.gz /\nFROM a:1\nCOPY --from=f /etc/os-release /\n',
      files: { 'rootfs.tar.gz': '' },
    },
    { why: 'nobody knows the files', text: 'FROM scratch AS f\nCOPY a /\nFROM a:1\nCOPY --from=f /b /b\n' },
  ],
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  *check(build) {
    const known = new Map<StageBuild, Contents | undefined>()
    for (const step of stepsOf(build, 'COPY')) {
      const [copy] = copiesOf(step.instruction)
      const from = copy?.from?.toLowerCase()
      if (copy === undefined || from === undefined || step.isTrigger) continue
      const stage = build.stages
        .slice(0, step.stage.stage.index)
        .findLast(({ stage: { name, index } }) => name === from || String(index) === from)
      if (stage === undefined) continue
      if (!known.has(stage)) known.set(stage, contentsOf(build, stage))
      const contents = known.get(stage)
      for (const source of contents ? copy.sources : []) {
        const path = expand(step.state.variables, source.text, build.dockerfile.escape)
        if (contents === undefined || path === undefined || /[*?[\\]/.test(path)) continue
        const wanted = posix.resolve('/', path)
        if (contents.paths.some(has => has === wanted || pathWithin(has, wanted) !== undefined)) continue
        if (contents.unknown.some(place => meet(place, wanted))) continue
        yield {
          range: source.range,
          message: 'No COPY puts this into the stage, so BuildKit does not find it and stops.',
          fix: () => fix(source, wanted, contents),
        }
      }
    }
  },
})

interface Contents {
  /** Files, and folders that are made by themselves. */
  readonly paths: readonly string[]
  /** Where files of which nothing is known came to lie. */
  readonly unknown: readonly string[]
}

/** What lies in a stage that begins empty; undefined when that cannot be told. */
function contentsOf(build: Build, stage: StageBuild): Contents | undefined {
  const { context, dockerfile } = build
  if (context === undefined || rootReference(stage) !== 'scratch') return undefined
  const paths = ['/']
  const unknown: string[] = []
  for (const step of historyOf(stage)) {
    const { keyword } = step.instruction
    if (keyword === 'RUN') return undefined
    if (keyword === 'WORKDIR' || keyword === 'VOLUME') {
      const folder = expand(step.state.variables, step.instruction.arguments.text, dockerfile.escape)
      if (folder === undefined || keyword === 'VOLUME') return undefined
      paths.push(posix.resolve(step.state.workdir ?? '/', folder))
    }
    if (keyword !== 'COPY' && keyword !== 'ADD') continue
    const copy = contextCopyOf(step, dockerfile.escape, context, new Set(paths))
    if (copy === undefined) {
      const target = foreignTarget(step, dockerfile.escape)
      if (target === undefined) return undefined
      unknown.push(target)
      continue
    }
    for (const { source, kind, target } of copy.placements) {
      const below = source === '' ? 0 : source.length + 1
      paths.push(target)
      if (kind === 'folder') paths.push(...context.filesIn(source).map(file => posix.join(target, file.slice(below))))
    }
  }
  return { paths, unknown }
}

function foreignTarget({ instruction, state }: Step, escape: '\\' | '`'): string | undefined {
  const [copy] = copiesOf(instruction)
  const written = copy && expand(state.variables, copy.destination.text, escape)
  return written === undefined ? undefined : posix.resolve('/', state.workdir ?? '/', written)
}

function fix({ contiguous, range, text }: Word, wanted: string, { paths }: Contents): Fix | undefined {
  const same = [...new Set(paths)].filter(path => posix.basename(path) === posix.basename(wanted))
  const [path] = same
  if (!contiguous || same.length !== 1 || path === undefined || !/^[\w./@+-]+$/.test(text + path)) return undefined
  const inner = range.end - range.start - text.length === 2 ? 1 : 0
  return {
    title: `Copy ${path}`,
    safe: false,
    edits: [{ start: range.start + inner, end: range.end - inner, text: path }],
  }
}
