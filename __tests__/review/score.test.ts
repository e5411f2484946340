import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { UNKNOWN_REPOSITORY } from '../../src/build/repository.js'
import { checkChange, reviewChange } from '../../src/drydock.js'
import { applyEdits } from '../../src/fixes/edits.js'
import type { Change, ChangedFile } from '../../src/inputs/change.js'
import { wholeFile } from '../../src/inputs/hunks.js'
import { judgeScripts } from '../../src/judge-scripts.js'
import type { FailOn } from '../../src/review/fail-on.js'
import { averageOf, POINTS, type Score, scoreOf } from '../../src/review/score.js'
import { scoresOf } from '../../src/review/scores.js'
import type { Finding } from '../../src/rules/finding.js'
import { RULES } from '../../src/rules/index.js'
import { CATEGORIES, type Rule, SEVERITIES, type Severity } from '../../src/rules/rule.js'
import { defaultSettings } from '../../src/settings/defaults.js'
import { read } from '../generated-docs.js'
import { review } from './reviewing.js'
import { wordRule } from './words.js'

const first = (category: string, number = 0): Rule => RULES.filter(rule => rule.category === category)[number] as Rule
const finding = (rule: Rule, severity: Severity) => ({ rule, severity })

describe('by hand', () => {
  const [leak, late, slow] = [first('security'), first('security', 1), first('caching')]
  test.each<[string, readonly Pick<Finding, 'rule' | 'severity'>[], number]>([
    ['nothing', [], 100],
    // (96 + 400) / 5 = 99.2; (99.2 + 96) / 2 = 97.6
    ['an info', [finding(slow, 'info')], 97],
    // (80 + 400) / 5 = 96; (96 + 80) / 2
    ['a warning', [finding(slow, 'warning')], 88],
    // (40 + 400) / 5 = 88; (88 + 40) / 2
    ['an error', [finding(leak, 'error')], 64],
    // 100 - 20 - 10 = 70; (70 + 400) / 5 = 94; (94 + 70) / 2
    ['a warning twice', [finding(slow, 'warning'), finding(slow, 'warning')], 82],
    // 100 - 60 - 10 = 30, in whatever order; (30 + 400) / 5 = 86; (86 + 30) / 2
    ['a warning and an error of one rule', [finding(leak, 'warning'), finding(leak, 'error')], 58],
    // security 0, caching 80; (0 + 80 + 300) / 5 = 76; 76 / 2
    ['two leaks and a warning', [finding(leak, 'error'), finding(late, 'error'), finding(slow, 'warning')], 38],
  ])('%s', (_, findings, total) => {
    expect(scoreOf(findings).total).toBe(total)
  })

  test('several files: means, rounded down', () => {
    const scores = [scoreOf([]), scoreOf([finding(slow, 'info')]), scoreOf([finding(leak, 'error')])]
    // (100 + 97 + 64) / 3 = 87; caching (100 + 96 + 100) / 3 = 98.7; security (100 + 100 + 40) / 3 = 80
    expect(averageOf(scores)).toEqual({
      ...{ total: 87, categories: { caching: 98, size: 100, security: 80, correctness: 100, upkeep: 100 } },
    })
  })
})

describe('laws', () => {
  const findings = fc.array(fc.record({ rule: fc.constantFrom(...RULES), severity: fc.constantFrom(...SEVERITIES) }), {
    maxLength: 12,
  })
  const points = ({ total, categories }: Score) => [total, ...CATEGORIES.map(one => categories[one])]

  test('0 to 100, whole; 100 only of nothing; one more finding never raises any of it; the order is no matter', () => {
    fc.assert(
      fc.property(
        findings,
        findings.filter(({ length }) => length === 1),
        (some, [more]) => {
          const score = scoreOf(some)
          for (const one of points(score)) expect(Number.isInteger(one) && one >= 0 && one <= 100).toBe(true)
          expect(score.total === 100).toBe(some.length === 0)
          const worse = points(scoreOf([...some, ...(more ? [more] : [])]))
          for (const [i, one] of points(score).entries()) expect(worse[i]).toBeLessThanOrEqual(one)
          expect(scoreOf([...some].reverse())).toEqual(score)
        },
      ),
    )
  })

  test('what is worse takes off more, and a repetition less than the first', () => {
    const all = SEVERITIES.flatMap(one => [POINTS[one].first, POINTS[one].further])
    expect(all).toEqual([...all].sort((a, b) => b - a))
  })
})

