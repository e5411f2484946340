import { describe, expect, test } from '@jest/globals'
import { laidOver, readBakeFile } from '../../../src/documents/bake/bake-file.js'
import { isBakeName } from '../../../src/documents/bake/names.js'
import { bakeTargetsOf } from '../../../src/documents/bake/targets.js'

function targetsOf(...texts: readonly string[]) {
  const files = texts.map(text => {
    const file = readBakeFile(text.startsWith('{') ? 'docker-bake.json' : 'docker-bake.hcl', text)
    if (file === undefined) throw new Error(`no Bake file: ${text}`)
    return file
  })
  return bakeTargetsOf(laidOver(files))
}

/** `name: context dockerfile stage` of each target. */
const said = (...texts: readonly string[]) =>
  targetsOf(...texts).map(({ name, context, dockerfile, stage = '-' }) => `${name}: ${context} ${dockerfile} ${stage}`)

test('what a target says, and what stands for what it does not say', () => {
  expect(
    said('target "a" {}\ntarget "b" {\n context = "./web"\n dockerfile = "b.Dockerfile"\n target = "dev"\n}'),
  ).toEqual(['a: . Dockerfile -', 'b: ./web b.Dockerfile dev'])
})

test('variables are what they are when nobody sets them', () => {
  const text =
    'variable "DIR" { default = "web" }\nFILE = "${DIR}.Dockerfile"\ntarget "a" {\n context = DIR\n dockerfile = "${FILE}"\n}'
  expect(said(text)).toEqual(['a: web web.Dockerfile -'])
})

describe('left out', () => {
  test.each([
    ['a variable without default', 'variable "A" {}\ntarget "a" { context = A }'],
    ['a variable that is null', 'variable "A" { default = null }\ntarget "a" { target = "${A}" }'],
    ['a variable that goes round in a circle', 'A = B\nB = A\ntarget "a" { context = A }'],
    ['a function', 'target "a" { dockerfile = file("x") }'],
    ['a Dockerfile in the file', 'target "a" { dockerfile-inline = "FROM a" }'],
    ['what it goes on from is not there', 'target "a" { inherits = ["b"] }'],
    ['what it goes on from is not known', 'target "a" { inherits = concat(["b"], []) }'],
    [
      'what goes on from itself',
      'target "a" { inherits = ["b"] }\ntarget "b" { inherits = ["a"] }\ngroup "x" { targets = ["a"] }',
    ],
    ['the labels of an action', 'target "docker-metadata-action" {}'],
    ['a part of others', 'target "_common" { args = { A = 1 } }'],
  ])('%s', (_, text) => {
    expect(said(text)).toEqual([])
  })
})

test('what a target goes on from, the last of which counts most, and its own words above all', () => {
  const text = `
    target "_a" { context = "a", dockerfile = "a.Dockerfile", target = "a" }
    target "_b" { dockerfile = "b.Dockerfile", target = "b" }
    target "c" { inherits = ["_a", "_b"], target = "c" }`.replaceAll(', ', '\n')
  expect(said(text.replace('"_a"\n"_b"', '"_a", "_b"'))).toEqual(['c: a b.Dockerfile c'])
})

test('arguments grow, and some have values that are not known', () => {
  const text =
    'target "_a" { args = { A = 1\n B = "b" } }\ntarget "c" {\n inherits = ["_a"]\n args = { B = "c"\n C = timestamp() }\n}'
  expect([...(targetsOf(text)[0]?.args ?? [])]).toEqual([
    ['A', '1'],
    ['B', 'c'],
    ['C', undefined],
  ])
})

test('what only others go on from is no image, unless a group names it', () => {
  const text = 'target "base" { target = "base" }\ntarget "app" { inherits = ["base"] }\n'
  expect(said(text)).toEqual(['app: . Dockerfile base'])
  expect(said(`${text}group "default" { targets = ["base", "app"] }`)).toHaveLength(2)
})

test('a matrix is as many images', () => {
  const text =
    'target "app" {\n name = "app-${v.name}-${os}"\n matrix = { v = [{ name = "a", dir = "x" }, { name = "b", dir = "y" }]\n os = ["l", "w"] }\n context = v.dir\n}'
  expect(said(text)).toEqual([
    'app-a-l: x Dockerfile -',
    'app-a-w: x Dockerfile -',
    'app-b-l: y Dockerfile -',
    'app-b-w: y Dockerfile -',
  ])
  expect(targetsOf(text)[0]?.block).toBe('app')
  expect(said('target "a" {\n name = "a${x}"\n matrix = { x = split(",", "a,b") }\n}')).toEqual([])
})

test('a matrix has an end', () => {
  const axis = (name: string) => `${name} = [${'"x", '.repeat(100)}]`
  expect(said(`target "a" {\n name = "a"\n matrix = { ${axis('a')}\n ${axis('b')}\n ${axis('c')} }\n}`)).toEqual([])
})

test('forebears have an end', () => {
  const chain = Array.from({ length: 40 }, (_, i) => `target "t${i}" { inherits = ["t${i + 1}", "t${i + 1}"] }\n`).join(
    '',
  )
  expect(said(`${chain}target "t40" {}`)).toEqual([])
})

test('other contexts take the place of stages', () => {
  const targets = targetsOf('target "a" { contexts = { base = "target:b" } }\ntarget "b" {}')
  expect(targets.map(({ contexts }) => contexts)).toEqual([[{ name: 'base', value: 'target:b' }], []])
})

test('JSON says the same, and files are laid over each other', () => {
  const json = '{"variable": {"DIR": {"default": "web"}}, "target": {"a": {"context": "${DIR}", "args": {"A": "1"}}}}'
  expect(said(json)).toEqual(['a: web Dockerfile -'])
  expect(said(json, 'target "a" { target = "dev" }', 'variable "DIR" { default = "api" }')).toEqual([
    'a: api Dockerfile dev',
  ])
})

test.each(['{', '[]', 'null', '{"target": []}'])('JSON with a fault: %j', text => {
  expect(readBakeFile('docker-bake.json', text)?.targets.size ?? 0).toBe(0)
})

test('names', () => {
  expect(['docker-bake.hcl', 'docker-bake.override.json', 'docker-bake-ci.hcl'].every(isBakeName)).toBe(true)
  expect(['bake.hcl', 'docker-bake.yml', 'docker-bake.hcl.md', 'main.tf'].filter(isBakeName)).toEqual([])
})
