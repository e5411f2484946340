import { describe, expect, test } from '@jest/globals'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { scriptHolds, scriptOfText } from './parse-laws.js'

test.each([
  ['\\', 0],
  ['\t\\', 1],
  ['\ufeff\\\n', 1],
  ['FROM a\n  \\\n\n', 9],
])('%j: a lone continuation mark is an instruction without a keyword, in its place', (text, start) => {
  const { instructions, error } = parseDockerfile('Dockerfile', text)
  expect(instructions.at(-1)).toMatchObject({ keyword: '', keywordRange: { start, end: start } })
  expect(error?.message).toContain('unknown instruction')
})

describe('scripts that break off', () => {
  test.each(['${ && \\', '${A}() && `a`', '$(', '"', 'a && '].map(text => [text]))('%j', text => {
    expect(() => scriptHolds(scriptOfText(text))).not.toThrow()
    expect(scriptOfText(text).editable).toBe(false)
  })

  test.each(['"$(', 'f() {', '$(', '((', 'if '])('%j a thousand times fills no stack', piece => {
    const script = scriptOfText(piece.repeat(1000))
    scriptHolds(script)
    expect(script.editable).toBe(false)
  })
})
