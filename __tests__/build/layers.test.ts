import { describe, expect, test } from '@jest/globals'
import { modelBuild } from '../../src/build/build.js'
import { layersOf } from '../../src/build/layers/layers-of.js'
import { type Assumptions, type BuildChange, rebuiltBy, verdictsOf } from '../../src/build/layers/verdicts.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { type Files, repositoryOf } from '../rules/checking.js'
import { model } from './modelling.js'

const TREE: Files = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'src/a.js': 'a',
  'src/lib/b.js': 'b',
  'docs/x.md': 'x',
  'docs/y.md': 'y',
  '.dockerignore': '**/*.md\n',
}
const NODE = 'FROM node\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nCMD ["node"]\n'

/** One letter for each layer: c(ached), d(epends), r(ebuilt). */
function told(text: string, change: BuildChange, assumptions?: Assumptions, files: Files | null = TREE): string {
  const verdicts = verdictsOf(layersOf(model(text, files ?? undefined), undefined), change, assumptions)
  return [...verdicts.values()].map(verdict => verdict[0]).join('')
}

const changed = (...paths: readonly string[]): BuildChange => ({ paths: new Set(paths) })

test('layers are what BuildKit has steps for', () => {
  const text = `FROM a AS unused\nRUN false\nFROM b\nARG A\nWORKDIR /\nWORKDIR .\nENV B=1\nLABEL c=d\nUSER e\nRUN f\nEXPOSE 80\nADD src /src\n`
  const layers = layersOf(model(text, TREE), undefined)
  expect(layers.map(({ instruction }) => instruction.logical.text)).toEqual(['RUN f', 'ADD src /src'])
})

describe('targets', () => {
  const text =
    'FROM a AS one\nRUN 1\nFROM one AS two\nRUN 2\nFROM a\nCOPY --from=two /x /x\nRUN --mount=type=bind,from=one ls\n'
  test.each([
    ['TWO', 2],
    ['one', 1],
    ['none', 0],
    ['1', 0],
    [undefined, 4],
    ['', 4],
  ])('%s', (target, count) => expect(layersOf(model(text, TREE), target)).toHaveLength(count))
})

test.each([
  ['src/a.js', 'cccrr'],
  ['package-lock.json', 'crrrr'],
  ['docs/x.md', 'ccccc'],
  ['gone/long/ago.js', 'cccrr'],
  ['package-other.json', 'crrrr'],
  ['deep/package.json', 'cccrr'],
  // Its folder was there, or was not: then it is in the context without the file.
  ['gone/x.md', 'cccdd'],
  // What it said before is not known.
  ['.dockerignore', 'cddrr'],
  ['Dockerfile.dockerignore', 'cddrr'],
])('%s', (path, expected) => expect(told(NODE, changed(path))).toBe(expected))

test('nothing has changed, or arguments only', () => {
  expect(told(NODE, changed())).toBe('ccccc')
  const text = 'FROM a\nRUN 0\nARG A\nCOPY src /src\nENV B=$A\nARG A=1\nCOPY src /$B\nRUN 1\n'
  expect(told(text, { paths: new Set(), arguments: new Set(['A']) })).toBe('ccrr')
})

test('an argument that FROM uses', () => {
  const text = 'ARG V=1\nARG W=$V\nFROM node:$W\nRUN 1\nFROM x\nRUN 2\nCOPY --from=0 /x /x\n'
  expect(told(text, { paths: new Set(), arguments: new Set(['V']) })).toBe('dcd')
})

describe('what cannot be told', () => {
  test.each([
    ['a context that is not known', 'FROM a\nRUN 0\nCOPY src /src\nRUN 1\n', null, 'cdd'],
    ['a source with a variable that only a build knows', 'FROM a\nARG A\nCOPY $A /src\nRUN 1\n', TREE, 'dd'],
    ['a mount with one', 'FROM a\nARG A\nRUN --mount=type=bind,source=$A,target=/x 1\n', TREE, 'd'],
    ['a pattern that BuildKit refuses', 'FROM a\nCOPY [a /src\n', TREE, 'd'],
    ['--parents over more than one folder', 'FROM a\nCOPY --parents src/**/a.js /src\n', TREE, 'd'],
  ])('%s', (_, text, files, expected) => {
    const layers = layersOf(model(text, files ?? undefined), undefined)
    expect(layers.some(({ isKnown }) => !isKnown)).toBe(true)
    expect(told(text, changed('src/a.js'), {}, files)).toBe(expected)
  })

  test('nothing is read, so that nothing has to be told', () => {
    const text = 'FROM a\nADD https://example.com/x /x\nCOPY --from=alpine /y /y\nCOPY <<E /z\nz\nE\nRUN 1\n'
    expect(layersOf(model(text, TREE), undefined).every(({ isKnown }) => isKnown)).toBe(true)
    expect(told(text, changed('src/a.js', 'x', 'y', 'z'))).toBe('cccc')
  })
})

