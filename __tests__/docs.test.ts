import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { DIFFERENCES } from '../src/docs/differences.js'
import { FOREIGN_LINTERS, NOT_ANSWERED } from '../src/docs/foreign-ids.js'
import { COUNTED, FREQUENCIES } from '../src/docs/frequencies.js'
import { buildsPage, proofOf } from '../src/docs/proof.js'
import { rulePage } from '../src/docs/rule-page.js'
import { RULES } from '../src/rules/index.js'
import type { Rule } from '../src/rules/rule.js'
import { NOT_BUILT } from './builds/projects/index.js'
import { generatedDocs, read } from './generated-docs.js'

const root = new URL('../', import.meta.url)
const files = generatedDocs()

test.each([...files.keys()])('%s is what the rules say', path => {
  expect(read(path)).toBe(files.get(path))
})

test('there is a page for each rule and no other', () => {
  const pages = readdirSync(new URL('docs/rules', root))
  expect(pages.sort()).toEqual(['README.md', 'coverage.md', ...RULES.map(({ id }) => `${id}.md`)].sort())
})

test.each(RULES.map(rule => [rule.id, rule] as const))('the page of %s has all that a reader looks for', (id, rule) => {
  const page = files.get(`docs/rules/${id}.md`) ?? ''
  expect(page.split('\n')[2]).toBe(`${rule.title}.`)
  for (const heading of ['Why', rule.fixable === 'never' ? 'What it finds' : 'Before and after', 'When to ignore it'])
    expect(page.match(new RegExp(`^## ${heading}`, 'gm'))).toHaveLength(1)
  expect(page.includes('## What the fix changes')).toBe(rule.fixable !== 'never')
  expect(page.includes('\n````diff\n')).toBe(rule.fixable !== 'never')
  for (const alias of rule.aliases) expect(page).toContain(`\`${alias}\``)
})

describe('figures', () => {
  const rule = RULES.find(({ id }) => id === 'root-user') as Rule
  const page = (changes: Partial<Rule>) => rulePage({ ...rule, ...changes }, { projects: [], notBuilt: {} })

  test('how many have it, where it was counted', () => {
    expect(page({})).toMatch(/^Found in \d+ \(\d+ %\) of \d,\d{3} Dockerfiles of \d+ public repositories/m)
    expect(page({ id: 'new-rule' })).not.toContain('Found in')
    expect(Object.values(FREQUENCIES).every(count => count <= COUNTED.files)).toBe(true)
  })

  test('a study that a figure is from is among the references', () => {
    expect(page({ why: '78 % have it (Binnacle).' })).toContain('- Binnacle: <https://arxiv.org/abs/2002.03064>')
    expect(page({ why: 'It is so.', references: [] })).not.toContain('## References')
  })

  test('few lines of a file that an example needs are shown, many are not', () => {
    const example = { before: 'FROM a:1\n', after: 'FROM a:1\n' }
    const files = { a: 'one\ntwo\n', b: '', c: 'x\n'.repeat(9) }
    expect(page({ examples: [{ ...example, files }] })).toContain('repository: `a` with `one`, `two`; `b`; `c`.')
  })
})

describe('what was built', () => {
  test('the page of a fix says by how many builds it is proved, or why by none', () => {
    for (const { id, fixable } of RULES) {
      const page = files.get(`docs/rules/${id}.md`) ?? ''
      const reason = NOT_BUILT[id]
      expect(page.includes('proved by')).toBe(fixable !== 'never')
      if (reason !== undefined) expect(page).toContain(`**not proved by a build**: ${reason}`)
    }
  })

  test('a rule is in one list, and a project that only the fix makes build is named so', () => {
    const [fixing, other, never] = ['always', 'sometimes', 'never'].map(fixable =>
      RULES.find(rule => rule.fixable === fixable),
    ) as [Rule, Rule, Rule]
    const projects = [
      { name: 'a', rules: [fixing.id] },
      { name: 'b', rules: [fixing.id], failsBefore: 'COPY' },
    ]
    const proof = { projects, notBuilt: {} }
    expect(buildsPage([fixing, other, never], proof)).toContain(
      `| [\`${fixing.id}\`](rules/${fixing.id}.md) | a; b (works only with the fix) |`,
    )
    expect(buildsPage([fixing], proof)).toContain('## Not proved by a build: 0 rules\n\nNone.')
    expect(proofOf(fixing, proof)).toContain('proved by 2 builds')
    expect(proofOf(fixing, { ...proof, projects: projects.slice(1) })).toContain('proved by a build')
    expect(proofOf(other, proof)).toContain('**not proved by a build**: nobody has built it yet')
    expect(proofOf(never, proof)).toBe('')
  })
})

describe('coverage', () => {
  const ids = FOREIGN_LINTERS.flatMap(({ checks }) => checks.map(({ id }) => id))
  const answered = new Set(RULES.flatMap(({ aliases }) => aliases))

  test('each check has a rule or a reason, and not both', () => {
    expect(ids.filter(id => answered.has(id) === Object.hasOwn(NOT_ANSWERED, id))).toEqual([])
  })

  test('what differs is said in a line, of checks that a rule answers', () => {
    expect(Object.keys(DIFFERENCES).filter(id => !ids.includes(id) || !answered.has(id))).toEqual([])
    expect(Object.values(DIFFERENCES).filter(text => text.length > 210 || !text.endsWith('.'))).toEqual([])
  })
})

test('a README without the marks of a generated part is an error', () => {
  expect(() => generatedDocs('# Drydock\n')).toThrow('README.md has no part "rules"')
})

describe('links in the documents lead to files', () => {
  const written = ['README.md', 'CONTRIBUTING.md', ...readdirSync(new URL('docs', root)).map(name => `docs/${name}`)]
  const pages = [...written, ...files.keys()].filter(path => path.endsWith('.md'))
  test.each([...new Set(pages)])('%s', path => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link)
    const missing = links.filter(link => !existsSync(new URL(link, new URL(path, root))))
    expect(missing).toEqual([])
  })
})
