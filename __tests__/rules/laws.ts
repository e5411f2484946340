import { expect, test } from '@jest/globals'
import { areDisjoint } from '../../src/fixes/edits.js'
import type { Rule } from '../../src/rules/rule.js'
import { configured, findingsOf, fixed } from './checking.js'

/** What every rule must do, as tests of the `describe` around. */
export function testLaws(rule: Rule): void {
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
}
