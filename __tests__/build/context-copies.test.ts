import { describe, expect, test } from '@jest/globals'
import { stepsOf } from '../../src/build/build.js'
import type { Context } from '../../src/build/context.js'
import {
  type ContextCopy,
  contextCopyOf,
  filesTaken,
  meet,
  pathWithin,
  sourceOf,
} from '../../src/build/context-copies.js'
import { imageFiles, origin } from '../../src/build/image-files.js'
import type { Files } from '../rules/checking.js'
import { model } from './modelling.js'

const TREE: Files = {
  'package.json': '{}',
  'src/a.js': 'A',
  'src/lib/b.js': 'B',
  'test/c.js': 'C',
  'x.tar.gz': '',
  '.dockerignore': 'test\n',
}

function copied(lines: string, files: Files | undefined = TREE, folders: readonly string[] = []) {
  const build = model(`FROM debian\nWORKDIR /app\n${lines}\n`, files)
  const copies = stepsOf(build, 'COPY', 'ADD').map(step =>
    contextCopyOf(step, build.dockerfile.escape, build.context, new Set(folders)),
  )
  return { copies, context: build.context as Context }
}

const placed = (copy: ContextCopy | undefined) =>
  copy?.placements.map(({ source, kind, target }) => `${kind} ${source} → ${target}`)

describe('where COPY puts things', () => {
  test.each([
    ['COPY . .', ['folder  → /app']],
    ['COPY ./ /srv/', ['folder  → /srv']],
    ['COPY src lib', ['folder src → /app/lib']],
    ['COPY src lib/', ['folder src → /app/lib']],
    ['COPY src src/lib lib/', ['folder src → /app/lib', 'folder src/lib → /app/lib']],
    ['COPY src package.json lib', ['folder src → /app/lib', 'file package.json → /app/lib/package.json']],
    ['COPY package.json .', ['file package.json → /app/package.json']],
    ['COPY package.json ./p.json', ['file package.json → /app/p.json']],
    ['COPY package.json /p.json', ['file package.json → /p.json']],
    ['COPY package.json src/a.js /srv/', ['file package.json → /srv/package.json', 'file src/a.js → /srv/a.js']],
    ['COPY *.json ./', ['file package.json → /app/package.json']],
    ['COPY src/* ./', ['file src/a.js → /app/a.js', 'folder src/lib → /app']],
    ['COPY ["src", "/s p/"]', ['folder src → /s p']],
    ['ENV D=/data\nCOPY src $D/x', ['folder src → /data/x']],
    ['COPY --chown=1:1 --chmod=755 --link src /s', ['folder src → /s']],
    ['ADD src /s', ['folder src → /s']],
    ['COPY /src/../src /', ['folder src → /']],
    ['COPY x.tar.gz /s/', ['file x.tar.gz → /s/x.tar.gz']],
  ])('%s', (line, expected) => {
    expect(placed(copied(line).copies[0])).toEqual(expected)
  })

  test.each([
    'COPY --from=debian /a /b',
    'COPY src test lib/',
    'COPY package.json src/a.js lib',
    'COPY package.json src lib',
    'COPY src/[ /s/',
    'COPY --parents src/a.js /s/',
    'COPY --exclude=*.js src /s/',
    'COPY <<A /s\nx\nA',
    'ADD x.tar.gz /s/',
    'ADD https://example.com/x /s/',
    'ADD git@github.com:a/b.git /s/',
    'ARG W\nCOPY src $W',
    'ARG W\nCOPY $W /s',
    'ARG W\nWORKDIR $W\nCOPY src lib',
  ])('%s: nobody knows', line => {
    expect(copied(line).copies).toEqual([undefined])
  })

  test('into a folder that is known to be there', () => {
    expect(placed(copied('COPY package.json /srv', TREE, ['/srv']).copies[0])).toEqual([
      'file package.json → /srv/package.json',
    ])
  })

  test('what the ignore file keeps out is not there to be copied', () => {
    expect(copied('COPY test/c.js /s/').copies).toEqual([undefined])
    const { copies, context } = copied('COPY . .')
    const taken = [...filesTaken(copies[0] as ContextCopy, context)].sort()
    expect(taken).toEqual(['.dockerignore', 'Dockerfile', 'package.json', 'src/a.js', 'src/lib/b.js', 'x.tar.gz'])
  })

  test('without a repository the name says what it is', () => {
    const build = model('FROM debian\nWORKDIR /app\nCOPY package.json src ./\nCOPY *.js ./\n')
    const copies = stepsOf(build, 'COPY').map(step => contextCopyOf(step, '\\', undefined, new Set()))
    expect(placed(copies[0])).toEqual(['file package.json → /app/package.json', 'folder src → /app'])
    expect(copies[1]).toBeUndefined()
  })
})

describe('files of the image', () => {
  const { copies, context } = copied('COPY src /app/s\nCOPY package.json /app/s/a.js\nCOPY src /deep/down')
  const all = copies as readonly ContextCopy[]
  const files = imageFiles(context, all)

  test('come from the copy that wrote them last', () => {
    expect(files.textOf('/app/s/a.js')).toBe('{}')
    expect(files.textOf('/app/s/lib/b.js')).toBe('B')
    expect(origin(context, all, '/app/s/a.js')?.source).toBe('package.json')
    expect(origin(context, all.slice(0, 1), '/app/s/a.js')?.source).toBe('src/a.js')
  })

  test('are told from folders', () => {
    const paths = ['/app/s', '/app/s/lib', '/app/s/lib/b.js', '/app/s/gone', '/elsewhere']
    expect(paths.map(path => files.isFolder(path))).toEqual([true, true, false, false, false])
    expect(paths.map(path => files.isFile(path))).toEqual([false, false, true, false, false])
    expect(files.textOf('/app/s/lib')).toBeUndefined()
  })

  test('below a folder', () => {
    expect(files.filesIn('/app/s')).toEqual(['a.js', 'lib/b.js'])
    expect(files.filesIn('/app/s/lib')).toEqual(['b.js'])
    expect(files.filesIn('/deep')).toEqual(['down/a.js', 'down/lib/b.js'])
    expect(files.filesIn('/none')).toEqual([])
  })
})

test('paths below one another', () => {
  expect(pathWithin('/a/b', '/a')).toBe('b')
  expect(pathWithin('/a', '/')).toBe('a')
  expect([pathWithin('/a', '/a'), pathWithin('/', '/'), pathWithin('/ab', '/a'), pathWithin('/a', '/a/b')]).toEqual([
    ...[undefined, undefined, undefined, undefined],
  ])
  expect([meet('/a', '/a'), meet('/a/b', '/a'), meet('/a', '/a/b'), meet('/a', '/ab'), meet('/', '/x')]).toEqual([
    ...[true, true, true, false, true],
  ])
  const folder = { source: 's', kind: 'folder', target: '/t' } as const
  expect(['/t', '/t/x/y', '/tx', '/'].map(path => sourceOf(folder, path))).toEqual(['s', 's/x/y', undefined, undefined])
  const file = { source: 's.js', kind: 'file', target: '/t.js' } as const
  expect(['/t.js', '/t.js/x'].map(path => sourceOf(file, path))).toEqual(['s.js', undefined])
})
