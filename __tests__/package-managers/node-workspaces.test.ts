import { describe, expect, test } from '@jest/globals'
import type { Files } from '../rules/checking.js'
import { needs, read } from './installing.js'

const A = { 'packages/a/package.json': '{"name":"a"}', 'packages/a/index.js': '' }
const npm = (files: Files = {}, workspaces: unknown = ['packages/*'], lock: unknown = {}): Files => ({
  'package.json': JSON.stringify({ workspaces }),
  'package-lock.json': JSON.stringify(lock),
  ...A,
  ...files,
})
const NPM = ['package.json', 'package-lock.json', 'packages/a/package.json']

describe('members of a workspace of npm', () => {
  const b = (manifest: object, more: Files = {}) =>
    npm({ 'packages/b/package.json': JSON.stringify(manifest), ...more })
  test.each([
    ['folders', npm({ 'packages/README.md': '', 'tools/package.json': '{}' }), NPM],
    ['an object', npm({}, { packages: ['./packages/*/'] }), NPM],
    ['a plain folder', npm({}, ['packages/a']), NPM],
    ['a folder that is not there', npm({}, ['packages/a', 'packages/b']), undefined],
    ['all depths', npm({ 'packages/a/node_modules/c/package.json': '{}' }, ['packages/**']), NPM],
    ['one that is taken away', npm({ 'packages/old/package.json': '{' }, ['packages/*', '!packages/old']), NPM],
    ['what is taken away and more behind it', npm({}, ['!packages/old', 'packages/*']), undefined],
    ['what lies outside', npm({}, ['../packages/*']), undefined],
    ['no list', npm({}, 'packages/*'), undefined],
    ['a manifest that cannot be read', b({ name: 'b' }, { 'packages/b/package.json': '{' }), undefined],
    ['a script', b({ scripts: { prepare: 'tsc' } }), undefined],
    ['a package that reads the project', b({ dependencies: { '@prisma/client': '6' } }), undefined],
    ['a path', b({ dependencies: { a: 'file:../a' } }), undefined],
    ['a member by its version', b({ dependencies: { a: '1.0.0' } }), [...NPM, 'packages/b/package.json']],
    ['a program that is there', b({ bin: { b: './cli.js' } }, { 'packages/b/cli.js': '' }), undefined],
    ['a program that is made later', b({ bin: 'dist/cli.js' }), [...NPM, 'packages/b/package.json']],
    ['a folder of programs', b({ directories: { bin: 'bin' } }), undefined],
    ['what is compiled', b({}, { 'packages/b/binding.gyp': '' }), undefined],
    ['a workspace in it', b({ workspaces: [] }), undefined],
    ['a lock file of its own', b({}, { 'packages/b/npm-shrinkwrap.json': '{}' }), undefined],
    [
      'a lock file that knows them',
      npm({}, ['packages/*'], {
        packages: { '': {}, 'packages/a': {}, 'node_modules/x': {}, old: { extraneous: true } },
      }),
      NPM,
    ],
    ['a lock file that knows more', npm({}, ['packages/*'], { packages: { 'packages/b': {} } }), undefined],
  ])('%s', (_, files, expected) => {
    expect(read('npm ci', files)).toEqual(expected)
  })

  test('scripts that nobody runs', () => {
    const files = npm({ 'packages/a/package.json': '{"scripts":{"postinstall":"tsc"}}' })
    expect(read('npm ci', files)).toBeUndefined()
    expect(read('npm ci --ignore-scripts', files)).toEqual(NPM)
  })

  test('each member may get modules of its own', () => {
    expect(needs('npm ci', npm())?.outputs).toEqual(['/app/node_modules', '/app/packages/a/node_modules'])
  })
})

const pnpm = (files: Files = {}, workspace = 'packages:\n  - packages/*\n', lock = ''): Files => ({
  'package.json': '{}',
  'pnpm-workspace.yaml': workspace,
  'pnpm-lock.yaml': lock,
  ...A,
  ...files,
})
const PNPM = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'packages/a/package.json']

