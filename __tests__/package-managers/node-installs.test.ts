import { describe, expect, test } from '@jest/globals'
import type { Files } from '../rules/checking.js'
import { install, needs, read } from './installing.js'

describe('commands that install what package.json says', () => {
  test.each([
    ['npm ci', 'npm ci', '/app/package.json'],
    ['npm install', 'npm install', '/app/package.json'],
    ['npm i --omit=dev', 'npm i', '/app/package.json'],
    ['npm ci --omit dev', 'npm ci', '/app/package.json'],
    ['npm --prefix web ci', 'npm ci', '/app/web/package.json'],
    ['npm ci --prefix=/srv/web', 'npm ci', '/srv/web/package.json'],
    ['cd x && NODE_ENV=production npm ci', 'npm ci', '/app/package.json'],
    ['yarn', 'yarn', '/app/package.json'],
    ['yarn install --frozen-lockfile', 'yarn install', '/app/package.json'],
    ['yarn --cwd web install', 'yarn install', '/app/web/package.json'],
    ['pnpm i -C web', 'pnpm i', '/app/web/package.json'],
    ['corepack pnpm install', 'pnpm install', '/app/package.json'],
    ['bun install', 'bun install', '/app/package.json'],
  ])('%s', (command, name, manifest) => {
    expect(install(command)).toMatchObject({ command: name, manifests: [manifest] })
  })

  test.each([
    'npm install express',
    'npm install -g pnpm',
    'npm ci --workspace=a',
    'npm ci -w a',
    'npm run build',
    'npm',
    'npm install $PACKAGES',
    'npm ci --help',
    'yarn add x',
    'yarn --version',
    'pnpm install -r',
    'pnpm install --filter web',
    'bun',
    'npm ci --userconfig /x',
    'NPM_CONFIG_PREFIX=/x npm ci',
    'npm_config_prefix=/x npm ci',
    'node index.js',
  ])('not %s', command => {
    expect(install(command)).toBeUndefined()
  })

  test('a variable that moves what is installed', () => {
    expect(install('npm ci', 'ENV NPM_CONFIG_USERCONFIG=/x')).toBeUndefined()
    expect(install('npm ci', 'ENV NODE_ENV=production')).toBeDefined()
  })
})

const npm = (manifest: object, more: Files = {}): Files => ({
  'package.json': JSON.stringify({ name: 'a', ...manifest }),
  'package-lock.json': '{}',
  'index.js': '',
  ...more,
})

