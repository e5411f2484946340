import { describe, expect, test } from '@jest/globals'
import { aptListsLeft } from '../../src/rules/apt-lists-left.js'
import { aptNoRecommends } from '../../src/rules/apt-no-recommends.js'
import { aptUpdateAlone } from '../../src/rules/apt-update-alone.js'
import { moduleCacheLeft } from '../../src/rules/module-cache-left.js'
import { sudoInRun } from '../../src/rules/sudo-in-run.js'
import { systemCacheLeft } from '../../src/rules/system-cache-left.js'
import { findingsOf, fixed, said } from './checking.js'

describe('system-cache-left: what cleans in front of the last install does not count', () => {
  test.each([
    ['clean all in front', 'centos:7', 'yum clean all && yum install -y a', ' && yum clean all'],
    ['between', 'centos:7', 'yum install -y a && yum clean all && yum install -y b', ' && yum clean all'],
    ['rm in front', 'centos:7', 'rm -rf /var/cache/yum && yum install -y a', ' && yum clean all'],
    ['lists alone', 'centos:7', 'yum install -y a && yum clean metadata', ' && yum clean all'],
    ['dnf', 'fedora:42', 'dnf clean all && dnf install -y a', ' && dnf clean all'],
    ['zypper', 'opensuse/leap:15.6', 'zypper clean && zypper -n install a', ' && zypper clean --all'],
    [
      'pacman',
      'archlinux:base',
      'pacman -Scc --noconfirm && pacman -S --noconfirm a',
      ' && rm -rf /var/cache/pacman/pkg/*',
    ],
    ['a script in front', 'fedora:42', './clean.sh && dnf install -y a', ' && dnf clean all'],
  ])('%s', (_, image, script, added) => {
    const before = `FROM ${image}\nRUN ${script}\n`
    expect(said(before, [systemCacheLeft])).toHaveLength(1)
    expect(fixed(before, [systemCacheLeft])).toBe(`FROM ${image}\nRUN ${script}${added}\n`)
  })

  test('apk', () => {
    expect(fixed('FROM alpine:3.22\nRUN rm -rf /var/cache/apk/* && apk add a\n', [systemCacheLeft])).toBe(
      'FROM alpine:3.22\nRUN rm -rf /var/cache/apk/* && apk add --no-cache a\n',
    )
  })

  test.each([
    'FROM fedora:42\nRUN dnf install -y a && dnf -y clean all --enablerepo=b\n',
    'FROM fedora:42\nRUN dnf install -y a && microdnf clean "all"\n',
    'FROM fedora:42\nRUN clean() { dnf clean all; }; dnf install -y a; clean\n',
    'FROM fedora:42\nRUN dnf install -y a && dnf clean $WHAT\n',
    'FROM opensuse/leap:15.6\nRUN zypper -n in a && zypper cc -a\n',
    'FROM fedora:42\nRUN mount -t tmpfs none /var/cache/libdnf5 && dnf install -y a\n',
  ])('silent: %s', text => {
    expect(said(text, [systemCacheLeft])).toEqual([])
  })
})

