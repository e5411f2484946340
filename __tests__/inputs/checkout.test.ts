import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { findBase, openCheckout, readCheckout } from '../../src/inputs/checkout/checkout.js'
import { UserError } from '../../src/user-error.js'
import { git } from '../github/git.js'
import { commitFiles, newRepository, switchTo } from '../github/git-repository.js'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function repository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = newRepository()
  made.push(folder)
  commitFiles(folder, files)
  return folder
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-folder-'))
  made.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const isDockerfile = (path: string) => /(?:^|\/)Dockerfile$/.test(path)

describe('under git', () => {
  test('the whole repository, as git knows it: ignored files are not there', async () => {
    const folder = repository({ Dockerfile: 'FROM a\n', '.gitignore': 'out\n', 'a/package.json': '{}' })
    writeFileSync(join(folder, 'new.txt'), 'new')
    mkdirSync(join(folder, 'out'))
    writeFileSync(join(folder, 'out/Dockerfile'), 'FROM out\n')
    const { files, repository: known } = await readCheckout(await openCheckout(folder), undefined, isDockerfile)
    expect(files).toEqual([
      { path: 'Dockerfile', text: 'FROM a\n', hunks: [{ first: 1, last: 1 }], changed: [{ first: 1, last: 1 }] },
    ])
    expect([...known.files.keys()].sort()).toEqual(['.gitignore', 'Dockerfile', 'a/package.json', 'new.txt'])
    expect([known.files.get('a/package.json'), known.isComplete]).toEqual([2, true])
  })

  test('against a base: changed lines of changed files, whatever the user has set up for diffs', async () => {
    const text = 'FROM a\n'.concat(...Array.from({ length: 20 }, (_, i) => `RUN ${i}\n`))
    const folder = repository({ Dockerfile: text, 'other/Dockerfile': 'FROM b\n', '.gitattributes': '*file diff=x\n' })
    git(folder, ['config', 'diff.external', 'false'])
    git(folder, ['config', 'diff.mnemonicPrefix', 'true'])
    git(folder, ['config', 'diff.x.textconv', 'false'])
    switchTo(folder, 'feature', 'main')
    commitFiles(folder, { Dockerfile: text.replace('RUN 9', 'RUN nine') })
    const checkout = await openCheckout(folder)
    const { files } = await readCheckout(checkout, await findBase(checkout, 'main'), isDockerfile)
    expect(files.map(({ path }) => path)).toEqual(['Dockerfile'])
    expect(files[0]?.hunks).toEqual([{ first: 8, last: 14 }])
    expect(files[0]?.changed).toEqual([{ first: 11, last: 11 }])
  })

  test('against a base: the texts of then, of files around it, too', async () => {
    const folder = repository({ Dockerfile: 'FROM a\r\n', '.dockerignore': 'x\n' })
    switchTo(folder, 'feature', 'main')
    commitFiles(folder, { Dockerfile: 'FROM b\n', '.dockerignore': 'y\n', 'new/Dockerfile': 'FROM c\n' })
    const checkout = await openCheckout(folder)
    const { files, before } = await readCheckout(checkout, await findBase(checkout, 'main'), isDockerfile)
    expect(files.map(file => [file.path, file.isAdded, file.before])).toEqual([
      ['Dockerfile', false, 'FROM a\r\n'],
      ['new/Dockerfile', true, undefined],
    ])
    expect([before?.texts.get('.dockerignore'), before?.files.has('new/Dockerfile')]).toEqual(['x\n', false])
  })

  test('a folder, a file of any name, a link, what is gone', async () => {
    const folder = repository({ 'a/Dockerfile': 'FROM a\n', 'b/Dockerfile': 'FROM b\n', 'b/image.txt': 'FROM c\n' })
    rmSync(join(folder, 'b/Dockerfile'))
    symlinkSync('image.txt', join(folder, 'b/link'))
    const pathsOf = async (path: string) => {
      const { files } = await readCheckout(await openCheckout(join(folder, path)), undefined, isDockerfile)
      return files.map(file => file.path)
    }
    expect(await pathsOf('a')).toEqual(['a/Dockerfile'])
    expect(await pathsOf('b')).toEqual([])
    expect(await pathsOf('b/image.txt')).toEqual(['b/image.txt'])
  })

  test('links are files of their own kind, wherever they lead', async () => {
    const folder = repository({ 'src/a.js': 'A' })
    symlinkSync('src', join(folder, 'folder'))
    symlinkSync('src/a.js', join(folder, 'file'))
    symlinkSync('gone', join(folder, 'nowhere'))
    const { repository: known } = await readCheckout(await openCheckout(folder), undefined, isDockerfile)
    expect([...known.files.keys()].sort()).toEqual(['file', 'folder', 'nowhere', 'src/a.js'])
    expect([...(known.links ?? [])].sort()).toEqual(['file', 'folder', 'nowhere'])
    expect(known.files.get('file')).toBe(1)
  })

  test('what only this checkout ignores is known', async () => {
    const folder = repository({ 'src/a.js': 'A' })
    mkdirSync(join(folder, '.git/info'), { recursive: true })
    writeFileSync(join(folder, '.git/info/exclude'), '/mine\n')
    const { repository: known } = await readCheckout(await openCheckout(folder), undefined, isDockerfile)
    expect(known.texts.get('.git/info/exclude')).toBe('/mine\n')
    expect(known.files.has('.git/info/exclude')).toBe(false)
  })

  test('what is no text is named with the reason', async () => {
    const folder = repository({ Dockerfile: Buffer.from('FROM a\n# caf\xe9\n', 'latin1') })
    const { files, unread } = await readCheckout(await openCheckout(folder), undefined, isDockerfile)
    expect([files, unread]).toEqual([[], [{ path: 'Dockerfile', reason: 'it is not UTF-8; save it as UTF-8' }]])
  })

  test('a base that is not there', async () => {
    const folder = repository({ Dockerfile: 'FROM a\n' })
    const checkout = await openCheckout(folder)
    await expect(findBase(checkout, '--help')).rejects.toThrow(UserError)
    await expect(findBase(checkout, 'nowhere')).rejects.toThrow('"nowhere" is unknown')
    git(folder, ['branch', '-m', 'trunk'])
    await expect(findBase(checkout, undefined)).rejects.toThrow('none of origin/HEAD')
  })
})

describe('outside git', () => {
  test('everything that lies there, but what others installed', async () => {
    const folder = folderWith({ 'a/Dockerfile': 'FROM a\n', 'node_modules/x/Dockerfile': 'FROM x\n' })
    const checkout = await openCheckout(folder)
    const { files, repository: known } = await readCheckout(checkout, undefined, isDockerfile)
    expect([checkout.isGit, files.map(({ path }) => path)]).toEqual([false, ['a/Dockerfile']])
    expect([...known.files.keys()]).toEqual(['a/Dockerfile'])
  })

  test('no such path', async () => {
    await expect(openCheckout('/no/such/path')).rejects.toThrow('/no/such/path: there is no such file or folder.')
  })
})
