import { describe, expect, test } from '@jest/globals'
import { healthcheckProgram } from '../../src/rules/healthcheck-program.js'
import { findingsOf, fixed, said } from './checking.js'

const RULES = [healthcheckProgram]

describe('curl becomes wget only where nothing is lost', () => {
  test.each([
    [
      'another port',
      'CMD curl -f http://127.0.0.1:80/a?b=c || exit 1',
      'CMD wget -q -O /dev/null http://127.0.0.1:80/a?b=c || exit 1',
    ],
    ['options apart', 'CMD curl -f -s --show-error "http://localhost"', 'CMD wget -q -O /dev/null "http://127.0.0.1"'],
    ['lower case', 'cmd curl -f http://web/', 'cmd wget -q -O /dev/null http://web/'],
    [
      'another host that begins alike',
      'CMD curl -f http://localhost.test/',
      'CMD wget -q -O /dev/null http://localhost.test/',
    ],
  ])('%s', (_, before, after) => {
    expect(fixed(`FROM alpine:3.22\nHEALTHCHECK ${before}\n`, RULES)).toBe(`FROM alpine:3.22\nHEALTHCHECK ${after}\n`)
  })

  test.each([
    'CMD curl http://localhost/',
    'CMD curl -f -X POST http://localhost/',
    'CMD curl -f http://localhost/ -o /dev/null',
    'CMD curl -fk https://localhost/',
    'CMD curl -f $URL',
    'CMD cu\\\nrl -f http://localhost/',
  ])('no fix: %s', check => {
    const [finding] = findingsOf(`FROM alpine:3.22\nHEALTHCHECK ${check}\n`, RULES)
    expect([finding?.fix, finding?.withheld]).toEqual([undefined, undefined])
  })
})

test('one that the shell starts behind another is none of the check', () => {
  expect(said('FROM alpine:3.22\nHEALTHCHECK CMD test -e /a && curl -f http://localhost/\n', RULES)).toEqual([])
})

test('SHELL, Windows and ONBUILD are left in peace', () => {
  expect(said('FROM alpine:3.22\nSHELL ["pwsh", "-c"]\nHEALTHCHECK CMD curl -f http://a/\n', RULES)).toEqual([])
  expect(said('# escape=`\nFROM alpine:3.22\nHEALTHCHECK CMD curl -f http://a/\n', RULES)).toEqual([])
  expect(said('FROM alpine:3.22\nONBUILD HEALTHCHECK CMD curl -f http://a/\n', RULES)).toEqual([])
})

test('what a parent stage installs is there', () => {
  const text = 'FROM alpine:3.22 AS a\nRUN apk add curl\nFROM a\nHEALTHCHECK CMD curl -f http://a/\n'
  expect(said(text, RULES)).toEqual([])
  expect(said(text.replace('FROM a\n', 'FROM alpine:3.22\n'), RULES)).toHaveLength(1)
})
