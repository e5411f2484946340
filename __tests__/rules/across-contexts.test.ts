import { expect, test } from '@jest/globals'
import { copyOutsideContext } from '../../src/rules/copy-outside-context.js'
import { ignoredCopy } from '../../src/rules/ignored-copy.js'
import { maintainerDeprecated } from '../../src/rules/maintainer-deprecated.js'
import { sourceBeforeDependencies } from '../../src/rules/source-before-dependencies.js'
import { checked, type Files } from './checking.js'

const COMPOSE: Files = {
  'compose.yml':
    'services:\n  whole:\n    build: { context: ., dockerfile: web/Dockerfile }\n  web:\n    build: ./web\n',
}

function look(text: string, files: Files) {
  const rules = [copyOutsideContext, ignoredCopy, maintainerDeprecated, sourceBeforeDependencies]
  return checked(text, rules, { ...COMPOSE, ...files }, 'web/Dockerfile').findings
}

test('what only one of two contexts brings about is told with it, and not changed', () => {
  const files = { 'web/.dockerignore': 'notes\n', 'web/notes/a.md': '', 'notes/a.md': '' }
  const findings = look('FROM node:22\nCOPY notes ./\n', files)
  expect(findings.map(({ message, fix }) => [message, fix])).toEqual([
    [
      expect.stringContaining(' That is where `compose.yml` builds this as `web` with `web` for its context.'),
      undefined,
    ],
  ])
})

test('what holds with all is told once, with its fix', () => {
  const [finding, ...more] = look('FROM node:22\nMAINTAINER a\n', { 'a.js': '' })
  expect(more).toEqual([])
  expect(finding?.message).not.toContain('That is where')
  expect(finding?.fix).toBeDefined()
})

test('a fix that suits one context alone is none', () => {
  const text = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n'
  const project = (folder: string): Files => ({
    [`${folder}package.json`]: '{}',
    [`${folder}package-lock.json`]: '{}',
    [`${folder}a.js`]: '',
  })
  const ignored: Files = { '.dockerignore': '**/node_modules\n', 'web/.dockerignore': '**/node_modules\n' }
  const both = look(text, { ...project(''), ...project('web/'), ...ignored })
  expect(both.map(({ rule, fix }) => [rule.id, fix !== undefined])).toEqual([['source-before-dependencies', true]])
  const one = look(text, { ...project('web/'), ...ignored })
  expect(one.filter(({ fix }) => fix)).toEqual([])
})
