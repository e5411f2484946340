import { isIgnored, parseDockerignore } from '../../src/documents/dockerignore/document.js'
import type { Files } from '../rules/checking.js'
import { afterwards, type Change, type LayerProject } from './layer-project.js'
import { type Random, randomFrom } from './random.js'

const POOL = [
  'a.txt',
  'b.json',
  'c.json',
  'src/main.js',
  'src/lib/util.js',
  'src/lib/deep/x.js',
  'docs/readme.md',
  'docs/guide.md',
  'test/t.js',
  'conf/app.yaml',
  'conf/dev/app.yaml',
  'data/one.csv',
  'logs/x.log',
] as const

const IGNORE_FILES = [
  undefined,
  'logs\n',
  '**/*.md\n*.log\n',
  '*\n!src\n!*.json\n!a.txt\n!conf\n',
  'docs/*\n!docs/guide.md\n',
  '**/*.js\n!src/main.js\n',
  '*.txt\nDockerfile\n.dockerignore\n',
  'src/lib\ntest\n',
]

/** Sources of a COPY, each of them one or more words. */
const SOURCES = [
  'a.txt',
  'b.json',
  'src',
  'src/',
  'src/lib',
  './src/../src/lib',
  '/conf',
  'docs',
  '.',
  './',
  '*.json',
  'conf/*',
  'src/*/util.js',
  's*',
  'a.txt b.json',
  'src conf',
  '*.json a.txt',
  '?.txt',
  '[a-b].*',
  'data/one.csv',
  'test',
] as const

interface Stage {
  readonly name: string | undefined
  readonly lines: string[]
  /** Files and folders that are surely there. */
  readonly paths: string[]
}

/** A project that a number tells: the same in each run. */
export function generatedProject(seed: number): LayerProject {
  const random = randomFrom(seed)
  const prefix = random.chance(0.25) ? 'svc/' : ''
  const ignore = random.pick(IGNORE_FILES)
  const ignorePath = random.chance(0.3) ? `${prefix}Dockerfile.dockerignore` : `${prefix}.dockerignore`
  const files: Record<string, string> = { 'other/x.txt': 'outside' }
  for (const path of POOL) files[prefix + path] = `${path} of ${seed}`
  if (ignore !== undefined) files[ignorePath] = ignore
  const isThere = sourceTest(prefix, ignore)
  const usable = SOURCES.filter(source => isThere(source, files))
  const stages: Stage[] = []
  const count = 1 + random.below(4)
  for (let i = 0; i < count; i++) stages.push(stageOf(random, i, stages, usable))
  const target = random.chance(0.2) ? random.pick(stages).name : undefined
  const used = usable.filter(source => stages.some(({ lines }) => lines.some(line => line.includes(` ${source} `))))
  const mounted = [
    ...stages
      .flatMap(({ lines }) => lines)
      .join('\n')
      .matchAll(/bind,source=([^,]+),/g),
  ].map(match => match[1] ?? '')
  const changes: Change[][] = []
  let current: Files = files
  for (let tries = 0; changes.length < 2 && tries < 50; tries++) {
    const change = changeOf(random, prefix, current, `${seed}.${tries}`)
    const next = change.reduce(afterwards, current)
    if (![...used, ...mounted].every(source => isThere(source, next))) continue
    changes.push(change)
    current = next
  }
  const dockerfile = `ARG GLOBAL=1\n${stages.flatMap(({ lines }) => lines).join('\n')}\n`
  return { name: `project ${seed}`, path: `${prefix}Dockerfile`, dockerfile, files, changes, ...(target && { target }) }
}

