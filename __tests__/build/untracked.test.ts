import { expect, test } from '@jest/globals'
import { mayBeUntracked, mayHoldUntracked } from '../../src/build/untracked.js'

const TEXTS = {
  '.gitignore': '/generated\n*.local\nlogs/\n!logs/keep\n/data/**\n/made/*\n',
  'web/.gitignore': 'client/\n',
  '.gitmodules':
    '[submodule "theme"]\n\tpath = web/theme\n\turl = https://example.org/theme.git\n[submodule "b"]\n\tPath = "sub b/"\n',
}
const repository = {
  texts: new Map(Object.entries(TEXTS)),
  files: new Map([...Object.keys(TEXTS), 'shared', 'app/.gitignore'].map(path => [path, 1])),
  isComplete: true,
}

test.each([
  ['generated', true],
  ['generated/a.js', true],
  ['web/generated', false],
  ['web/a.local', true],
  ['web/client', true],
  ['web/client/a.js', true],
  ['client', false],
  ['logs', true],
  ['web/theme', true],
  ['web/theme/a.css', true],
  ['web/themes', false],
  ['shared/a.py', true],
  ['dist/index.html', true],
  ['web/target/app.jar', true],
  ['.env.production', true],
  ['certs/ca.pem', true],
  ['data', true],
  ['made', true],
  ['app/src', true],
  ['sub b/a', true],
  ['.git/HEAD', true],
  ['requirements.txt', false],
  ['src', false],
  ['builder/a.js', false],
])('%s: %s', (path, expected) => {
  expect(mayBeUntracked(path, repository)).toBe(expected)
})

test('where the submodules lie is not known', () => {
  const texts = new Map<string, string>()
  expect(mayBeUntracked('src', { ...repository, texts })).toBe(true)
})

test('where links are known, a file on the way is a file', () => {
  const links = new Set(['shared'])
  const known = { ...repository, links, files: new Map([...repository.files, ['setup.py', 1]]) }
  expect(['shared/a.py', 'setup.py/a'].map(path => mayBeUntracked(path, known))).toEqual([true, false])
  expect(mayBeUntracked('setup.py/a', { ...repository, files: known.files })).toBe(true)
})

test('what this checkout alone ignores', () => {
  const texts = new Map([...repository.texts, ['.git/info/exclude', '/mine\n']])
  expect(['mine', 'web/mine', 'generated'].map(path => mayBeUntracked(path, { ...repository, texts }))).toEqual([
    ...[true, false, true],
  ])
})

test('a folder whose files are ignored one by one', () => {
  const texts = new Map([['.gitignore', '*.sql\n/models/*.onnx\n*.log\n']])
  const known = { ...repository, texts, files: new Map([['.gitignore', 1]]) }
  const paths = ['db/dumps', 'models', 'other/models', 'db/init.sh']
  expect(paths.map(path => mayHoldUntracked(path, known))).toEqual([true, true, true, false])
  const plain = { ...known, texts: new Map([['.gitignore', '/models/*.onnx\n*.log\n']]) }
  expect(paths.map(path => mayHoldUntracked(path, plain))).toEqual([false, true, false, false])
})