describe('the files that an install reads', () => {
  test.each([
    ['npm ci', npm({}), ['package.json', 'package-lock.json']],
    ['npm ci', npm({}, { '.npmrc': 'registry=https://r.example' }), ['package.json', 'package-lock.json', '.npmrc']],
    ['npm install', { 'package.json': '{}' }, ['package.json']],
    ['npm ci', { 'package.json': '{}' }, undefined],
    ['npm ci', { 'package.json': '{}', 'npm-shrinkwrap.json': '{}' }, ['package.json', 'npm-shrinkwrap.json']],
    ['npm ci', { 'package-lock.json': '{}' }, undefined],
    ['npm ci', npm({}, { 'package.json': '{' }), undefined],
    ['npm ci', npm({ scripts: { build: 'tsc', test: 'jest' } }), ['package.json', 'package-lock.json']],
    ['npm ci', npm({ scripts: { postinstall: 'node fix.js' } }), undefined],
    ['npm ci', npm({ scripts: { prepare: 'husky' } }), undefined],
    ['npm ci --ignore-scripts', npm({ scripts: { prepare: 'husky' } }), ['package.json', 'package-lock.json']],
    ['npm ci', npm({ scripts: { preinstall: 'npx only-allow npm' } }), ['package.json', 'package-lock.json']],
    ['npm ci', npm({ workspaces: ['a'] }), undefined],
    ['npm ci', npm({ dependencies: { b: 'file:../b' } }), undefined],
    ['npm ci', npm({ dependencies: { b: './b' } }), undefined],
    ['npm ci', npm({ dependencies: { b: 'github:x/y' } }), ['package.json', 'package-lock.json']],
    ['npm ci', npm({ overrides: { a: { b: 'file:b' } } }), undefined],
    ['npm ci', npm({ dependencies: { '@prisma/client': '5' } }), undefined],
    ['npm ci', npm({ devDependencies: { husky: '^4.3.0' } }), undefined],
    ['npm ci', npm({ devDependencies: { husky: '^9.0.0' } }), ['package.json', 'package-lock.json']],
    ['npm ci', npm({}, { 'binding.gyp': '{}' }), undefined],
    ['npm ci', npm({}, { 'patches/a.patch': '' }), undefined],
    ['npm ci', npm({}, { '.npmrc': 'prefix=/x' }), undefined],
    [
      'npm ci --prefix web',
      { 'web/package.json': '{}', 'web/package-lock.json': '{}' },
      ['web/package.json', 'web/package-lock.json'],
    ],
    [
      'npm ci --prefix web',
      { ...npm({ workspaces: ['web'] }), 'web/package.json': '{}', 'web/package-lock.json': '{}' },
      undefined,
    ],
    [
      'npm ci --prefix web',
      { ...npm({}), 'web/package.json': '{}', 'web/package-lock.json': '{}' },
      ['web/package.json', 'web/package-lock.json'],
    ],
  ])('%s of %j', (command, files, expected) => {
    expect(read(command, files as Files)).toEqual(expected)
  })

  const yarn = (manifest: object, more: Files): Files => ({
    'package.json': JSON.stringify(manifest),
    'yarn.lock': '',
    ...more,
  })
  test.each([
    ['yarn install', yarn({}, {}), ['package.json', 'yarn.lock']],
    ['yarn --frozen-lockfile', { 'package.json': '{}' }, undefined],
    ['yarn', yarn({}, { '.yarnrc': 'registry "https://r.example"' }), ['package.json', 'yarn.lock', '.yarnrc']],
    ['yarn', yarn({}, { '.yarnrc': 'yarn-path ".yarn/releases/y.cjs"' }), undefined],
    ['yarn', yarn({ packageManager: 'yarn@1.22.22' }, {}), ['package.json', 'yarn.lock']],
    ['yarn', yarn({ packageManager: 'yarn@4.1.0' }, {}), undefined],
    ['yarn', yarn({}, { '.yarnrc.yml': 'nodeLinker: pnp\n' }), undefined],
    [
      'yarn install --immutable',
      yarn(
        {},
        { '.yarnrc.yml': 'nodeLinker: node-modules\n', '.yarn/releases/yarn-4.cjs': '', '.yarn/plugins/p.cjs': '' },
      ),
      ['package.json', 'yarn.lock', '.yarnrc.yml', '.yarn/releases/yarn-4.cjs', '.yarn/plugins/p.cjs'],
    ],
    ['yarn', yarn({}, { '.yarnrc.yml': 'nodeLinker: node-modules\ncaFilePath: ./ca.pem\n' }), undefined],
    ['yarn', yarn({}, { '.yarnrc.yml': 'nodeLinker: node-modules\n', '.yarn/cache/a.zip': '' }), undefined],
    ['yarn --cwd web', { 'yarn.lock': '', 'web/package.json': '{}', 'web/yarn.lock': '' }, undefined],
    [
      'pnpm install --frozen-lockfile',
      { 'package.json': '{}', 'pnpm-lock.yaml': '' },
      ['package.json', 'pnpm-lock.yaml'],
    ],
    ['pnpm install --frozen-lockfile', { 'package.json': '{}' }, undefined],
    ['pnpm install', { 'package.json': '{}', 'pnpm-workspace.yaml': 'packages:\n  - a\n' }, undefined],
    [
      'pnpm install',
      { 'package.json': '{}', 'pnpm-workspace.yaml': 'onlyBuiltDependencies: [a]\n' },
      ['package.json', 'pnpm-workspace.yaml'],
    ],
    ['pnpm install', { 'package.json': '{"pnpm":{"patchedDependencies":{"a":"p"}}}' }, undefined],
    ['pnpm install', { 'package.json': '{}', '.pnpmfile.cjs': '' }, undefined],
    [
      'bun install',
      { 'package.json': '{}', 'bun.lock': '', 'bunfig.toml': '' },
      ['package.json', 'bun.lock', 'bunfig.toml'],
    ],
    ['bun install', { 'package.json': '{"patchedDependencies":{}}' }, undefined],
  ])('%s of %j', (command, files, expected) => {
    expect(read(command, files as Files)).toEqual(expected)
  })

  test('what it fills', () => {
    expect(needs('npm ci', npm({}))?.outputs).toEqual(['/app/node_modules'])
  })
})
