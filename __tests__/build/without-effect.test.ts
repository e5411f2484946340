import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { idlePatterns } from '../../src/build/ignore-files/without-effect.js'
import { isIgnored, parseDockerignore } from '../../src/documents/dockerignore/document.js'

function idle(text: string): readonly string[] {
  return idlePatterns(parseDockerignore('.dockerignore', text)).map(
    ({ pattern, reason }) => `${pattern.keeps ? '!' : ''}${pattern.text}: ${reason}`,
  )
}

test.each<[string, readonly string[]]>([
  ['a\nb\n', []],
  ['a\nb\na\n', ['a: said before']],
  ['a\n!a/b\na\n', ['!a/b: taken back']],
  ['!a\n*\n', ['!a: nothing to except']],
  ['*\n!a\n', []],
  ['a\n!a\n', ['a: taken back']],
  ['a/b\n!a\n', ['a/b: taken back']],
  ['a\n!a/b\n*\n', ['!a/b: taken back']],
  ['./a\n/a\na/\n', ['a: said before', 'a: said before']],
  ['../a\n', ['../a: outside']],
  ['a # b\n', ['a # b: comment']],
  ['a\\ #b\n', []],
])('%j', (text, expected) => {
  expect(idle(text)).toEqual(expected)
})

const NAMES = ['a', 'b', 'a/b', 'a/b/c', 'b/a', 'c', 'a/c']
const LINE = fc
  .tuple(fc.constantFrom('', '!'), fc.constantFrom(...NAMES, '*', '**', '*/b', 'a/*', '../a'))
  .map(([sign, name]) => sign + name)

test('what is called idle changes nothing when it goes', () => {
  fc.assert(
    fc.property(fc.array(LINE, { maxLength: 7 }), lines => {
      const ignore = parseDockerignore('.dockerignore', lines.join('\n'))
      for (const { pattern } of idlePatterns(ignore)) {
        const without = { ...ignore, patterns: ignore.patterns.filter(one => one !== pattern) }
        for (const path of NAMES)
          expect([lines, path, isIgnored(without, path)]).toEqual([lines, path, isIgnored(ignore, path)])
      }
    }),
    { numRuns: 2000 },
  )
})
