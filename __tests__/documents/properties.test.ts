import { describe, expect, test } from '@jest/globals'
import fc, { type Arbitrary } from 'fast-check'
import { LexerError, lex } from '../../src/documents/dockerfile/lexer.js'
import { isIgnored, parseDockerignore } from '../../src/documents/dockerignore/document.js'
import { editsHold } from '../fixes/edit-laws.js'
import { insist, parseHolds, scriptHolds, scriptOfText } from './parse-laws.js'
import { FILES, ignoreSoup, mutated, noise, pathSoup, runSoup, shellSoup, soup, wordSoup } from './soup.js'

/** How many texts all laws together have been asked about. */
let inputs = 0

/** The same texts each time, unless somebody looks for others: `PROPERTY_SEED=7 PROPERTY_TIMES=10 npm test properties`. */
const SEED = Number(process.env.PROPERTY_SEED ?? 20261125)
const TIMES = Number(process.env.PROPERTY_TIMES ?? 1)

/** Asks a law about many texts. */
function always<T>(source: Arbitrary<T>, numRuns: number, law: (input: T) => void): void {
  const counted = (input: T) => {
    inputs++
    law(input)
  }
  fc.assert(fc.property(source, counted), { numRuns: numRuns * TIMES, seed: SEED })
}

describe('a Dockerfile of any text is read', () => {
  test('noise', () => always(noise, 8_000, parseHolds))
  test('its own words in any order', () => always(soup, 32_000, parseHolds))
  test('real files with faults', () => always(mutated, 16_000, parseHolds))
  test('real files as they are', () => {
    expect(FILES.length).toBeGreaterThan(50)
    expect(FILES.map(text => parseHolds(text).instructions.length)).not.toContain(0)
  })
})

describe('a script of any text is read', () => {
  test('noise', () => always(noise, 4_000, text => scriptHolds(scriptOfText(text))))
  test('its own words in any order', () => always(shellSoup, 12_000, text => scriptHolds(scriptOfText(text))))
})

describe('a word of any text is expanded or refused, in good time', () => {
  const known: Readonly<Record<string, string>> = { A: 'bcb', B: '$A "x"' }
  const expands = (text: string) => {
    const start = performance.now()
    for (const escape of ['\\', '`'] as const)
      for (const keepUnset of [true, false])
        try {
          const { words } = lex(text, name => known[name], { escape, keepUnset, rawQuotes: keepUnset })
          insist(!words.includes(''), 'no word is empty', words)
        } catch (error) {
          if (!(error instanceof LexerError)) throw error
        }
    insist(performance.now() - start < 1000, 'the lexer ends soon', text)
  }
  test('noise', () => always(noise, 3_000, expands))
  test('its own words in any order', () => always(wordSoup, 8_000, expands))
})

test('a .dockerignore of any text is read, and answers', () => {
  const answers = ([text, path]: readonly [string, string]) => {
    const { error, patterns } = parseDockerignore('.dockerignore', text)
    for (const { range } of patterns)
      insist(range.start <= range.end && range.end <= text.length, 'a range lies inside')
    const ignores = isIgnored(parseDockerignore('.dockerignore', text), path)
    insist(error !== undefined || !isIgnored(parseDockerignore('i', `${text}\n!**`), path), '!** keeps all', {
      text,
      path,
    })
    insist(patterns.length > 0 || !ignores, 'no pattern ignores nothing', { text, path })
  }
  always(fc.tuple(fc.oneof(ignoreSoup, noise), fc.oneof(pathSoup, noise)), 12_000, answers)
})

describe('an edit changes what it names and nothing else', () => {
  const dice = fc.infiniteStream(fc.nat({ max: 5039 }))
  const edits = (texts: Arbitrary<string>, numRuns: number) =>
    always(fc.tuple(texts, dice), numRuns, ([text, stream]) => editsHold(text, limit => next(stream) % (limit || 1)))
  const next = (stream: fc.Stream<number>) => stream.next().value as number
  test('of its own words in any order', () => edits(runSoup, 10_000))
  test('of real files with faults', () => edits(mutated, 10_000))
})

test('all this was asked about at least 100,000 texts', () => {
  expect(inputs).toBeGreaterThanOrEqual(100_000)
})
