import { describe, expect, test } from '@jest/globals'
import { cacheMount } from '../../src/rules/cache-mount.js'
import { fixed, said } from './checking.js'

/** With files of the project above everything: only then a layer is built anew often enough. */
function behindFiles(text: string): string {
  return text.replace(/^FROM .*\n/gm, '$&COPY project /of-the-context/\n')
}

/** The `--mount` flags of a file after the fix, without their common beginning. */
function mounts(text: string, files?: Readonly<Record<string, string>>): readonly string[] {
  const after = fixed(behindFiles(text), [cacheMount], files)
  return [...after.matchAll(/--mount=type=cache,target=(\S+)/g)].map(([, mount = '']) => mount)
}

describe('the target is where the cache lies for the user, the home and the variables in force', () => {
  test.each([
    ['pip', 'FROM python:3.13\nRUN pip install -r r.txt\n', ['/root/.cache/pip']],
    ['pip as a module', 'FROM python:3.13\nRUN python3 -m pip install -r r.txt\n', ['/root/.cache/pip']],
    ['moved by PIP_CACHE_DIR', 'FROM python:3.13\nENV PIP_CACHE_DIR=/c\nRUN pip install -r r.txt\n', ['/c']],
    ['moved by an option', 'FROM python:3.13\nRUN pip install --cache-dir=/c -r r.txt\n', ['/c']],
    ['moved for one command', 'FROM python:3.13\nRUN PIP_CACHE_DIR=/c pip install -r r.txt\n', ['/c']],
    ['moved by XDG_CACHE_HOME', 'FROM python:3.13\nENV XDG_CACHE_HOME=/x\nRUN pip install -r r.txt\n', ['/x/pip']],
    ['another HOME', 'FROM python:3.13\nENV HOME=/srv\nRUN pip install -r r.txt\n', ['/srv/.cache/pip']],
    [
      'a user with a number',
      'FROM python:3.13\nRUN useradd -m -u 1001 app\nUSER app\nRUN pip install -r r.txt\n',
      ['/home/app/.cache/pip,uid=1001,gid=1001'],
    ],
    [
      'a user with a group',
      'FROM python:3.13\nRUN groupadd -g 2000 g && useradd -m -u 1001 -g g app\nUSER app\nRUN pip install -r r.txt\n',
      ['/home/app/.cache/pip,uid=1001,gid=2000'],
    ],
    ['uv', 'FROM python:3.13\nRUN uv sync --frozen\n', ['/root/.cache/uv']],
    [
      'poetry, without its virtual environments',
      'FROM python:3.13\nRUN poetry install --no-root\n',
      ['/root/.cache/pypoetry/artifacts', '/root/.cache/pypoetry/cache'],
    ],
    ['npm', 'FROM node:22\nRUN npm ci\n', ['/root/.npm']],
    ['npm of the image’s user', 'FROM node:22\nUSER node\nRUN npm ci\n', ['/home/node/.npm,uid=1000,gid=1000']],
    ['npm_config_cache', 'FROM node:22\nENV npm_config_cache=/c\nRUN npm ci\n', ['/c']],
    ['yarn 1 as root', 'FROM node:22\nRUN yarn\n', ['/usr/local/share/.cache/yarn,sharing=locked']],
    ['yarn 1', 'FROM node:22\nUSER node\nRUN yarn\n', ['/home/node/.cache/yarn,sharing=locked,uid=1000,gid=1000']],
    ['pnpm', 'FROM node:22\nRUN pnpm i --frozen-lockfile\n', ['/root/.local/share/pnpm/store']],
    ['pnpm with PNPM_HOME', 'FROM node:22\nENV PNPM_HOME=/pnpm\nRUN pnpm i\n', ['/pnpm/store']],
    ['composer', 'FROM composer:2\nRUN composer install\n', ['/tmp/cache']],
    ['bundler', 'FROM ruby:3.4\nRUN bundle install\n', ['/usr/local/bundle/cache,sharing=locked']],
    [
      'cargo, but not target',
      'FROM rust:1.90 AS b\nRUN cargo build --release\nFROM scratch\n',
      ['/usr/local/cargo/git/db', '/usr/local/cargo/registry'],
    ],
    [
      'maven, but not its settings',
      'FROM maven:3.9 AS b\nRUN mvn -B package\nFROM scratch\n',
      ['/root/.m2/repository,sharing=locked'],
    ],
    ['gradle', 'FROM eclipse-temurin:21 AS b\nRUN ./gradlew build\nFROM scratch\n', ['/root/.gradle,sharing=locked']],
    [
      'nuget in every RUN that uses it',
      'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS b\nRUN dotnet restore\nCOPY . .\nRUN dotnet publish\nFROM scratch\n',
      ['/root/.nuget/packages', '/root/.nuget/packages'],
    ],
    [
      'apk, which then has to fetch the index',
      'FROM alpine:3.22 AS b\nCOPY . .\nRUN apk add --no-cache gcc\nFROM scratch\n',
      ['/etc/apk/cache,sharing=locked'],
    ],
    [
      'two managers in one RUN',
      'FROM node:22\nRUN npm ci && pip install -r r.txt\n',
      ['/root/.cache/pip', '/root/.npm'],
    ],
  ])('%s', (_, text, expected) => {
    expect(mounts(text)).toEqual(expected)
  })
})