describe('apt-lists-left', () => {
  test('aptitude reads and fetches the same lists', () => {
    expect(fixed('FROM debian:12\nRUN aptitude update && aptitude safe-upgrade -y\n', [aptListsLeft])).toBe(
      'FROM debian:12\nRUN aptitude update && aptitude safe-upgrade -y && rm -rf /var/lib/apt/lists/*\n',
    )
    expect(said('FROM debian:12\nRUN aptitude search a && aptitude update\n', [aptListsLeft])).toEqual([])
  })

  test('an update alone is for aptitude, too', () => {
    expect(fixed('FROM debian:12\nRUN apt-get update\nRUN aptitude install -y a\n', [aptUpdateAlone])).toBe(
      'FROM debian:12\nRUN apt-get update && aptitude install -y a && rm -rf /var/lib/apt/lists/*\n',
    )
    const served = 'FROM debian:12\nRUN apt-get update && aptitude install -y a\n'
    expect(said(served, [aptUpdateAlone])).toEqual([])
  })

  test('root needs no sudo for what is added', () => {
    const before = 'FROM busybox\nRUN apt-get update \\\n && sudo apt-get install vim\n'
    expect(fixed(before, [aptListsLeft])).toBe(
      'FROM busybox\nRUN apt-get update \\\n && sudo apt-get install vim \\\n && rm -rf /var/lib/apt/lists/*\n',
    )
    expect(fixed(before, [sudoInRun, aptListsLeft])).toBe(
      'FROM busybox\nRUN apt-get update \\\n && apt-get install vim \\\n && rm -rf /var/lib/apt/lists/*\n',
    )
  })

  test('another user does', () => {
    expect(
      fixed('FROM debian:12\nUSER app\nRUN sudo apt-get update && sudo apt-get install -y a\n', [aptListsLeft]),
    ).toBe(
      'FROM debian:12\nUSER app\nRUN sudo apt-get update && sudo apt-get install -y a && sudo rm -rf /var/lib/apt/lists/*\n',
    )
  })
})

describe('module-cache-left', () => {
  test.each([
    ['npm i -g serve@14', '--mount=type=cache,target=/root/.cache ', ' && npm cache clean --force'],
    ['npm i -g serve@14', '--mount=type=tmpfs,target=/tmp ', ' && npm cache clean --force'],
    ['npm cache clean --force && npm i -g serve@14', '', ' && npm cache clean --force'],
    ['rm -rf /root/.npm && npm i -g serve@14', '', ' && npm cache clean --force'],
    ['yarn cache clean && yarn global add serve@14', '', ' && yarn cache clean'],
  ])('left: %s %s', (script, flags, added) => {
    const before = `FROM node:22\nRUN ${flags}${script}\n`
    expect(fixed(before, [moduleCacheLeft])).toBe(`FROM node:22\nRUN ${flags}${script}${added}\n`)
  })

  test.each([
    'FROM node:22\nRUN --mount=type=tmpfs,target=/root npm i -g serve@14\n',
    'FROM node:22\nRUN --mount=type=cache,target=/usr/local/share/.cache yarn global add serve@14\n',
    'FROM node:22\nRUN npm i -g a && npm cache clean --force && npm i -g b && npm cache clean --force\n',
    'FROM node:22\nRUN npm config set cache /tmp/a && npm cache verify && npm i -g b\n',
    'FROM continuumio/miniconda3\nRUN --mount=type=cache,target=/x conda install -y git\n',
  ])('silent: %s', text => {
    expect(said(text, [moduleCacheLeft])).toEqual([])
  })
})

test('nothing is called in a folder that is gone', () => {
  const fixes = (script: string) =>
    findingsOf(`FROM node:22\nRUN ${script}\n`, [moduleCacheLeft]).map(({ fix }) => fix !== undefined)
  expect(fixes('cd /tmp/a && npm install b@1 && rm -rf /tmp/a')).toEqual([false])
  expect(fixes('cd /tmp/a/b && npm install b@1 && rm -rf /tmp/*')).toEqual([false])
  expect(fixes('cd /tmp/a && npm install b@1 && rm -rf /tmp/other')).toEqual([true])
  expect(fixes('cd /tmp/a && npm install b@1 && cd / && rm -rf /tmp/a')).toEqual([true])
})

describe('apt-no-recommends', () => {
  test.each([
    ['software-properties-common', 0],
    ['software-properties-common=0.99', 0],
    ['software-properties-common curl', 1],
    ['curl software-properties-common', 1],
    ['$PACKAGES software-properties-common', 1],
    ['software-properties-gtk', 1],
  ])('%s', (packages, count) => {
    expect(said(`FROM ubuntu:24.04\nRUN apt-get install -y ${packages}\n`, [aptNoRecommends])).toHaveLength(count)
  })
})
