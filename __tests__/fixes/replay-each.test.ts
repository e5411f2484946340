import { expect, test } from '@jest/globals'
import type { History } from '../../src/build/history.js'
import { checkChange } from '../../src/drydock.js'
import { wholeFile } from '../../src/inputs/hunks.js'
import { defaultSettings } from '../../src/settings/defaults.js'
import { type Files, repositoryOf } from '../rules/checking.js'

const SOURCE_FIRST = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["node", "a.js"]\n'
const PROJECT: Files = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'a.js': '',
  '.dockerignore': '**/node_modules\n.git\ndocs\n',
}

/** Pull requests that changed these paths, the newest first. */
function merged(...changes: readonly (readonly string[])[]): History {
  return {
    kind: 'merged pull request',
    isShallow: false,
    changes: changes.map((paths, i) => ({ id: `#${i}`, paths, isComplete: true })),
  }
}

function replayed(
  text: string,
  history: History | undefined,
  files: Files = PROJECT,
): readonly (readonly [rule: string, words: string | undefined])[] {
  const repository = { ...repositoryOf(text, files), ...(history ? { history } : {}) }
  const file = { path: 'Dockerfile', text, ...wholeFile(text) }
  const checked = checkChange({ files: [file], unread: [], repository }, defaultSettings())
  return checked.flatMap(({ checked: { findings } }) =>
    findings.filter(({ step }) => step).map(({ rule, replayed: words }) => [rule.id, words] as const),
  )
}

const SOURCE = Array.from({ length: 9 }, () => ['a.js'])

test('how often the install was rebuilt, and would be with the suggestion', () => {
  const history = merged(...SOURCE, ['package.json', 'a.js'], ['docs/a.md'], ['docs/b.md'])
  expect(replayed(SOURCE_FIRST, history)).toEqual([
    [
      'source-before-dependencies',
      'Rebuilt by 10 of the last 12 merged pull requests; in this order by 1 (modelled from the files that they changed, the Dockerfile aside).',
    ],
    // The same step, once more.
    ['cache-mount', undefined],
  ])
})

test('nothing is said of an order that cost nobody anything: nothing that is copied was changed', () => {
  const history = merged(...Array.from({ length: 12 }, () => ['docs/a.md']))
  expect(replayed(SOURCE_FIRST, history).map(([rule]) => rule)).toEqual(['cache-mount'])
})

test('with too little history it says so, and without any it is silent about it', () => {
  const [[, words] = []] = replayed(SOURCE_FIRST, merged(['a.js']))
  expect(words).toBe('There is too little history to tell how often it is rebuilt: 1 merged pull request.')
  expect(replayed(SOURCE_FIRST, undefined)).toEqual([
    ['source-before-dependencies', undefined],
    ['cache-mount', undefined],
  ])
})

test('a stage that only another target builds is replayed, too', () => {
  const text = `${SOURCE_FIRST.replace('node:22', 'node:22 AS web')}FROM node:22\nUSER node\nCMD ["node"]\n`
  const compose = 'services:\n  web:\n    build: { context: ., target: web }\n'
  const history = merged(...SOURCE, ['package.json'], ['docs/a.md'])
  const words = (files: Files) => replayed(text, history, files)[0]?.[1]
  expect(words({ ...PROJECT, 'compose.yml': compose })).toContain('Rebuilt by 10 of the last 11 merged pull requests;')
  expect(words(PROJECT)).toBeUndefined()
})

test('of several builds with other arguments the one that costs most is told of', () => {
  const text =
    'FROM node:22\nARG APP\nWORKDIR /app\nCOPY ${APP}/src ./src\nCOPY package*.json ./\nRUN npm ci\nUSER node\nCMD ["node"]\n'
  const compose = (...apps: readonly string[]) =>
    `services:\n${apps.map(app => `  ${app}:\n    build: { context: ., args: { APP: ${app} } }\n`).join('')}`
  const history = merged(...SOURCE.map(() => ['api/src/a.js']), ['web/src/a.js'], ['web/src/b.js'])
  const files = { ...PROJECT, 'web/src/a.js': '', 'api/src/a.js': '' }
  const words = (...apps: readonly string[]) =>
    replayed(text, history, { ...files, 'compose.yml': compose(...apps) }).flatMap(([, said]) => said ?? [])
  expect(words('web')).toEqual([expect.stringMatching(/^Rebuilt by 2 of the last 11 merged pull requests[; ]/)])
  expect(words('web', 'api')).toEqual([
    expect.stringMatching(/^Rebuilt by 9 of the last 11 merged pull requests where `compose.yml` builds this as `api`/),
  ])
})
