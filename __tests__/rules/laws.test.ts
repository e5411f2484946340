import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import * as v from 'valibot'
import { RULES } from '../../src/rules/index.js'
import { defineRule } from '../../src/rules/rule.js'
import { findingsOf } from './checking.js'
import { testLaws } from './laws.js'

const NOT_RULES = new Set(['across-contexts', 'check', 'finding', 'index', 'list', 'pragmas', 'rule', 'wording'])

test('every rule is one file of its name, and the list is complete and sorted', () => {
  const files = readdirSync(new URL('../../src/rules', import.meta.url))
    .filter(name => name.endsWith('.ts'))
    .map(name => name.slice(0, -3))
    .filter(name => !NOT_RULES.has(name))
  expect(RULES.map(({ id }) => id)).toEqual(files.sort())
})

/** Checks of others that two rules share: whoever gave one up is spared both. */
const SHARED = new Set(['dl3042'])

test('no two rules answer to the same name', () => {
  const names = RULES.flatMap(({ id, aliases }) => [id, ...aliases]).map(name => name.toLowerCase())
  expect(names.filter((name, i) => names.indexOf(name) !== i && !SHARED.has(name))).toEqual([])
})

describe.each(RULES.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  test('is exported under its id in camel case', async () => {
    const name = id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    const exported: Record<string, unknown> = await import(`../../src/rules/${id}.ts`)
    expect(exported[name]).toBe(rule)
  })

  testLaws(rule)
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
