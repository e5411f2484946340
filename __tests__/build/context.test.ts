import { describe, expect, test } from '@jest/globals'
import { type Build, modelBuild, stepsOf } from '../../src/build/build.js'
import type { Context } from '../../src/build/context.js'
import { contextCopyOf } from '../../src/build/context-copies.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import type { Files } from '../rules/checking.js'
import { model } from './modelling.js'

const files = (...paths: readonly string[]): Files => Object.fromEntries(paths.map(path => [path, '']))

describe('the folder that a build most likely sends', () => {
  test.each([
    ['its own folder', 'api/Dockerfile', 'COPY src /s', ['api/src/a.js', 'src/b.js'], 'api'],
    ['the root, where the sources are', 'api/Dockerfile', 'COPY api/src /s', ['api/src/a.js'], ''],
    ['a file of the root', 'api/Dockerfile', 'COPY package.json api/x /s/', ['package.json', 'api/x'], ''],
    ['everything', 'api/Dockerfile', 'COPY . /s', ['api/x'], 'api'],
    ['a pattern of its folder', 'api/Dockerfile', 'COPY src/*.js /s/', ['api/src/a.js'], 'api'],
    ['a pattern of the root', 'api/Dockerfile', 'COPY lib/*.js /s/', ['lib/a.js', 'api/x'], ''],
    ['a pattern for folders', 'api/Dockerfile', 'COPY pack* /s/', ['packs/one/a.js'], ''],
    ['from a stage', 'api/Dockerfile', 'COPY --from=other /gone /s', ['api/x'], 'api'],
    ['a URL, a variable and what leaves it', 'api/Dockerfile', 'ADD https://a.b/c $X ../d /s/', [], 'api'],
    ['ONBUILD', 'api/Dockerfile', 'ONBUILD COPY lib /s', ['lib/a'], ''],
    ['JSON', 'Dockerfile', 'COPY ["a b", "/s"]', ['a b'], ''],
    ['a heredoc', 'api/Dockerfile', 'COPY <<x /s\nbody\nx', ['api/y'], 'api'],
  ])('%s', (_, path, copy, present, root) => {
    expect(model(`FROM a\n${copy}\n`, files(...present), path).context?.root).toBe(root)
  })

  test.each([
    ['a source that is nowhere', 'COPY gone /s'],
    ['a pattern that matches nothing', 'COPY src/*.rb /s/'],
    ['a pattern below a folder that is not there', 'COPY gone/*.js /s/'],
  ])('%s: nobody knows', (_, copy) => {
    expect(model(`FROM a\n${copy}\n`, files('src/a.js')).context).toBeUndefined()
  })

  test('an incomplete list of files says nothing', () => {
    const repository = { files: new Map([['a', 1]]), isComplete: false, texts: new Map() }
    expect(modelBuild(parseDockerfile('Dockerfile', 'FROM a\nCOPY a /s'), repository).context).toBeUndefined()
  })
})

describe('what a context holds', () => {
  const contextOf = (more: Files, path = 'Dockerfile') => model('FROM a\n', more, path).context as Context
  const tree: Files = { 'src/a.js': 'A', 'src/b/c.js': 'C', 'node_modules/x/y.js': '', README: 'hi' }

  test('files and folders', () => {
    const context = contextOf(tree)
    const paths = ['src', '/src/', './src/a.js', 'src/../src/b/c.js', '', '.', 'gone', 'src/a']
    expect(paths.map(path => context.kindOf(path))).toEqual([
      ...['folder', 'folder', 'file', 'file', 'folder', 'folder', undefined, undefined],
    ])
    expect(context.filesIn('src')).toEqual(['src/a.js', 'src/b/c.js'])
    expect(context.filesIn('sr')).toEqual([])
    expect(context.textOf('/src/a.js')).toBe('A')
    expect(context.textOf('src')).toBeUndefined()
  })

  test('without what the ignore file keeps out', () => {
    const context = contextOf({ ...tree, '.dockerignore': 'node_modules\n**/*.js\n!src/a.js\n' })
    expect([...context.filesIn('')].sort()).toEqual(['.dockerignore', 'Dockerfile', 'README', 'src/a.js'])
    expect(context.kindOf('src/b/c.js')).toBeUndefined()
    expect(context.kindOf('src/a.js')).toBe('file')
    expect(['node_modules', 'node_modules/new', 'src/new.js', 'src'].map(path => context.isIgnored(path))).toEqual([
      ...[true, true, true, false],
    ])
  })

  test('an ignore file beside the Dockerfile goes before the one of the context', () => {
    const both = { ...tree, '.dockerignore': 'src\n', 'Dockerfile.dockerignore': 'README\n' }
    expect(contextOf(both).isIgnored('README')).toBe(true)
    expect(contextOf(both).isIgnored('src/a.js')).toBe(false)
  })

  test('the ignore file of the folder that is sent counts, not the one of the root', () => {
    const context = contextOf({ 'api/x': '', 'api/.dockerignore': 'x\n', '.dockerignore': 'y\n' }, 'api/Dockerfile')
    expect(context.root).toBe('api')
    expect([context.isIgnored('x'), context.isIgnored('y')]).toEqual([true, false])
    expect([...context.filesIn('')].sort()).toEqual(['.dockerignore', 'Dockerfile'])
  })
})