function changeOf(path: string, text: string, files: Readonly<Record<string, string>> = {}, more = {}): Change {
  const texts = new Map(Object.entries({ ...files, [path]: text }))
  const sizes = new Map([...texts].map(([name, content]) => [name, content.length]))
  const file: ChangedFile = { path, text, ...wholeFile(text), ...more }
  return { files: [file], unread: [], repository: { files: sizes, isComplete: true, texts } }
}

describe('with all suggestions', () => {
  const examples = RULES.flatMap(rule => rule.examples.map(({ before, files }) => [rule.id, before, files] as const))
  test.each(examples)('%s: it is what the file has once they are in', (_, text, files) => {
    const settings = defaultSettings()
    const change = changeOf('Dockerfile', text, files)
    const [checked] = checkChange(change, settings)
    const scores = checked && scoresOf([checked], new Set())
    if (checked === undefined || scores?.withSuggestions === undefined) return
    expect(scores.withSuggestions.total).toBeGreaterThanOrEqual(scores.now.total)
    const edits = checked.fixedTogether?.flatMap(({ fix }) => fix?.edits ?? []) ?? []
    const after = checkChange(changeOf('Dockerfile', applyEdits(text, edits), files), settings)
    expect(scoresOf(after, new Set())?.now).toEqual(scores.withSuggestions)
  })

  test('of two that want the same text the more severe counts', () => {
    const rules = [wordRule('w', 'bad', 'x', 'warning'), wordRule('e', 'bad', 'y', 'error')]
    // Both are of one category: 100 - 60 - 20 = 20 before, 80 with the error's fix.
    const { scores } = review('FROM a\nRUN bad\n', rules)
    expect([scores?.now.total, scores?.withSuggestions?.total]).toEqual([52, 88])
  })

  test('there is none without a fix, and none of a file that is not read', () => {
    const broken = reviewChange(changeOf('Dockerfile', 'FROM a\nRUNN b\n'), defaultSettings(), OPTIONS)
    expect(broken.scores?.now).toEqual({
      ...{ total: 0, categories: { caching: 0, size: 0, security: 0, correctness: 0, upkeep: 0 } },
    })
    expect(broken.scores?.withSuggestions).toBeUndefined()
    expect(review('FROM a\nRUN bad\n', [wordRule('w', 'bad', undefined)]).scores?.withSuggestions).toBeUndefined()
  })
})

const OPTIONS = { failOn: 'error', commentOn: 'changed-lines', maxComments: 25 } as const

test('what is switched off does not count', () => {
  const text = 'FROM a\n# drydock ignore=bad\nRUN bad\n'
  expect(review(text, [wordRule('bad', 'bad', 'good')]).scores?.now.total).toBe(100)
})

describe('before and after', () => {
  const settings = defaultSettings([wordRule('bad', 'bad', 'good')])
  const file = (path: string, text: string, before?: string): ChangedFile => ({
    ...{ path, text, before, isAdded: before === undefined, ...wholeFile(text) },
  })
  const scores = (...files: readonly ChangedFile[]) =>
    reviewChange({ files, unread: [], repository: UNKNOWN_REPOSITORY, before: UNKNOWN_REPOSITORY }, settings, OPTIONS)
      .scores

  test('a new file has no part in what was', () => {
    const both = scores(
      file('a/Dockerfile', 'FROM a\n', 'FROM a\nRUN bad\n'),
      file('b/Dockerfile', 'FROM a\nRUN bad\n'),
    )
    expect(both?.files.map(({ before, now }) => [before?.total, now.total])).toEqual([
      [88, 100],
      [undefined, 88],
    ])
    expect([both?.before?.total, both?.now.total]).toEqual([88, 94])
    expect(scores(file('b/Dockerfile', 'FROM a\n'))?.before).toBeUndefined()
  })

  test('where one is not known there is no mean; what has no FROM was no Dockerfile', () => {
    const known = file('a/Dockerfile', 'FROM a\n', 'FROM a\nRUN bad\n')
    expect(scores(known, { ...file('b/Dockerfile', 'FROM a\n', ''), before: undefined })?.before).toBeUndefined()
    expect(scores(file('a/Dockerfile', 'FROM a\n', '../other/Dockerfile'))?.before).toBeUndefined()
  })

  test('files around it as they were then', () => {
    const text = 'FROM a:1\nCOPY gone /x\nCOPY here /y\n'
    const around = { 'compose.yml': 'services: { app: { build: . } }\n', here: '' }
    const change = changeOf('Dockerfile', text, around, { before: text })
    const before = changeOf('Dockerfile', text, { ...around, gone: '' }).repository
    const rules = RULES.filter(({ id }) => id === 'missing-copy-source')
    const { scores: moved } = reviewChange({ ...change, before }, defaultSettings(rules), OPTIONS)
    expect([moved?.before?.total, moved?.now.total]).toEqual([100, 64])
  })
})

