import { expect, test } from '@jest/globals'
import { sourceBeforeDependencies } from '../../src/rules/source-before-dependencies.js'
import { type Files, findingsOf, fixed } from './checking.js'

const RULES = [sourceBeforeDependencies]
const TEXT = 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "a/index.js"]\n'

function workspace(members: number, ignored = '**/node_modules\n'): Files {
  const manifests = Array.from({ length: members }, (_, i) => [`packages/p${i}/package.json`, '{}'])
  return {
    '.dockerignore': ignored,
    'package.json': '{"workspaces":["packages/*"]}',
    'package-lock.json': '{}',
    'packages/p0/index.js': '',
    ...Object.fromEntries(manifests),
  }
}

test('a COPY for each of twelve members, and none for more', () => {
  const text = fixed(TEXT, RULES, workspace(12))
  expect(text.match(/^COPY packages/gm)).toHaveLength(12)
  expect(text).toContain('\nCOPY packages/p9/package.json packages/p9/\nRUN npm ci\n')
  const [finding] = findingsOf(TEXT, RULES, workspace(13))
  expect(finding?.fix).toBeUndefined()
  expect(finding?.message).toContain('needs only package.json, package-lock.json, packages/p0/package.json and 12 more')
})

test('modules of a member that no ignore file keeps out', () => {
  const [finding] = findingsOf(TEXT, RULES, workspace(1, 'node_modules\n'))
  expect(finding?.fix).toBeUndefined()
  expect(finding?.message).toContain('a local packages/p0/node_modules')
})

test('manifests that other copies bring are not copied twice', () => {
  const text = TEXT.replace('COPY . .', 'COPY package*.json ./\nCOPY packages packages')
  expect(fixed(text, RULES, workspace(1))).toContain(
    'COPY package*.json ./\nCOPY packages/p0/package.json packages/p0/\nRUN npm ci\nCOPY packages packages\n',
  )
})