describe('members of a workspace of pnpm', () => {
  const uses = (version: string, more: object = {}) =>
    pnpm({ 'packages/b/package.json': JSON.stringify({ dependencies: { a: version }, ...more }) })
  const both = [...PNPM, 'packages/b/package.json']
  test.each([
    ['folders', pnpm(), PNPM],
    ['itself alone', pnpm({}, 'packages: ["."]\n'), PNPM.slice(0, 3)],
    ['none', pnpm({}, 'packages:\n'), undefined],
    ['no YAML', pnpm({}, 'packages: ['), undefined],
    [
      'what is taken away first',
      pnpm({ 'packages/old/package.json': '{' }, 'packages: ["!**/old", "packages/*"]'),
      PNPM,
    ],
    ['a version of a member', uses('workspace:^1.0.0'), both],
    ['any version of a member', uses('workspace:*'), both],
    ['a path to a member', uses('workspace:../a'), undefined],
    ['a version of no member', uses('1', { devDependencies: { c: 'workspace:*' } }), undefined],
    ['a copy of a member', uses('workspace:*', { dependenciesMeta: { a: { injected: true } } }), undefined],
    ['what is published is another folder', uses('1', { publishConfig: { directory: 'dist' } }), undefined],
    ['settings of a member', pnpm({ 'packages/a/.npmrc': 'fund=false\n' }), [...PNPM, 'packages/a/.npmrc']],
    ['copies of all', pnpm({}, 'packages: ["packages/*"]\ninjectWorkspacePackages: true\n'), undefined],
    ['a lock file each', pnpm({ '.npmrc': 'shared-workspace-lockfile=false\n' }), undefined],
    ['other versions', pnpm({}, 'packages: ["packages/*"]\noverrides:\n  x: ^1.0.0\n'), PNPM],
    ['a path for a version', pnpm({}, 'packages: ["packages/*"]\noverrides:\n  x: link:./x\n'), undefined],
    ['a manifest of another kind', pnpm({ 'packages/a/package.yaml': '' }), undefined],
    [
      'a lock file that knows them',
      pnpm({}, undefined, 'importers:\n\n  .: {}\n\n  packages/a: {}\n\npackages:\n  b: {}\n'),
      PNPM,
    ],
    ['a lock file that knows more', pnpm({}, undefined, "importers:\n  .: {}\n  'packages/b': {}\n"), undefined],
    ['what pnpm does not read', { 'package.json': '{"workspaces":["packages/*"]}', ...A }, undefined],
  ])('%s', (_, files, expected) => {
    expect(read('pnpm install', files)).toEqual(expected)
  })
})

describe('members of a workspace of Yarn', () => {
  const yarn = (files: Files, workspaces = ['packages/*'], more = {}): Files => ({
    'package.json': JSON.stringify({ workspaces, ...more }),
    'yarn.lock': '',
    ...A,
    ...files,
  })
  const modern = { '.yarnrc.yml': 'nodeLinker: node-modules\n' }
  const lock = (folder: string) => ({ 'yarn.lock': `"a@workspace:*":\n  resolution: "a@workspace:${folder}"\n` })
  const all = ['package.json', 'yarn.lock', 'packages/a/package.json']
  const allModern = ['package.json', 'yarn.lock', '.yarnrc.yml', 'packages/a/package.json']
  test.each([
    ['folders', yarn({}), all],
    ['one that is taken away', yarn({}, ['packages/*', '!packages/old']), undefined],
    ['a modern one', yarn({ ...modern, ...lock('packages/a') }), allModern],
    ['a lock file that knows more', yarn({ ...modern, ...lock('packages/b') }), undefined],
    ['a program of the project itself', yarn({ 'cli.js': '' }, ['packages/*'], { bin: 'cli.js' }), undefined],
    ['checks', yarn({ '.yarnrc.yml': 'nodeLinker: node-modules\nenableConstraintsChecks: true\n' }), undefined],
    ['a Yarn elsewhere', yarn({ '.yarnrc.yml': 'nodeLinker: node-modules\nyarnPath: tools/yarn.cjs\n' }), undefined],
  ])('%s', (_, files, expected) => {
    expect(read('yarn install', files)).toEqual(expected)
  })

  test('of Bun nothing was shown', () => {
    expect(read('bun install', { 'package.json': '{"workspaces":["packages/*"]}', ...A })).toBeUndefined()
  })
})