describe('as a gate', () => {
  const bad = wordRule('bad', 'bad', undefined, 'warning')
  const gate = (text: string, failOn: FailOn) => {
    const { conclusion, tooLow } = review(text, [bad], {}, { failOn })
    return [conclusion, tooLow?.lowest]
  }
  test('below is below; a finding by itself fails nothing', () => {
    expect(gate('FROM a\nRUN bad\n', 'score<88')).toEqual(['neutral', undefined])
    expect(gate('FROM a\nRUN bad\n', 'score<89')).toEqual(['failure', 88])
    expect(gate('FROM a\n', 'score<100')).toEqual(['success', undefined])
    expect(gate('FROM a\nRUN bad\n', 'never')).toEqual(['neutral', undefined])
  })

  test('any file counts, not the mean', () => {
    const files = ['FROM a\n', 'FROM a\n', 'FROM a\nRUN bad\n'].map((text, i) => ({
      path: `${i}`,
      text,
      ...wholeFile(text),
    }))
    const change = { files, unread: [], repository: UNKNOWN_REPOSITORY }
    const found = reviewChange(change, defaultSettings([bad]), { ...OPTIONS, failOn: 'score<90' })
    expect([found.scores?.now.total, found.conclusion, found.tooLow]).toEqual([
      ...[96, 'failure', { limit: 90, files: 1, lowest: 88 }],
    ])
  })
})

test('the example of the page can be reckoned from its table alone', () => {
  const page = read('docs/score.md')
  const row = /^\| \d+ \| \[[\w-]+\]\(rules\/([\w-]+)\.md\) \| (\w+) \| (\w+) \| (\d+) \| (yes)? ?\|$/gm
  const rows = [...page.matchAll(row)].map(([, rule, severity, category, points, fix]) => ({
    ...{ rule, severity, category: category ?? '', points: Number(points), isFixed: fix === 'yes' },
  }))
  expect(rows.length).toBeGreaterThan(5)
  const worth: Record<string, number> = { error: 60, warning: 20, info: 4 }
  for (const [i, { rule, severity = '', points }] of rows.entries()) {
    const isFurther = rows.slice(0, i).some(other => other.rule === rule)
    expect(points).toBe((worth[severity] ?? 0) / (isFurther ? 2 : 1))
  }
  const total = (some: typeof rows) => {
    const left = CATEGORIES.map(one =>
      some.filter(({ category }) => category === one).reduce((points, row) => points - row.points, 100),
    )
    return Math.floor((left.reduce((a, b) => a + b) / 5 + Math.min(...left)) / 2)
  }
  const [now, fixed] = [total(rows), total(rows.filter(({ isFixed }) => !isFixed))]
  expect(page).toContain(`"Score ${now} · ${fixed} with all suggestions"`)
})

test('ShellCheck is asked about the scripts of before, too: else they would seem to have been better', async () => {
  const asked: (readonly string[])[] = []
  const change = changeOf('Dockerfile', 'FROM a\nRUN echo $B\n', {}, { before: 'FROM a\nRUN echo $C\n' })
  await judgeScripts(change, defaultSettings(), async scripts => {
    asked.push(scripts)
    return new Map()
  })
  expect(asked[0]?.map(script => script.split('\n').at(-1))).toEqual(['echo $B', 'echo $C'])
})
