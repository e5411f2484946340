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
): readonly (readonly [rule: string, words: string | undefined])[] {
  const repository = { ...repositoryOf(text, PROJECT), ...(history ? { history } : {}) }
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