/** Whether every word of a source finds something in the context. */
function sourceTest(prefix: string, ignore: string | undefined) {
  const patterns = parseDockerignore('', ignore ?? '')
  return (source: string, files: Files) => {
    const paths = Object.keys(files)
      .filter(path => path.startsWith(prefix))
      .map(path => path.slice(prefix.length))
    const sent = paths.filter(path => !isIgnored(patterns, path))
    return source.split(' ').every(word => {
      const plain = word.replace('./src/../', '').replace(/^\.?\/|\/$|^\.$/g, '')
      const glob = plain.replace(/[.]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')
      return plain === '' || sent.some(path => new RegExp(`^${glob}(?:/|$)`).test(path))
    })
  }
}

function stageOf(random: Random, index: number, above: readonly Stage[], usable: readonly string[]): Stage {
  const parent = random.chance(0.3) ? above.filter(({ name }) => name !== undefined).at(-1) : undefined
  const name = random.chance(0.7) ? `s${index}` : undefined
  const stage: Stage = { name, lines: [], paths: [...(parent?.paths ?? [])] }
  stage.lines.push(`FROM ${parent?.name ?? 'BASE'}${name === undefined ? '' : ` AS ${name}`}`, 'RUN : SALT')
  if (random.chance(0.6)) stage.lines.push(`WORKDIR /w${index}`)
  const count = 2 + random.below(5)
  for (let i = 0; i < count; i++) addStep(random, stage, above, usable, `${index}${i}`)
  return stage
}

function addStep(random: Random, stage: Stage, above: readonly Stage[], usable: readonly string[], id: string): void {
  const { lines, paths } = stage
  const source = random.pick(usable)
  const kind = random.below(12)
  const others = above.filter(other => other.paths.length > 0)
  if (kind < 4) {
    const flags = random.pick(['', '', '', '--chown=1:1 ', '--chmod=755 ', '--link ', '--exclude=**/*.md '])
    const keyword = random.pick(['COPY', 'COPY', 'COPY', 'ADD'])
    const isFlagged = keyword === 'COPY' || !flags.startsWith('--chown')
    lines.push(`${keyword} ${isFlagged ? flags : ''}${source} /d${id}/`)
    paths.push(`/d${id}`)
  } else if (kind === 4) {
    lines.push('ENV TO=/e', `COPY ${source} ${'$'}{TO}${id}/`)
    paths.push(`/e${id}`)
  } else if (kind < 8 && others.length > 0) {
    const other = random.pick(others)
    const from = other.name ?? String(above.indexOf(other))
    const path = random.pick(other.paths)
    if (other.name === undefined || random.chance(0.6)) {
      lines.push(`COPY --from=${from} ${path} /c${id}/`)
      paths.push(`/c${id}`)
    } else lines.push(`RUN --mount=type=bind,from=${from},source=${path},target=/m${id} ls /m${id}`)
  } else if (kind === 8) {
    const mount = random.pick(usable.filter(word => /^[a-z]\w*$/.test(word) && word !== 's') as readonly string[])
    if (mount)
      lines.push(
        `RUN --mount=type=bind,source=${mount},target=/m${id} find /m${id} -type f | sort | xargs cat | tee /o${id}`,
      )
    if (mount) paths.push(`/o${id}`)
  } else if (kind === 9) {
    lines.push(
      random.pick(['ARG ONE=1', 'ARG GLOBAL', 'ENV E=1', 'LABEL l=1', 'USER 0', 'EXPOSE 80', `WORKDIR sub${id}`]),
    )
    lines.push(`RUN --mount=type=cache,target=/cache date >> /cache/log; echo ${id} | tee /o${id}`)
    paths.push(`/o${id}`)
  } else if (kind === 10) {
    lines.push(`RUN mkdir /k${id} && echo const ${id} | tee /k${id}/o`)
    paths.push(`/k${id}`, `/k${id}/o`)
  } else {
    const read = paths.length > 0 ? random.pick(paths) : '/etc/hostname'
    lines.push(`RUN mkdir /r${id} && find ${read} -type f | sort | xargs cat /dev/null | tee /r${id}/o`)
    paths.push(`/r${id}/o`)
  }
}

function changeOf(random: Random, prefix: string, files: Files, id: string): Change[] {
  const own = Object.keys(files).filter(
    path => path.startsWith(prefix) && /\/|\.txt$|\.json$/.test(path.slice(prefix.length)),
  )
  const known = own.filter(path => !/ignore$/.test(path))
  const path = random.pick(known)
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const extension = path.slice(path.lastIndexOf('.'))
  const one = (): Change => {
    const kind = random.below(10)
    if (kind < 3) return { kind: 'write', path, text: `edited ${id}` }
    if (kind === 3) return { kind: 'write', path: `${folder}new${id.replace('.', '-')}${extension}`, text: id }
    if (kind === 4) return { kind: 'remove', path }
    if (kind === 5) return { kind: 'rename', path, to: `${folder}renamed${id.replace('.', '-')}${extension}` }
    if (kind === 6) return { kind: 'chmod', path }
    if (kind === 7) return { kind: 'touch', path }
    if (kind === 8) return { kind: 'write', path: random.pick(['other/x.txt', `${prefix}logs/x.log`]), text: id }
    return { kind: 'argument', name: random.pick(['ONE', 'GLOBAL']), value: id }
  }
  const first = one()
  if (!random.chance(0.3)) return [first]
  const second: Change = { kind: 'write', path: random.pick(known), text: `too ${id}` }
  return 'path' in first && first.path === second.path ? [first] : [first, second]
}
