import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import * as v from 'valibot'
import { areDisjoint } from '../../src/fixes/edits.js'
import { RULES } from '../../src/rules/index.js'
import { defineRule } from '../../src/rules/rule.js'
import { configured, findingsOf, fixed } from './checking.js'

const NOT_RULES = new Set(['check', 'finding', 'index', 'pragmas', 'rule'])

test('every rule is one file of its name, and the list is complete and sorted', () => {
  const files = readdirSync(new URL('../../src/rules', import.meta.url))
    .filter(name => name.endsWith('.ts'))
    .map(name => name.slice(0, -3))
    .filter(name => !NOT_RULES.has(name))
  expect(RULES.map(({ id }) => id)).toEqual(files.sort())
})

test('no two rules answer to the same name', () => {
  const names = RULES.flatMap(({ id, aliases }) => [id, ...aliases]).map(name => name.toLowerCase())
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})

describe.each(RULES.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  test('is exported under its id in camel case', async () => {
    const name = id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    const exported: Record<string, unknown> = await import(`../../src/rules/${id}.ts`)
    expect(exported[name]).toBe(rule)
  })

  test('says what a reader needs', () => {
    expect(rule.title).toMatch(/^[A-Z][^.]{5,79}$/)
    expect(rule.why.length).toBeGreaterThan(40)
    expect(rule.references.every(url => /^https:\/\//.test(url))).toBe(true)
    expect(rule.fixable === 'never').toBe(rule.fixSafety === undefined)
  })

  test.each(
    rule.examples.map((example, i) => [i, example] as const),
  )('example %i: fires, and its fix gives `after`', (_, example) => {
    const rules = [configured(rule, example.options)]
    const findings = findingsOf(example.before, rules, example.files)
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.map(({ withheld }) => withheld).filter(Boolean)).toEqual([])
    if (rule.fixable === 'always') expect(findings.every(({ fix }) => fix)).toBe(true)
    if (rule.fixable === 'never') expect(findings.some(({ fix }) => fix)).toBe(false)
    for (const { fix } of findings) expect(areDisjoint(fix?.edits ?? [])).toBe(true)
    expect(fixed(example.before, rules, example.files)).toBe(example.after)
    if (example.after !== example.before) expect(findingsOf(example.after, rules, example.files)).toEqual([])
  })

  if (rule.fixable !== 'never')
    test('some example shows its fix', () => {
      expect(rule.examples.some(({ before, after }) => before !== after)).toBe(true)
    })

  test.each(rule.silent.map(miss => [miss.why, miss] as const))('is silent: %s', (_, miss) => {
    expect(findingsOf(miss.text, [configured(rule, miss.options)], miss.files).map(({ message }) => message)).toEqual(
      [],
    )
  })

  test('does not throw on any beginning of its examples', () => {
    for (const { before, files, options } of rule.examples)
      for (let end = 0; end < before.length; end++)
        for (const { message } of findingsOf(before.slice(0, end), [configured(rule, options)], files))
          expect(message).not.toMatch(/fault of Drydock/)
  })
})

test('a rule that throws becomes a finding that names it, and the others go on', () => {
  const faulty = defineRule({
    ...(RULES[0] as (typeof RULES)[number]),
    id: 'faulty',
    options: v.strictObject({}),
    check() {
      throw new Error('no such thing')
    },
  })
  const [first, ...others] = findingsOf('FROM alpine:3.22\nMAINTAINER ann\n', [faulty, ...RULES])
  expect(first?.rule.id).toBe('faulty')
  expect(first?.message).toContain('no such thing')
  expect(others.map(({ rule }) => rule.id)).toContain('maintainer-deprecated')
})
