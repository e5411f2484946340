import { describe, expect, test } from '@jest/globals'
import { cacheMountDefeated } from '../../src/rules/cache-mount-defeated.js'
import { fixed, said } from './checking.js'

const PIP = '--mount=type=cache,target=/root/.cache/pip'
const APT = '--mount=type=cache,target=/var/cache/apt,sharing=locked'

describe('each way to defeat a mount is named and taken out', () => {
  test.each([
    ['another name of the flag', `FROM python:3.13\nRUN ${PIP} pip install --no-cache a\n`, 'pip install a'],
    ['for one command', `FROM python:3.13\nRUN ${PIP} PIP_NO_CACHE_DIR=1 pip install a\n`, 'pip install a'],
    ['pip cache purge', `FROM python:3.13\nRUN ${PIP} pip install a && pip cache purge\n`, 'pip install a'],
    [
      'yarn cache clean',
      'FROM node:22\nRUN --mount=type=cache,target=/usr/local/share/.cache yarn install && yarn cache clean\n',
      'yarn install',
    ],
    [
      'pnpm store prune',
      'FROM node:22\nRUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm i && pnpm store prune\n',
      'pnpm i',
    ],
    [
      'go clean',
      'FROM golang:1.25\nRUN --mount=type=cache,target=/go/pkg/mod go mod download && go clean -modcache\n',
      'go mod download',
    ],
    [
      'apk without a cache',
      'FROM alpine:3.22\nRUN --mount=type=cache,target=/etc/apk/cache apk add --no-cache jq\n',
      'apk add jq',
    ],
    [
      'apt-get clean, and docker-clean of the image',
      `FROM debian:12\nRUN ${APT} apt-get update && apt-get install -y jq && apt-get clean\n`,
      'rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y jq',
    ],
  ])('%s', (_, text, expected) => {
    const after = fixed(text, [cacheMountDefeated])
    expect(after.trimEnd().endsWith(` ${expected}`)).toBe(true)
    expect(said(text, [cacheMountDefeated])).toHaveLength(1)
    expect(said(after, [cacheMountDefeated])).toEqual([])
  })
})

test('an ENV of its own goes with its line', () => {
  const text = `FROM python:3.13\nENV PIP_NO_CACHE_DIR=off\nRUN ${PIP} pip install a\n`
  expect(fixed(text, [cacheMountDefeated])).toBe(`FROM python:3.13\nRUN ${PIP} pip install a\n`)
})

describe('found, but nothing is offered', () => {
  test.each([
    [
      'the variable speaks to a RUN without a mount',
      `ENV PIP_NO_CACHE_DIR=1\nRUN ${PIP} pip install a\nRUN pip install b`,
    ],
    ['the variable is an ARG', `ARG PIP_NO_CACHE_DIR=1\nRUN ${PIP} pip install a`],
    ['more than the cache is removed', `RUN ${PIP} pip install a && rm -rf /root/.cache`],
    ['the clean-up is behind ||', `RUN ${PIP} pip install a || pip cache purge`],
  ])('%s', (_, body) => {
    const text = `FROM python:3.13\n${body}\n`
    expect(said(text, [cacheMountDefeated])).toHaveLength(1)
    expect(fixed(text, [cacheMountDefeated])).toBe(text)
  })
})

describe('only what empties a mount is named', () => {
  test('a clean-up of lists that have no mount stays', () => {
    const text = `FROM debian:12\nRUN ${APT} apt-get update && apt-get install -y jq && apt-get clean && rm -rf /var/lib/apt/lists/*\n`
    expect(said(text, [cacheMountDefeated]).join()).not.toContain('lists')
    expect(fixed(text, [cacheMountDefeated])).toContain('apt-get install -y jq && rm -rf /var/lib/apt/lists/*\n')
  })
  test('one of two mounts works', () => {
    const text = `FROM debian:12\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\nRUN ${APT} --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*\n`
    expect(said(text, [cacheMountDefeated]).join()).toContain('for apt at `/var/lib/apt` has no effect')
  })
})

describe('silent', () => {
  test.each([
    [
      'only lists without a mount are removed',
      `FROM debian:12\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\nRUN ${APT} apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*\n`,
    ],
    [
      'apt-get clean keeps the lists',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y jq && apt-get clean\n',
    ],
    [
      'go cleans modules, which have no mount',
      'FROM golang:1.25\nRUN --mount=type=cache,target=/root/.cache/go-build go build ./... && go clean -modcache\n',
    ],
    [
      'an unknown image may have no docker-clean',
      `FROM example.com/base:1\nRUN ${APT} apt-get update && apt-get install -y jq\n`,
    ],
    ['the home is not known', 'FROM example.com/base:1\nRUN --mount=type=cache,target=/root/.npm npm ci\n'],
    [
      'docker-clean was emptied',
      `FROM debian:12\nRUN : > /etc/apt/apt.conf.d/docker-clean\nRUN ${APT} apt-get install -y jq\n`,
    ],
    [
      'only the lists are mounted',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y jq\n',
    ],
    ['an empty variable switches nothing off', `FROM python:3.13\nENV PIP_NO_CACHE_DIR=\nRUN ${PIP} pip install a\n`],
    [
      'the mount belongs to the user',
      'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n',
    ],
  ])('%s', (_, text) => {
    expect(said(text, [cacheMountDefeated])).toEqual([])
  })
})

test('a user whose number is a build argument is given no mount of a number', () => {
  const text =
    'FROM python:3.13\nARG ID=1000\nRUN useradd -m -u $ID app\nUSER app\nRUN --mount=type=cache,target=/root/.cache/pip pip install a\n'
  expect(said(text, [cacheMountDefeated])).toHaveLength(1)
  expect(fixed(text, [cacheMountDefeated])).toBe(text)
})
