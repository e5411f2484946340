import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Value, valueOf } from '../../../src/documents/bake/expression.js'
import { readHcl } from '../../../src/documents/bake/hcl.js'

const SCOPE: Readonly<Record<string, Value>> = { NAME: 'web', N: 3, map: { a: { b: 'deep' } }, list: ['x', 'y'] }

/** What `a = …` comes to. */
function evaluated(written: string): Value | undefined {
  const expression = readHcl(`a = ${written}\n`)?.attributes.get('a')
  if (expression === undefined) throw new Error(`no attribute: ${written}`)
  return valueOf(expression, name => SCOPE[name])
}

describe('what an attribute comes to', () => {
  test.each<[string, Value]>([
    ['"text"', 'text'],
    ['"a \\"b\\" \\n\\t\\\\"', 'a "b" \n\t\\'],
    ['"${NAME}-${N}"', 'web-3'],
    ['"$${NAME}"', '$${NAME}'],
    ['"$NAME $"', '$NAME $'],
    ['NAME', 'web'],
    ['map.a.b', 'deep'],
    ['map["a"].b', 'deep'],
    ['"${map.a.b}"', 'deep'],
    ['list[1]', 'y'],
    ['12.5', 12.5],
    ['true', true],
    ['null', null],
    ['[]', []],
    ['[\n  "a", # first\n  "b",\n]', ['a', 'b']],
    ['{ a = 1, "b" : "x"\n c = [NAME] }', { a: 1, b: 'x', c: ['web'] }],
    ['{}', {}],
    ['<<EOT\none ${NAME}\ntwo\nEOT', 'one web\ntwo\n'],
    ['<<-EOT\n  one\n  EOT', '  one\n'],
    // Of a map only the part is unknown that nobody knows.
    ['{ a = upper(NAME), b = "x" }', { a: null, b: 'x' }],
    ['{ (NAME) = 1, b = 2 }', { '': 1, b: 2 }],
  ])('%s', (written, value) => {
    expect(evaluated(written)).toEqual(value)
  })

  test.each([
    'upper(NAME)',
    'NAME != "" ? "a" : "b"',
    'N + 1',
    '-1',
    '!true',
    '"${upper(NAME)}"',
    '"${NAME != "" ? "${NAME}" : "}"}"',
    '"%{ if true }a%{ endif }"',
    'OTHER',
    '"${OTHER}"',
    'map.b',
    '[for x in list : upper(x) if x != ""]',
    '{for k, v in map : k => v}',
    '["a", OTHER]',
    'list[0 + 1]',
    'join(",", [\n  "a",\n  "b",\n])',
    '(NAME)',
  ])('%s: unknown, and what stands behind it is read', written => {
    expect(evaluated(written)).toBeUndefined()
    expect(readHcl(`a = ${written}\nb = 1\nc "d" { e = ${written} }\n`)?.blocks).toHaveLength(1)
  })
})

test('blocks, labels and comments', () => {
  const body = readHcl(
    '# one\n// two\n/* three\n */ variable "A" { default = "x" }\r\ntarget "web" {\r\n  inherits = ["a"]\n  inner {\n  }\n}\ngroup default {\n}',
  )
  expect(body?.blocks.map(({ type, labels }) => [type, ...labels])).toEqual([
    ['variable', 'A'],
    ['target', 'web'],
    ['group', 'default'],
  ])
  expect(body?.blocks[1]?.body.blocks[0]?.type).toBe('inner')
})

test.each([
  'target "a" {',
  'a = "x',
  'a = "${x',
  '}',
  'a',
  '"a" = 1',
  'a = [1',
  'a = {',
  '/* a',
  'a = <<X\nb\n',
  'a = b.',
  '= 1',
])('no HCL: %j', text => {
  expect(readHcl(text)).toBeUndefined()
})

test('texts that put each other in have an end', () => {
  const body = readHcl('a = "${b}${b}"\n')
  const value = body?.attributes.get('a')
  expect(value && valueOf(value, () => 'x'.repeat(9_000))).toBeUndefined()
})

const PIECES = [
  'target',
  '"a"',
  '{',
  '}',
  '[',
  ']',
  '=',
  ',',
  '\n',
  '"${',
  '<<E\n',
  'E',
  '(',
  ')',
  '/*',
  '*/',
  '#',
  'for',
  '.',
  ':',
  '$',
  '\\',
  '1',
  '"',
]

test('nothing makes it throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PIECES)).map(pieces => pieces.join(' ')),
      text => void readHcl(text),
    ),
  )
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void readHcl(text)))
})

test.each([
  ['brackets', '['],
  ['braces', 'a {\n'],
  ['maps', '{ a = '],
  ['interpolations', 'a = "${"'],
  ['comments', '/*'],
  ['heredocs', '<<A\n'],
  ['quotation marks', '"'],
  ['dots', 'a = b.c'],
])('%s without end take linear time', (_, piece) => {
  const start = performance.now()
  readHcl(`a = ${piece.repeat(50_000)}`)
  readHcl(piece.repeat(50_000))
  expect(performance.now() - start).toBeLessThan(5_000)
})
