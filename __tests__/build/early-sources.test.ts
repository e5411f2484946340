import { describe, expect, test } from '@jest/globals'
import { earlySources } from '../../src/build/early-sources.js'
import type { Files } from '../rules/checking.js'
import { model } from './modelling.js'

const NODE: Files = {
  'package.json': '{"name":"a"}',
  'package-lock.json': '{}',
  'index.js': '',
  'src/a.js': '',
  '.dockerignore': 'node_modules\n',
}

/** What is early: its copies, the commands in front of which it stands, and the manifests that these read. */
function early(lines: string, files: Files | undefined = NODE, from = 'FROM node:22') {
  return earlySources(model(`${from}\nWORKDIR /app\n${lines}\n`, files)).map(
    ({ copies, runs, manifests, overwrites }) => ({
      copies: copies.map(({ step }) => step.instruction.arguments.text),
      commands: runs.flatMap(({ installs, named }) => [...installs.map(({ command }) => command), ...named]),
      manifests: manifests?.map(({ source, broughtBy }) => (broughtBy ? source : `(${source})`)),
      overwrites,
    }),
  )
}

describe('source that is copied before an install', () => {
  test.each([
    ['all of it', 'COPY . .\nRUN npm ci', ['. .'], ['npm ci'], ['package.json', 'package-lock.json']],
    [
      'beside its manifests',
      'COPY package*.json ./\nCOPY src src\nRUN npm ci',
      ['src src'],
      ['npm ci'],
      ['(package.json)', '(package-lock.json)'],
    ],
    [
      'twice',
      'COPY package*.json ./\nCOPY src src\nCOPY index.js ./\nRUN npm ci',
      ['src src', 'index.js ./'],
      ['npm ci'],
      ['(package.json)', '(package-lock.json)'],
    ],
    [
      'before system packages',
      'COPY . .\nRUN apt-get update && apt-get install -y git',
      ['. .'],
      ['apt-get install'],
      [],
    ],
    [
      'before two installs',
      'COPY . .\nRUN apt-get install -y git\nRUN npm ci',
      ['. .'],
      ['apt-get install', 'npm ci'],
      ['package.json', 'package-lock.json'],
    ],
    [
      'and a build behind it',
      'COPY . .\nRUN npm ci && npm run build',
      ['. .'],
      ['npm ci'],
      ['package.json', 'package-lock.json'],
    ],
    [
      'settings in between',
      'COPY . .\nENV A=b\nUSER node\nRUN npm ci',
      ['. .'],
      ['npm ci'],
      ['package.json', 'package-lock.json'],
    ],
    [
      'harmless commands before it',
      'COPY . .\nRUN set -e && echo hi && mkdir -p /x && npm ci',
      ['. .'],
      ['npm ci'],
      ['package.json', 'package-lock.json'],
    ],
    [
      'another stage in between',
      'COPY . .\nCOPY --from=alpine /bin/sh /x\nRUN npm ci',
      ['. .'],
      ['npm ci'],
      ['package.json', 'package-lock.json'],
    ],
    ['a folder', 'COPY . .\nRUN cd . && npm ci', ['. .'], ['npm ci'], ['package.json', 'package-lock.json']],
  ])('%s', (_, lines, copies, commands, manifests) => {
    expect(early(lines)).toEqual([{ copies, commands, manifests, overwrites: undefined }])
  })

  test.each([
    ['the source comes behind it', 'COPY package*.json ./\nRUN npm ci\nCOPY . .'],
    ['a build comes before it', 'COPY . .\nRUN npm run build\nRUN npm ci'],
    ['no install follows', 'COPY . .\nRUN npm run build'],
    ['only manifests are copied', 'COPY package.json package-lock.json ./\nRUN npm ci'],
    ['the same manager installed before', 'COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev'],
    ['another stage writes into it', 'COPY . .\nCOPY --from=alpine /x /app/x\nRUN npm ci'],
    ['it goes to a folder of the system', 'COPY . /etc/app\nRUN apt-get install -y git'],
    ['it runs a file of the project', 'COPY . .\nRUN ./setup.sh && npm ci'],
    ['it runs in the background', 'COPY . .\nRUN npm ci & wait'],
    ['it may not run', 'COPY . .\nRUN npm ci || npm install'],
    ['a redirect writes into the project', 'COPY . .\nRUN echo a > .npmrc && npm ci'],
    ['ONBUILD keeps it for later', 'ONBUILD COPY . .\nONBUILD RUN npm ci'],
  ])('but not when %s', (_, lines) => {
    expect(early(lines)).toEqual([])
  })

  test('but not when the project wants more than manifests', () => {
    const files = { ...NODE, 'package.json': '{"scripts":{"postinstall":"node index.js"}}' }
    expect(early('COPY . .\nRUN npm ci', files)).toEqual([])
  })

  test('without a repository the manifests are not known', () => {
    const found = earlySources(model('FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n'))
    expect(found.map(({ manifests }) => manifests)).toEqual([undefined])
    const named = earlySources(model('FROM node:22\nWORKDIR /app\nCOPY . .\nRUN apt-get install -y git\n'))
    expect(named.map(({ manifests }) => manifests)).toEqual([[]])
  })

  test('a folder of the context that would land on what is installed', () => {
    const bare: Files = { 'package.json': '{}', 'package-lock.json': '{}', 'a.js': '' }
    expect(early('COPY . .\nRUN npm ci', bare)[0]?.overwrites).toBe('node_modules')
    expect(early('COPY . .\nRUN npm ci', { ...bare, '.dockerignore': 'node_modules' })[0]?.overwrites).toBeUndefined()
    // What is committed there is meant to be there.
    expect(early('COPY . .\nRUN npm ci', { ...bare, 'node_modules/x/index.js': '' })).toEqual([])
  })

  test('each stage for itself, and what its parent installed counts', () => {
    const text = 'FROM node AS a\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nFROM a\nCOPY . .\nRUN npm ci\n'
    expect(earlySources(model(text, NODE))).toEqual([])
  })
})
