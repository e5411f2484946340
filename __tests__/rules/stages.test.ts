import { expect, test } from '@jest/globals'
import { duplicateStageName } from '../../src/rules/duplicate-stage-name.js'
import { emptyContinuation } from '../../src/rules/empty-continuation.js'
import { envSelfReference } from '../../src/rules/env-self-reference.js'
import { legacyKeyValue } from '../../src/rules/legacy-key-value.js'
import { redundantPlatform } from '../../src/rules/redundant-platform.js'
import { stageNameCasing } from '../../src/rules/stage-name-casing.js'
import { fixed } from './checking.js'

test.each([
  [
    'three of one name',
    duplicateStageName,
    'FROM a AS x\nFROM a AS x\nFROM a AS x\n',
    'FROM a AS x-1\nFROM a AS x-2\nFROM a AS x\n',
  ],
  [
    'a COPY between means the one above it',
    duplicateStageName,
    'FROM a AS x\nFROM b\nCOPY --from=x /f /f\nFROM a AS x\n',
    'FROM a AS x-1\nFROM b\nCOPY --from=x-1 /f /f\nFROM a AS x\n',
  ],
  [
    'a name over a line end, a reference in ONBUILD',
    stageNameCasing,
    'FROM a \\\n  AS Build\nFROM b\nONBUILD COPY --from=BUILD /a /a\n',
    'FROM a \\\n  AS build\nFROM b\nONBUILD COPY --from=build /a /a\n',
  ],
  [
    'a reference by number stays',
    stageNameCasing,
    'FROM a AS X\nFROM b\nCOPY --from=0 /a /a\n',
    'FROM a AS x\nFROM b\nCOPY --from=0 /a /a\n',
  ],
  [
    'a flag on a line of its own stays',
    redundantPlatform,
    'FROM --platform=$TARGETPLATFORM \\\n  a\n',
    'FROM --platform=$TARGETPLATFORM \\\n  a\n',
  ],
  ['quotes inside a value', legacyKeyValue, 'FROM a\nENV A say "hi" now\n', 'FROM a\nENV A say "hi" now\n'],
  ['over continuation lines', legacyKeyValue, 'FROM a\nENV A one \\\n  two\n', 'FROM a\nENV A="one \\\n  two"\n'],
  ['a backslash at its end', legacyKeyValue, 'FROM a\nENV A C:\\\\dir\\\\ x\n', 'FROM a\nENV A="C:\\\\dir\\\\ x"\n'],
  ['a chain becomes three', envSelfReference, 'FROM a\nENV A=1 B=$A C=$B\n', 'FROM a\nENV A=1\nENV B=$A\nENV C=$B\n'],
  [
    'a comment between stays',
    envSelfReference,
    'FROM a\nENV A=1 \\\n  # b\n  B=$A\n',
    'FROM a\nENV A=1 \\\n  # b\n  B=$A\n',
  ],
  ['CRLF', emptyContinuation, 'FROM a\r\nRUN a && \\\r\n\r\n  b\r\n', 'FROM a\r\nRUN a && \\\r\n  b\r\n'],
  ['at the end of the file', emptyContinuation, 'FROM a\nRUN a \\\n\n\n', 'FROM a\nRUN a\n\n\n'],
])('%s', (_, rule, before, after) => {
  expect(fixed(before, [rule])).toBe(after)
})