test.each([
  ['COPY current /x', 'd'],
  ['COPY current/a.js /x', 'd'],
  ['COPY cur* /x', 'd'],
  ['COPY src /x', 'c'],
  // It is copied as the link that it is.
  ['COPY . /x', 'r'],
])('behind a symbolic link: %s', (line, verdict) => {
  const text = `FROM a\n${line}\n`
  const repository = { ...repositoryOf(text, { 'releases/2/a.js': '', 'src/b.js': '', current: 'releases/2' }) }
  const build = modelBuild(parseDockerfile('Dockerfile', text), { ...repository, links: new Set(['current']) })
  const verdicts = verdictsOf(layersOf(build, undefined), changed('releases/2/a.js'))
  expect([...verdicts.values()].map(one => one[0])).toEqual([verdict])
})

describe('files of other stages', () => {
  const stages = (last: string) => `FROM a AS s\nCOPY src /app/src\nRUN make\nCOPY docs /docs\nFROM b\n${last}\n`
  const src = changed('src/a.js')
  test('what a RUN makes is not known', () => expect(told(stages('COPY --from=s /app /app'), src)).toBe('rrrd'))
  test('unless somebody says it', () => {
    const text = stages(
      'COPY --from=s /out /out\nCOPY --from=s /app/src /src\nRUN --mount=from=s,source=/log,target=/l ls',
    )
    const writes = (isChanged: boolean): Assumptions => ({ writtenBy: () => [{ path: '/out/x', isChanged }] })
    expect(told(text, src, writes(true))).toBe('rrrrrr')
    const single = stages(
      'COPY --from=s /out /out\nRUN --mount=from=s,source=/log,target=/l ls\nCOPY --from=s /app /app',
    )
    expect(told(single, src, writes(false))).toBe('rrrccr')
  })
  test('a stage without RUN is followed path by path', () => {
    const text = (from: string) =>
      `FROM a AS s\nCOPY package.json src /app/\nCOPY docs /docs\nFROM b\nCOPY --from=s ${from} /x\n`
    expect(told(text('/docs'), src)).toBe('rrc')
    expect(told(text('/app/a.js'), src)).toBe('rrr')
    expect(told(text('/app/lib'), src)).toBe('rrc')
    expect(told(text('/app/*.js'), src)).toBe('rrr')
    expect(told(text('/'), src)).toBe('rrr')
  })
  test('a file that may be the destination or lie in it', () => {
    const text = 'FROM a AS s\nCOPY package.json /p\nFROM b\nCOPY --from=s /p/package.json /x\nCOPY --from=s /p /y\n'
    expect(told(text, changed('package.json'))).toBe('rdr')
  })
  test('an archive may have anything in it', () => {
    const text = 'FROM a AS s\nADD package.json /p/\nADD src /s/\nFROM b\nCOPY --from=s /s /x\nCOPY --from=s /p /x\n'
    expect(told(text, changed('package.json'))).toBe('rrcd')
    expect(told(text, src)).toBe('crrr')
  })
})

describe('COPY --link', () => {
  const text = 'FROM a\nCOPY src /src\nCOPY --link package.json /p\nRUN make\nCOPY --link --chmod=1 package.json /p\n'
  test.each([
    [undefined, 'rdrr'],
    [true, 'rcrr'],
    [false, 'rrrr'],
  ])('stands apart: %s', (linksStandApart, expected) => {
    const assumptions = linksStandApart === undefined ? {} : { linksStandApart }
    expect(told(text, changed('src/a.js'), assumptions)).toBe(expected)
  })
})

test('cache mounts are kept, and are no part of what a RUN depends on', () => {
  const text =
    'FROM a\nARG D=/root\nWORKDIR /w\nRUN --mount=type=cache,target=$D/.npm,sharing=locked --mount=type=cache,id=x,target=c true\n'
  const [, run] = layersOf(model(text, TREE), undefined)
  expect(run?.cacheMounts).toEqual([
    { id: '/root/.npm', target: '/root/.npm', sharing: 'locked' },
    { id: 'x', target: '/w/c', sharing: 'shared' },
  ])
  expect(run?.inputs).toEqual([])
})

test('50 pull requests of 2,000 paths and 40 layers are told in 200 ms', () => {
  const copies = Array.from({ length: 20 }, (_, i) => `COPY src/part${i} src/*/*/${i}.js /part${i}/\nRUN make ${i}\n`)
  const text = `FROM a AS s\n${copies.join('')}FROM b\nCOPY --from=s /part1 /x\nCOPY . /all\n`
  const files: Record<string, string> = { '.dockerignore': '**/*.md\n**/node_modules\n!docs/a.md\n' }
  for (let i = 0; i < 10_000; i++) files[`src/part${i % 50}/folder${i % 7}/${i}.js`] = ''
  const paths = Object.keys(files)
  const changes = Array.from({ length: 50 }, (_, i) => {
    const pathAt = (k: number) => (k % 3 === 0 ? `docs/${i}/${k}.md` : (paths[(i * 97 + k * 7) % 10_000] as string))
    return new Set(Array.from({ length: 2000 }, (_, k) => pathAt(k)))
  })
  // Of the processor's time, and the best of three: other programs run beside this one.
  const passes = Array.from({ length: 3 }, () => {
    const layers = layersOf(model(text, files), undefined)
    expect(layers).toHaveLength(42)
    const start = process.cpuUsage()
    const counts = changes.map(change => rebuiltBy(layers, change).size)
    expect(counts.every(count => count > 30)).toBe(true)
    return process.cpuUsage(start).user / 1000
  })
  expect(Math.min(...passes)).toBeLessThan(200)
})