describe('what BuildKit does, and moby/patternmatcher alone would not', () => {
  const contextOf = (ignore: string, ...paths: readonly string[]) =>
    model('FROM a\n', { ...files(...paths), '.dockerignore': `${ignore}\nDockerfile\n.dockerignore\n` }).context

  test.each([
    ['an exception for the folder comes too late', 'z/b\n!z', ['z/a'], ['z/b/c']],
    ['a folder behind its own exception', 'z\n!z/b/c\nz/b', ['z/b/c'], ['z/a', 'z/b/d']],
    ['everything behind an exception', 'z\n!z/keep\n*', ['z/keep'], ['z/a', 'b']],
    ['an exception in a folder', '*\n!z/keep', ['z/keep'], ['z/a', 'z/b/keep', 'keep']],
    ['an exception of any depth', 'z\n!**/q', ['z/b/q', 'z/q'], ['z/a']],
    ['a folder that is let in again', '*\n!z/', ['z/a', 'z/b/c'], ['a']],
  ])('%s: %j', (_, ignore, sent, kept) => {
    expect([...(contextOf(ignore, ...sent, ...kept)?.filesIn('') ?? [])].sort()).toEqual([...sent].sort())
  })

  test('a file whose name gets in by the walk alone is empty', () => {
    const all = { 'z/keep': 'text', b: 'B', '.dockerignore': 'z\n!z/keep\n*\n!b\n' }
    const context = model('FROM a\n', all).context
    expect(context?.filesIn('')).toEqual(['b', 'z/keep'])
    expect([context?.sizeOf('z/keep'), context?.textOf('z/keep')]).toEqual([0, undefined])
    expect([context?.sizeOf('b'), context?.textOf('b')]).toEqual([1, 'B'])
  })

  test('a folder of which nothing is left', () => {
    const context = contextOf('one\ntwo/*\nthree\n!three/in\n*/in/*', 'one/a', 'two/a', 'three/in/a', 'three/a')
    const paths = ['one', 'two', 'two/a', 'three', 'three/in', 'three/in/a']
    expect(paths.map(path => context?.kindOf(path))).toEqual([
      ...[undefined, 'folder', undefined, 'folder', 'folder', undefined],
    ])
  })

  test.each([
    '[',
    'a[',
    '!',
    '\\d+',
    'a\\é',
  ])('%j: it refuses the ignore file, or reads it in a way of its own', pattern => {
    expect(contextOf(pattern, 'a')).toBeUndefined()
  })
})

describe('symbolic links', () => {
  const TEXTS = new Map([
    ['src/a.js', 'A'],
    ['to-src', 'src'],
    ['out', '../out'],
    ['.dockerignore', 'out\nto-src/a.js\n'],
  ])
  const repository = {
    ...{ texts: TEXTS, files: new Map([...TEXTS].map(([path, text]) => [path, text.length])), isComplete: true },
    links: new Set(['to-src', 'out']),
  }
  const built = (line: string): Build => modelBuild(parseDockerfile('Dockerfile', `FROM a\n${line}\n`), repository)

  test('nobody knows more of them than that they are there', () => {
    const context = built('').context as Context
    const paths = ['to-src', 'to-src/b.js', 'to-src/a.js', 'out', 'out/a', 'src/a.js/b']
    expect(paths.map(path => context.kindOf(path))).toEqual([
      ...['link', 'link', 'link', undefined, undefined, undefined],
    ])
    expect(context.textOf('to-src')).toBeUndefined()
    expect(context.matching('*-src/*')).toBeUndefined()
    expect(context.matching('*-src')).toEqual(['to-src'])
  })

  test.each(['COPY to-src /x', 'COPY *-src /x', 'COPY to-s* src /x/'])('%s: nobody knows', line => {
    const build = built(line)
    const [step] = stepsOf(build, 'COPY')
    expect(step && contextCopyOf(step, '\\', build.context, new Set())).toBeUndefined()
  })

  test('an ignore file that is one was not read', () => {
    const links = new Set(['.dockerignore'])
    expect(modelBuild(parseDockerfile('Dockerfile', 'FROM a\n'), { ...repository, links }).context).toBeUndefined()
  })
})