describe('what would empty the mount goes with the fix', () => {
  test.each([
    ['a flag', 'RUN pip install --no-cache-dir -r r.txt', 'pip install -r r.txt'],
    ['a cleaning command', 'RUN npm ci && npm cache clean --force', 'npm ci'],
    ['the removal of its folder', 'RUN npm ci && rm -rf ~/.npm', 'npm ci'],
    ['one folder of several', 'RUN npm ci && rm -rf /tmp/x $HOME/.npm/_cacache', 'npm ci && rm -rf /tmp/x'],
  ])('%s', (_, run, expected) => {
    const after = fixed(behindFiles(`FROM node:22\n${run}\n`), [cacheMount])
    expect(after.split('\\\n').at(-1)?.trim()).toBe(expected)
  })
})

describe('nothing is said where the fix is not plain', () => {
  test.each([
    ['the user has no number', 'FROM python:3.13\nRUN useradd -m app\nUSER app\nRUN pip install -r r.txt\n'],
    ['the cache lies where nobody knows', 'FROM node:22\nARG CACHE\nENV npm_config_cache=$CACHE\nRUN npm ci\n'],
    ['a setting may have moved it', 'FROM node:22\nRUN npm config set cache /c\nRUN npm ci\n'],
    ['another user runs it', 'FROM node:22\nRUN sudo -u node npm ci\n'],
    ['a mount that may be it', 'FROM node:22\nARG T\nRUN --mount=type=cache,target=$T npm ci\n'],
    ['it is meant for another image', 'FROM node:22\nONBUILD RUN npm ci\n'],
    ['find cleans up', 'FROM node:22\nRUN npm ci && find /root/.npm -delete\n'],
    ['pnpm takes from it what it deploys', 'FROM node:20\nCOPY . .\nRUN pnpm install\nRUN pnpm deploy --prod /out\n'],
    [
      'pnpm has fetched ahead',
      'FROM node:20\nCOPY pnpm-lock.yaml ./\nRUN pnpm fetch\nCOPY . .\nRUN pnpm install -f --filter a\n',
    ],
    [
      'an offline install takes what an earlier layer has fetched',
      'FROM node:20\nCOPY pnpm-lock.yaml ./\nRUN pnpm fetch\nCOPY . .\nRUN pnpm install --offline\n',
    ],
    [
      'another stage copies the cache',
      'FROM node:22 AS a\nRUN npm ci\nFROM node:22\nCOPY --from=a /root/.npm /root/.npm\n',
    ],
    ['the user got another number', 'FROM node:22\nRUN usermod -u 2000 node\nUSER node\nRUN npm ci\n'],
    ['the home is another one for a moment', 'FROM node:22\nRUN export HOME=/tmp && npm ci\n'],
    [
      'folders above the mount would belong to root, where poetry keeps its environments',
      'FROM python:3.13\nRUN useradd -m -u 1001 app\nUSER app\nRUN poetry install --no-root\n',
    ],
    ['folders above the mount would belong to root, where pnpm works', 'FROM node:22\nUSER node\nRUN pnpm install\n'],
    ['nothing but the project itself is installed', 'FROM python:3.13\nCOPY . .\nRUN pip install --no-deps -e .\n'],
    ['the stage it is built on changes the user', 'FROM node:22 AS a\nONBUILD USER app\nFROM a\nRUN npm ci\n'],
    ['the parser gave up', 'FROM node:22\nRUN npm ci && echo "\n'],
    [
      'a later stage builds on with the store',
      'FROM golang:1.25 AS a\nRUN go mod download\nFROM a\nRUN make\nCMD ["/a"]\n',
    ],
    [
      'a shell script may build',
      'FROM golang:1.25 AS a\nRUN go mod download\nRUN ./build.sh\nFROM scratch\nCOPY --from=a /a /a\n',
    ],
    [
      'a later command takes for granted what an earlier layer has downloaded',
      'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS b\nRUN dotnet restore\nCOPY . .\nRUN dotnet publish --no-restore\nFROM scratch\n',
    ],
    [
      'the lists are those of another layer',
      'FROM debian:12 AS b\nCOPY . .\nRUN apt-get update\nRUN apt-get install -y gcc\nFROM scratch\n',
    ],
    ['the image is there to be worked in', 'FROM golang:1.25\nRUN go mod download\n'],
    ['Yarn of the repository, as corepack may choose', 'FROM node:22\nRUN corepack enable && yarn install\n'],
  ])('%s', (_, text) => {
    expect(said(behindFiles(text), [cacheMount])).toEqual([])
  })

  test('modules that lie in the repository are not downloaded', () => {
    const text = 'FROM golang:1.25 AS b\nCOPY . .\nRUN go build -o /a .\nFROM scratch\nCOPY --from=b /a /a\n'
    expect(said(text, [cacheMount], { 'vendor/modules.txt': '', 'go.mod': '' })).toEqual([])
    expect(said(text, [cacheMount], { 'go.mod': '' })).toHaveLength(1)
  })

  test('settings of the repository move the store', () => {
    const text = 'FROM node:22\nCOPY . .\nRUN pnpm install\n'
    expect(said(text, [cacheMount], { '.npmrc': 'store-dir=/elsewhere\n' })).toEqual([])
    expect(said(text, [cacheMount], { '.npmrc': 'registry=https://example.org\n' })).toHaveLength(1)
  })
})

