import { expect, test } from '@jest/globals'
import { RULES } from '../../src/rules/index.js'
import { findingsOf, fixed } from '../rules/checking.js'

const CASING = RULES.filter(({ id }) => id === 'instruction-casing')
const rulesNamed = (id: string) => RULES.filter(rule => rule.id === id)

test.each([
  ['root-user', 'from node:22\ncopy . .\ncmd ["a"]\n', 'from node:22\ncopy . .\nuser node\ncmd ["a"]\n'],
  ['maintainer-deprecated', 'from a:1\nmaintainer b\n', 'from a:1\nlabel org.opencontainers.image.authors="b"\n'],
  [
    'pipefail',
    'from debian:12\nrun curl -fsSL https://a/b | bash\n',
    'from debian:12\nshell ["/bin/bash", "-o", "pipefail", "-c"]\nrun curl -fsSL https://a/b | bash\n',
  ],
  [
    'undefined-arg-in-from',
    'from node:22 as a\narg TAG=1\nfrom node:$TAG\nrun true\n',
    'arg TAG=1\nfrom node:22 as a\narg TAG=1\nfrom node:$TAG\nrun true\n',
  ],
])('%s writes keywords as the file does', (id, before, after) => {
  // With the rule for casing on, a keyword in the other case would be a new finding, and the fix withheld.
  const rules = [...rulesNamed(id), ...CASING]
  expect(findingsOf(before, rules).flatMap(({ withheld }) => withheld ?? [])).toEqual([])
  expect(fixed(before, rules)).toBe(after)
})

test('as many in either case: upper case, as BuildKit wants it', () => {
  expect(fixed('FROM node:22\ncmd ["a"]\n', rulesNamed('root-user'))).toBe('FROM node:22\nUSER node\ncmd ["a"]\n')
})

test('keywords above the first FROM do not count', () => {
  expect(fixed('arg A=1\narg B=1\nFROM node:22\nCMD ["a"]\n', rulesNamed('root-user'))).toBe(
    'arg A=1\narg B=1\nFROM node:22\nUSER node\nCMD ["a"]\n',
  )
})
