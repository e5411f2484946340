import { describe, expect, test } from '@jest/globals'
import type { Files } from '../rules/checking.js'
import { install, read } from './installing.js'

const work = (text: string, more: Files = {}): Files => ({
  'go.work': text,
  'a/go.mod': 'module a\n',
  'a/go.sum': '',
  'lib/go.mod': 'module lib\n',
  'main.go': '',
  ...more,
})

describe('modules of Go', () => {
  test.each([
    ['used', work('go 1.22\n\nuse ./a\n'), ['go.work', 'a/go.mod', 'a/go.sum']],
    ['in a block', work('use (\n\t./a // b\n\t"./lib"\n)\n'), ['go.work', 'a/go.mod', 'lib/go.mod', 'a/go.sum']],
    ['itself', work('use .\n', { 'go.mod': 'module x\n', 'go.work.sum': '' }), ['go.work', 'go.mod', 'go.work.sum']],
    ['one that is not there', work('use (\n./a\n./b\n)\n'), undefined],
    ['one at a fixed place', work('use /app/a\n'), undefined],
    ['none', work('go 1.22\n'), undefined],
    [
      'in the place of another',
      work('use ./a\nreplace x => ./lib\n'),
      ['go.work', 'a/go.mod', 'lib/go.mod', 'a/go.sum'],
    ],
    ['copies of what they need', work('use ./a\n', { 'vendor/modules.txt': '' }), undefined],
    [
      'in the place of another for one of them',
      work('use ./a\n', { 'a/go.mod': 'replace (\n\tx v1.0.0 => ../lib // why\n\ty => example.com/y v1.0.0\n)\n' }),
      ['go.work', 'a/go.mod', 'lib/go.mod', 'a/go.sum'],
    ],
  ])('%s', (_, files, expected) => {
    expect(read('go mod download', files)).toEqual(expected)
  })

  test('from the folder of one', () => {
    const all = ['go.work', 'a/go.mod', 'a/go.sum']
    expect(read('go mod download -C a', work('use ./a\n'))).toEqual(all)
    expect(read('go mod download -C lib', work('use ./a\n'))).toBeUndefined()
  })

  test('without a workspace', () => {
    const files = { 'go.mod': 'replace x => ./lib\n', 'lib/go.mod': '', 'lib/go.sum': '' }
    expect(read('go mod download', files)).toEqual(['go.mod', 'lib/go.mod'])
    expect(read('go mod download', { 'go.mod': 'replace x => ../lib\n' })).toBeUndefined()
    expect(read('go mod download', { 'main.go': '' })).toBeUndefined()
    expect(install('go mod download example.com/x')).toBeUndefined()
    expect(install('go mod download -modfile=x.mod')).toBeUndefined()
  })
})

describe('modules of Maven', () => {
  const top = (modules: string, more: Files = {}): Files => ({ 'pom.xml': `<project>${modules}</project>`, ...more })
  const child = '<parent><artifactId>top</artifactId></parent>'
  test.each([
    ['a folder', top('<modules><module> a </module></modules>', { 'a/pom.xml': child }), ['pom.xml', 'a/pom.xml']],
    ['a file', top('<module>a/b.xml</module>', { 'a/b.xml': '' }), ['pom.xml', 'a/b.xml']],
    ['one that is not there', top('<module>a</module>'), undefined],
    ['one in a comment', top('<!-- <module>a</module> -->'), ['pom.xml']],
    ['a name with a variable', top('<module>${a}</module>'), undefined],
    [
      'modules of modules',
      top('<module>a</module>', { 'a/pom.xml': '<module>../b</module>', 'b/pom.xml': '' }),
      ['pom.xml', 'a/pom.xml', 'b/pom.xml'],
    ],
    [
      'a parent that no list names',
      top('<module>a/b</module>', { 'a/b/pom.xml': child, 'a/pom.xml': '' }),
      ['pom.xml', 'a/b/pom.xml', 'a/pom.xml'],
    ],
    [
      'a parent elsewhere',
      top('<relativePath>./parent</relativePath>', { 'parent/pom.xml': '' }),
      ['pom.xml', 'parent/pom.xml'],
    ],
    ['a parent from the repository', top('<parent/><relativePath/>'), ['pom.xml']],
    ['a parent that is not there', top('<relativePath>../../parent</relativePath>'), undefined],
    ['a library of the project', top('<module>a</module>', { 'a/pom.xml': '<systemPath>x</systemPath>' }), undefined],
  ])('%s', (_, files, expected) => {
    expect(read('mvn dependency:go-offline', files)?.toSorted()).toEqual(expected?.toSorted())
  })
})