describe('the store must not be hidden', () => {
  const text = (run: string) =>
    `FROM maven:3.9 AS b\nWORKDIR /src\nCOPY . .\n${run}RUN mvn package\nFROM scratch\nCOPY --from=b /src/a.jar /\n`
  const files = { 'pom.xml': '<project/>', 'install-core': '#!/bin/sh\nmvn install\n', 'prepare.sh': 'mvn install\n' }
  test.each([
    ['nothing above', '', 1],
    ['a program of the system', 'RUN mkdir /x\n', 1],
    ['a script of the project', 'RUN ./install-core\n', 0],
    ['by its name', 'RUN install-core 1.2\n', 0],
    ['by another name', 'RUN cp prepare.sh /usr/bin/prepare && prepare\n', 0],
    ['in a shell', 'RUN sh -e install-core\n', 0],
  ])('%s', (_, run, count) => {
    expect(said(text(run), [cacheMount], files)).toHaveLength(count)
  })

  test('Go without modules keeps them beside the source', () => {
    const go = (version: string) =>
      `FROM golang:${version} AS b\nCOPY . .\nRUN go get -d && go build -o /app\nFROM scratch\nCOPY --from=b /app /\n`
    const sources = { 'go.mod': 'module a\n\nrequire b v1.0.0\n', 'main.go': '' }
    expect(['1.9', '1.10.3', '1.11', '1.25'].map(version => said(go(version), [cacheMount], sources).length)).toEqual([
      0, 0, 1, 1,
    ])
  })
})

test('a mount with an id is another cache', () => {
  const text = (flag: string) =>
    `FROM mcr.microsoft.com/dotnet/sdk:9.0 AS b\nCOPY . .\nRUN --mount=type=cache,${flag}target=/root/.nuget/packages dotnet restore\nRUN dotnet publish -o /app\nFROM scratch\nCOPY --from=b /app /\n`
  const [found] = said(text(''), [cacheMount])
  expect(found).toContain('dotnet publish')
  expect(said(text('id=nuget,'), [cacheMount])).toEqual([])
})

describe('only a layer behind files of the project is built anew often', () => {
  test.each([
    ['COPY', 'FROM node:22\nCOPY . .\nRUN npm ci\n', 1],
    ['a bind mount', 'FROM python:3.13\nRUN --mount=type=bind,source=r.txt,target=r.txt pip install -r r.txt\n', 1],
    ['the stage below', 'FROM node:22 AS a\nCOPY package.json .\nFROM a\nRUN npm install\n', 1],
    [
      'another stage',
      'FROM node:22 AS a\nCOPY p.json /\nFROM node:22\nCOPY --from=a /p.json package.json\nRUN npm install\n',
      1,
    ],
    [
      'another behind that',
      'FROM node:22 AS a\nCOPY p.json /\nFROM a AS b\nFROM node:22\nCOPY --from=1 /p.json package.json\nRUN npm install\n',
      1,
    ],
    [
      'a stage without files',
      'FROM node:22 AS a\nFROM node:22\nCOPY --from=a /p.json package.json\nRUN npm install\n',
      0,
    ],
    ['nothing', 'FROM node:22\nRUN git clone https://example.org/a . && npm ci\nCOPY . .\n', 0],
    [
      'another image',
      'FROM python:3.13\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nRUN uv pip install a b c\n',
      0,
    ],
    ['a mount of another image', 'FROM python:3.13\nRUN --mount=from=a/b:1,target=/w pip install a b c\n', 0],
  ])('%s', (_, text, count) => {
    expect(said(text, [cacheMount])).toHaveLength(count)
  })
})
