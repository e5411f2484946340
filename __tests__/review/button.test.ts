import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { modelBuild } from '../../src/build/build.js'
import { UNKNOWN_REPOSITORY } from '../../src/build/repository.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { dockerfileDocument } from '../../src/documents/reviewed-document.js'
import { applyEdits, type Edit, sortEdits } from '../../src/fixes/edits.js'
import { proveEach } from '../../src/fixes/prove.js'
import { commentText } from '../../src/formats/comment.js'
import { NO_LINKS } from '../../src/formats/links.js'
import { isWithin, type LineSpan } from '../../src/inputs/change.js'
import { place } from '../../src/review/place.js'
import { suggestionBlock, suggestionFrom } from '../../src/review/suggestion.js'
import type { Finding } from '../../src/rules/finding.js'
import { RULES } from '../../src/rules/index.js'
import { SEVERITIES } from '../../src/rules/rule.js'
import { pressSuggestions } from '../github/suggestions.js'

const LINE = fc.constantFrom(
  'RUN echo one two',
  'RUN a && \\',
  '    b',
  '# comment',
  '',
  'ENV A=1',
  'COPY x y',
  'RUN ``` x',
  'ÿ€ 😀',
)
const TEXT = fc
  .tuple(fc.array(LINE, { maxLength: 14 }), fc.boolean())
  .map(([lines, ends]) => ['FROM a', ...lines].join('\n') + (ends ? '\n' : ''))

test('a block of lines turns any text into any other', () => {
  fc.assert(
    fc.property(TEXT, TEXT, (before, after) => {
      const suggestion = suggestionFrom(before, after)
      if (before === after) return expect(suggestion).toBeUndefined()
      if (suggestion === undefined) return expect(before.endsWith('\n') && !after.endsWith('\n')).toBe(true)
      const { first, last } = suggestion
      const comment = { body: suggestionBlock(suggestion), line: last, ...(first < last ? { start_line: first } : {}) }
      return expect(pressSuggestions(before, [comment])).toBe(after)
    }),
    { numRuns: 5000 },
  )
})

/** Edits anywhere in a text: characters replaced, lines added or taken out. */
function editsIn(text: string): fc.Arbitrary<readonly Edit[]> {
  const one = fc
    .tuple(fc.nat(text.length), fc.nat(12), fc.constantFrom('', 'x', '\n', '\nRUN c', 'RUN d\n', ' && e'))
    .map(([start, length, added]) => ({ start, end: Math.min(start + length, text.length), text: added }))
  const ends = [...text.matchAll(/\n|$/g)].map(({ index }) => index)
  const line = fc
    .tuple(fc.nat(ends.length - 1), fc.boolean(), fc.constantFrom('RUN echo three', 'ENV B=2', 'RUN ```` y'))
    .map(([i, replaces, added]) => {
      const [start, end] = [i === 0 ? 0 : (ends[i - 1] ?? 0) + 1, ends[i] ?? 0]
      return replaces && i > 0
        ? { start: Math.min(start, end), end, text: added }
        : { start: end, end, text: `\n${added}` }
    })
  return fc.array(fc.oneof(one, { arbitrary: line, weight: 4 }), { minLength: 1, maxLength: 2 })
}

function findingsIn(text: string): fc.Arbitrary<readonly Finding[]> {
  const one = fc.tuple(editsIn(text), fc.constantFrom(...SEVERITIES), fc.nat(text.length)).map(
    ([edits, severity, at]): Finding => ({
      rule: RULES[0] as (typeof RULES)[number],
      severity,
      path: 'Dockerfile',
      range: { start: at, end: Math.min(at + 3, text.length) },
      message: 'Something.',
      fix: { title: 'Change it', edits, safe: true },
      withheld: undefined,
      ignoredBy: undefined,
    }),
  )
  return fc.array(one, { minLength: 1, maxLength: 6 })
}

function hunksOf(text: string): fc.Arbitrary<readonly LineSpan[]> {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return fc
    .array(
      fc.nat(9).map(n => n > 0),
      { minLength: lines, maxLength: lines },
    )
    .map(shown => {
      const hunks: LineSpan[] = []
      for (const [i, isShown] of shown.entries()) {
        const last = hunks.at(-1)
        if (!isShown) continue
        if (last?.last === i) hunks[hunks.length - 1] = { ...last, last: i + 1 }
        else hunks.push({ first: i + 1, last: i + 1 })
      }
      return hunks
    })
}

const CASE = TEXT.chain(text => fc.tuple(fc.constant(text), findingsIn(text), hunksOf(text)))

test('pressing every button gives what applying those fixes gives', () => {
  let pressed = 0
  fc.assert(
    fc.property(CASE, ([text, findings, hunks]) => {
      const build = modelBuild(parseDockerfile('Dockerfile', text))
      const checked = {
        document: dockerfileDocument(build.dockerfile),
        build,
        repository: UNKNOWN_REPOSITORY,
        settings: { rules: [], ignore: [] },
        findings,
      }
      const proved = { ...checked, findings: proveEach(checked) }
      const file = { path: 'Dockerfile', text, hunks, changed: hunks }
      const threads = place(proved, file, 'changed-files')

      const comments = threads.map(thread => ({
        body: commentText(thread, NO_LINKS),
        line: thread.last,
        ...(thread.first < thread.last ? { start_line: thread.first } : {}),
      }))
      for (const thread of threads) expect(hunks.some(hunk => isWithin(thread, hunk))).toBe(true)
      const applied = threads.flatMap(({ fixed }) => fixed.flatMap(({ fix }) => fix?.edits ?? []))
      expect(pressSuggestions(text, comments)).toBe(applyEdits(text, sortEdits(applied)))
      pressed += threads.filter(({ suggestion }) => suggestion).length

      // Nothing is said twice, and nothing that was not found; what is in no thread goes to the summary.
      const shown = threads.flatMap(thread => thread.findings)
      expect(new Set(shown).size).toBe(shown.length)
      expect(shown.filter(finding => !proved.findings.includes(finding))).toEqual([])
    }),
    { numRuns: 3000 },
  )
  expect(pressed).toBeGreaterThan(1000)
})
