import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { openCheckout } from '../../src/inputs/checkout/checkout.js'
import { readCommits } from '../../src/inputs/checkout/history.js'
import { git } from '../github/git.js'
import { commitFiles, newRepository, switchTo } from '../github/git-repository.js'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A branch `main` whose root brings two files. */
function repository(): string {
  const folder = newRepository()
  made.push(folder)
  commitFiles(folder, { 'package.json': '{}', 'src/a.js': '1' })
  return folder
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-folder-'))
  made.push(folder)
  return folder
}

function merge(folder: string, branch: string): void {
  switchTo(folder, 'main')
  const identity = ['-c', 'user.name=Octocat', '-c', 'user.email=octocat@github.com']
  git(folder, [...identity, 'merge', '--quiet', '--no-ff', '-m', `Merge pull request #3 from acme/${branch}`, branch])
}

function clone(folder: string, ...options: readonly string[]): string {
  const target = join(emptyFolder(), 'clone')
  git(folder, ['clone', '--quiet', ...options, `file://${folder}`, target])
  return target
}

const historyOf = async (folder: string, base?: string, count = 50) =>
  readCommits(await openCheckout(folder), base, count)
const pathsOf = async (folder: string, base?: string, count = 50) =>
  (await historyOf(folder, base, count))?.changes.map(({ paths }) => paths)

describe('what is one change', () => {
  test('a squashed one is its commit; the root, which would add everything, is none', async () => {
    const folder = repository()
    const first = commitFiles(folder, { 'src/a.js': '2' })
    const second = commitFiles(folder, { 'package.json': '{"name":"a"}', 'README.md': '' })
    const short = (sha: string) => git(folder, ['rev-parse', '--short', sha]).toString().trim()
    expect(await historyOf(folder)).toEqual({
      kind: 'commit',
      isShallow: false,
      changes: [
        { id: short(second), paths: ['README.md', 'package.json'], isComplete: true },
        { id: short(first), paths: ['src/a.js'], isComplete: true },
      ],
    })
  })

  test('a merge is one, whatever commits it brings; what it takes from its own base is none of it', async () => {
    const folder = repository()
    switchTo(folder, 'feature', 'main')
    commitFiles(folder, { 'src/b.js': '1' })
    commitFiles(folder, { 'src/b.js': '2', 'src/c.js': '1' })
    switchTo(folder, 'main')
    commitFiles(folder, { 'docs/a.md': '' })
    merge(folder, 'feature')
    expect(await pathsOf(folder)).toEqual([['src/b.js', 'src/c.js'], ['docs/a.md']])
    git(folder, ['config', 'log.diffMerges', 'separate'])
    git(folder, ['config', 'log.showSignature', 'true'])
    expect(await pathsOf(folder)).toEqual([['src/b.js', 'src/c.js'], ['docs/a.md']])
  })

  test('one without a file counts as a change', async () => {
    const folder = repository()
    commitFiles(folder, {})
    commitFiles(folder, { 'src/a.js': '2' })
    commitFiles(folder, {})
    expect(await pathsOf(folder)).toEqual([[], ['src/a.js'], []])
  })

  test('of a renamed file both paths, and what is gone', async () => {
    const folder = repository()
    git(folder, ['config', 'diff.renames', 'true'])
    commitFiles(folder, { 'src/a.js': null, 'lib/a.js': '1' })
    commitFiles(folder, { 'lib/a.js': null })
    expect(await pathsOf(folder)).toEqual([['lib/a.js'], ['lib/a.js', 'src/a.js']])
  })
})

test('names that are hard to write', async () => {
  const folder = repository()
  const names = ['\nfirst', ' space', '"quoted"', '-x', 'a\tb\\c', 'line\nend\n\nfile', 'ключ/日本.txt', 'é']
  commitFiles(folder, Object.fromEntries(names.map(name => [name, '1'])))
  commitFiles(folder, { '\nfirst': '2' })
  const [second, first] = (await pathsOf(folder)) ?? []
  expect([second, first?.toSorted()]).toEqual([['\nfirst'], names.toSorted()])
})

describe('which branch', () => {
  test('the main one, whatever is checked out, as the server has it', async () => {
    const origin = repository()
    commitFiles(origin, { 'src/a.js': 'on the server' })
    const folder = clone(origin)
    commitFiles(folder, { 'not-pushed.txt': '' })
    switchTo(folder, 'feature', 'main')
    commitFiles(folder, { 'mine.txt': '' })
    expect(await pathsOf(folder)).toEqual([['src/a.js']])
  })

  test('the one that is named; where none has a usual name, what is checked out', async () => {
    const folder = repository()
    switchTo(folder, 'trunk', 'main')
    commitFiles(folder, { 'trunk.txt': '' })
    expect(await pathsOf(folder)).toEqual([])
    expect(await pathsOf(folder, 'trunk')).toEqual([['trunk.txt']])
    expect(await pathsOf(folder, 'src')).toBeUndefined()
    expect(await pathsOf(folder, '--all')).toBeUndefined()
    git(folder, ['branch', '--quiet', '-D', 'main'])
    expect(await pathsOf(folder)).toEqual([['trunk.txt']])
  })
})

test('no more than are wanted', async () => {
  const folder = repository()
  for (const text of ['2', '3', '4']) commitFiles(folder, { 'src/a.js': text, [`${text}.txt`]: '' })
  expect(await pathsOf(folder, undefined, 2)).toEqual([
    ['4.txt', 'src/a.js'],
    ['3.txt', 'src/a.js'],
  ])
})

describe('clones that lack something', () => {
  test('a shallow one: its oldest commit is left out, and it is said that there was more', async () => {
    const origin = repository()
    for (const text of ['2', '3', '4']) commitFiles(origin, { 'src/a.js': text, [`${text}.txt`]: '' })
    const shallow = await historyOf(clone(origin, '--depth', '3'))
    expect([shallow?.isShallow, shallow?.changes.map(({ paths }) => paths)]).toEqual([
      true,
      [
        ['4.txt', 'src/a.js'],
        ['3.txt', 'src/a.js'],
      ],
    ])
    expect(await historyOf(clone(origin, '--depth', '1'))).toEqual({ kind: 'commit', changes: [], isShallow: true })
    // As many as are wanted are there.
    expect(await historyOf(clone(origin, '--depth', '3'), undefined, 2)).toMatchObject({ isShallow: false })
  })

  test('one without old files has a history; one without trees has none, and nothing is fetched for it', async () => {
    const origin = repository()
    git(origin, ['config', 'uploadpack.allowFilter', 'true'])
    commitFiles(origin, { 'src/a.js': '2' })
    commitFiles(origin, { 'src/a.js': '3' })
    const blobless = clone(origin, '--filter=blob:none')
    const treeless = clone(origin, '--filter=tree:0')
    expect(await pathsOf(blobless)).toEqual([['src/a.js'], ['src/a.js']])
    expect(await historyOf(treeless)).toBeUndefined()
  })

  test('no commit yet, no git at all', async () => {
    const unborn = newRepository()
    made.push(unborn)
    expect(await historyOf(unborn)).toBeUndefined()
    expect(await historyOf(emptyFolder())).toBeUndefined()
  })
})
