import { describe, expect, test } from '@jest/globals'
import { cacheMount } from '../../src/rules/cache-mount.js'
import { hiddenMountResult } from '../../src/rules/hidden-mount-result.js'
import { noninteractiveInstall } from '../../src/rules/noninteractive-install.js'
import type { NearMiss } from '../../src/rules/rule.js'
import { systemCacheLeft } from '../../src/rules/system-cache-left.js'
import { unpinnedModules } from '../../src/rules/unpinned-modules.js'
import { unreadableMount } from '../../src/rules/unreadable-mount.js'
import { fixed, said } from './checking.js'

describe('noninteractive-install in odd layouts', () => {
  test.each([
    ['lower case', 'from debian:12\nrun apt-get install git\n', 'from debian:12\nrun apt-get install -y git\n'],
    [
      'CRLF',
      'FROM debian:12\r\nRUN apt-get install \\\r\n git\r\n',
      'FROM debian:12\r\nRUN apt-get install -y \\\r\n git\r\n',
    ],
    [
      'a heredoc',
      'FROM debian:12\nRUN <<E\napt-get update\napt-get install git\nE\n',
      'FROM debian:12\nRUN <<E\napt-get update\napt-get install -y git\nE\n',
    ],
    [
      'ONBUILD',
      'FROM debian:12\nONBUILD RUN apt-get install git\n',
      'FROM debian:12\nONBUILD RUN apt-get install -y git\n',
    ],
    ['sudo', 'FROM debian:12\nRUN sudo apt install git\n', 'FROM debian:12\nRUN sudo apt install -y git\n'],
    [
      'the release behind -t',
      'FROM debian:12\nRUN apt-get -t sid install git\n',
      'FROM debian:12\nRUN apt-get -t sid install -y git\n',
    ],
    [
      'only where it lacks',
      'FROM debian:12\nRUN apt-get install -y a && apt-get remove b\n',
      'FROM debian:12\nRUN apt-get install -y a && apt-get remove -y b\n',
    ],
  ])('%s', (_, before, after) => {
    expect(fixed(before, [noninteractiveInstall])).toBe(after)
  })

  test('found, but nothing is offered: a line end splits the verb', () => {
    const text = 'FROM debian:12\nRUN apt-get inst\\\nall git\n'
    expect(said(text, [noninteractiveInstall])).toHaveLength(1)
    expect(fixed(text, [noninteractiveInstall])).toBe(text)
  })

  test.each([
    ['another shell', 'FROM debian:12\nSHELL ["python3", "-c"]\nRUN apt-get install git\n'],
    ['JSON form', 'FROM debian:12\nRUN ["apt-get", "install", "git"]\n'],
  ])('silent: %s', (_, text) => {
    expect(said(text, [noninteractiveInstall])).toEqual([])
  })
})

describe('system-cache-left', () => {
  test('nothing is offered behind exec, or in the background', () => {
    for (const end of ['exec true', 'true &']) {
      const text = `FROM fedora:42\nRUN dnf install -y git; ${end}\n`
      expect(said(text, [systemCacheLeft])).toHaveLength(1)
      expect(fixed(text, [systemCacheLeft])).toBe(text)
    }
  })

  test('a comment at the end stays there', () => {
    const text = 'FROM fedora:42\nRUN dnf install -y git # for npm\n'
    expect(fixed(text, [systemCacheLeft])).toBe('FROM fedora:42\nRUN dnf install -y git && dnf clean all # for npm\n')
  })

  test('the index of one RUN serves another: both change together', () => {
    const text = 'FROM alpine:3.22\nRUN apk update && apk add a\nENV A=1\nRUN apk add b\n'
    expect(said(text, [systemCacheLeft])).toHaveLength(1)
    expect(fixed(text, [systemCacheLeft])).toBe(
      'FROM alpine:3.22\nRUN apk add --no-cache a\nENV A=1\nRUN apk add --no-cache b\n',
    )
  })

  test('a script may install with the index', () => {
    const text = 'FROM alpine:3.22\nRUN apk update && apk add a\nRUN ./install.sh\n'
    expect(fixed(text, [systemCacheLeft])).toBe(text)
  })
})

describe('hidden-mount-result', () => {
  const HEAD = 'FROM rust:1.90 AS b\nWORKDIR /app\n'
  const RUN = 'RUN --mount=type=cache,target=target cargo build --release\n'
  const COPY = 'FROM debian:12\nCOPY --from=b /app/target/release/web /web\n'

  test('a relative target, and a stage by its number', () => {
    const text = `${HEAD}${RUN}${COPY.replace('from=b', 'from=0')}`
    expect(fixed(text, [hiddenMountResult])).toContain(
      'cargo build --release && cp /app/target/release/web /usr/local/bin/\nFROM debian:12\nCOPY --from=0 /usr/local/bin/web /web',
    )
  })

  test.each([
    ['another user', `${HEAD}USER 1000\n${RUN}${COPY}`],
    ['two are copied', `${HEAD}${RUN}${COPY}COPY --from=b /app/target/release/cli /cli\n`],
    [
      'more sources than one',
      `${HEAD}${RUN}FROM debian:12\nCOPY --from=b /app/target/release/web /app/Cargo.toml /x/\n`,
    ],
  ])('found, but nothing is offered: %s', (_, text) => {
    expect(said(text, [hiddenMountResult]).length).toBeGreaterThan(0)
    expect(fixed(text, [hiddenMountResult])).toBe(text)
  })

  test.each([
    ['a variable in the path', `${HEAD}${RUN}FROM debian:12\nARG P\nCOPY --from=b /app/target/$P/web /web\n`],
    ['another image', `${HEAD}${RUN}FROM debian:12\nCOPY --from=other /app/target/release/web /web\n`],
  ])('silent: %s', (_, text) => {
    expect(said(text, [hiddenMountResult])).toEqual([])
  })
})

