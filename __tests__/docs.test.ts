import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { generate } from '../src/docs/generate.js'
import { RULES } from '../src/rules/index.js'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const files = generate({ readme: read('README.md'), action: read('action.yml') })

test.each([...files.keys()])('%s is what the rules say', path => {
  expect(read(path)).toBe(files.get(path))
})

test('there is a page for each rule and no other', () => {
  const pages = readdirSync(new URL('docs/rules', root))
  expect(pages.sort()).toEqual(['README.md', 'coverage.md', ...RULES.map(({ id }) => `${id}.md`)].sort())
})

test('a README without the marks of a generated part is an error', () => {
  expect(() => generate({ readme: '# Drydock\n', action: read('action.yml') })).toThrow('README.md has no part "rules"')
})

describe('links in the documents lead to files', () => {
  test.each([
    'README.md',
    'CONTRIBUTING.md',
    'docs/architecture.md',
    'docs/forks.md',
    'docs/pull-requests.md',
    'docs/required-check.md',
    'docs/rules/README.md',
  ])('%s', path => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link)
    const missing = links.filter(link => !existsSync(new URL(link, new URL(path, root))))
    expect(missing).toEqual([])
  })
})