test('unreadable-mount names the secret and the user', () => {
  const text = 'FROM node:22\nUSER node\nRUN --mount=type=secret,id=a,uid=1001 cat /run/secrets/a\n'
  expect(said(text, [unreadableMount])).toEqual([
    '--mount=type=secret,id=a,uid=1001 | The secret `a` belongs to root here, and `node` may not read it.',
  ])
})

describe('unpinned-modules takes a version that the repository names', () => {
  test.each([
    ['poetry.lock', 'pip install "x" ruff', { 'poetry.lock': '' }, undefined],
    [
      'uv.lock',
      'pip install ruff',
      { 'uv.lock': '[[package]]\nname = "ruff"\nversion = "0.9.1"\n' },
      'pip install ruff==0.9.1',
    ],
    [
      'extras and other spellings',
      'pip install Flask_Login[a]',
      { 'requirements.txt': 'flask-login==0.6.3 ; python_version > "3"\n' },
      'pip install Flask_Login[a]==0.6.3',
    ],
    [
      'package-lock.json',
      'npm i -g tsx',
      { 'package-lock.json': '{"packages": {"node_modules/tsx": {"version": "4.19.2"}}}' },
      'npm i -g tsx@4.19.2',
    ],
    [
      'Gemfile.lock',
      'gem install rake',
      { 'Gemfile.lock': 'GEM\n  specs:\n    rake (13.2.1)\n' },
      'gem install rake:13.2.1',
    ],
    ['a range says nothing', 'npm i -g tsx', { 'package.json': '{"devDependencies": {"tsx": "^4.19.2"}}' }, undefined],
    [
      'two files that differ',
      'pip install a',
      { 'requirements.txt': 'a==1\n', 'requirements-dev.txt': 'a==2\n' },
      undefined,
    ],
    ['another name', 'pip install a', { 'requirements.txt': 'a-b==1\nb-a==1\n' }, undefined],
  ])('%s', (_, command, files, expected) => {
    const text = `FROM node:22\nCOPY . .\nRUN ${command}\n`
    expect(fixed(text, [unpinnedModules], files)).toBe(`FROM node:22\nCOPY . .\nRUN ${expected ?? command}\n`)
    expect(said(text, [unpinnedModules], files)).toHaveLength(1)
  })
})

describe('cache-mount knows', () => {
  test.each([
    ['bun', 'oven/bun:1', 'bun install --frozen-lockfile', '/root/.bun/install/cache', {}],
    ['pdm', 'python:3.13', 'pdm sync --prod', '/root/.cache/pdm', {}],
    [
      'Yarn 4 with node_modules',
      'node:22',
      'yarn install --immutable',
      '/root/.yarn/berry/cache,sharing=locked',
      {
        'package.json': '{"packageManager": "yarn@4.9.1"}',
        '.yarnrc.yml': 'nodeLinker: node-modules\n',
      },
    ],
  ])('%s', (_, image, command, target, files) => {
    const text = `FROM ${image}\nCOPY . .\nRUN ${command}\n`
    const after = `FROM ${image}\nCOPY . .\nRUN --mount=type=cache,target=${target} \\\n    ${command}\n`
    expect(fixed(text, [cacheMount], files)).toBe(after)
  })
})

const NEAR_MISSES: readonly NearMiss[] = [
  {
    why: 'bun has one',
    text: 'FROM oven/bun:1\nRUN --mount=type=cache,target=/root/.bun/install/cache bun install\n',
  },
  {
    why: 'Yarn without node_modules uses packages where its cache is',
    text: 'FROM node:22\nCOPY . .\nRUN yarn install\n',
    files: { 'package.json': '{"packageManager": "yarn@4.9.1"}', '.yarnrc.yml': 'nodeLinker: pnp\n' },
  },
  {
    why: 'settings of bun may put its cache elsewhere',
    text: 'FROM oven/bun:1\nCOPY . .\nRUN bun install\n',
    files: { 'bunfig.toml': '[install.cache]\ndir = "/c"\n' },
  },
  { why: 'one tool for people', text: 'FROM python:3.13\nRUN pipx install poetry\nRUN gem install rake\n' },
  {
    why: 'nobody knows where conda is',
    text: 'FROM continuumio/miniconda3\nCOPY environment.yml .\nRUN conda env create -f environment.yml\n',
  },
  {
    why: 'pdm uses packages where its cache is',
    text: 'FROM python:3.13\nENV PDM_INSTALL_CACHE=1\nCOPY . .\nRUN pdm install\n',
  },
  {
    why: 'dnf keeps no packages, so a mount would save little',
    text: 'FROM fedora:42 AS a\nCOPY . .\nRUN dnf install -y gcc\nFROM scratch\nCOPY --from=a /a /a\n',
  },
]

test.each(NEAR_MISSES)('cache-mount is silent: $why', ({ text, files }) => {
  expect(said(text, [cacheMount], files)).toEqual([])
})

test.each([
  ['the file itself', 'pip install -r requirements.txt', 0],
  ['in one word', 'pip install --requirement=./requirements.txt', 0],
  ['another file', 'pip install -r dev-requirements.txt', 1],
  ['nothing', 'pip --version', 1],
])('what a file of requirements has installed is there: %s', (_, above, count) => {
  const files = { 'requirements.txt': 'flask==3.1.2\n', 'dev-requirements.txt': 'pytest==8.0\n' }
  const text = `FROM python:3.13\nCOPY *.txt ./\nRUN ${above}\nRUN pip install flask\n`
  expect(said(text, [unpinnedModules], files)).toHaveLength(count)
})
