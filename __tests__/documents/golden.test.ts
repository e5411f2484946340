import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { jsonWords, plainWords, quotedWords, splitKeyword } from '../../src/documents/dockerfile/arguments.js'
import { DockerfileError } from '../../src/documents/dockerfile/error.js'
import { familiarName, parseImageReference } from '../../src/documents/dockerfile/image-reference.js'
import type { Instruction } from '../../src/documents/dockerfile/instruction.js'
import { LexerError, lex } from '../../src/documents/dockerfile/lexer.js'
import { scan } from '../../src/documents/dockerfile/scanner.js'
import { isIgnored, parseDockerignore } from '../../src/documents/dockerignore/document.js'
import { sliceLogical } from '../../src/documents/logical-text.js'

const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8')) as never

interface Node {
  cmd: string
  start: number
  end: number
  logical: string
  flags: string[]
  json: boolean
  args: string[]
  heredocs: { name: string; expand: boolean; chomp: boolean; content: string }[]
  child?: Node
}
interface DockerfileCase {
  name: string
  text: string
  error?: string
  escape?: string
  warnings?: number
  nodes?: Node[]
}

describe("Dockerfiles are cut as BuildKit's parser cuts them", () => {
  test.each((golden('dockerfile') as DockerfileCase[]).map(one => [one.name, one] as const))('%s', (_, one) => {
    if (one.error !== undefined) {
      expect(() => scan(one.text)).toThrow(DockerfileError)
      expect(() => scan(one.text)).toThrow(one.error)
      return
    }
    const { instructions, escape } = scan(one.text)
    expect(escape).toBe(one.escape)
    expect(instructions.map(instruction => nodeOf(instruction, escape))).toEqual(one.nodes)
    expect(instructions.filter(({ hasBlankContinuation }) => hasBlankContinuation)).toHaveLength(one.warnings ?? 0)
  })
})

/** Our instruction in the shape in which the oracle prints its node; it gives a trigger neither lines nor heredocs. */
function nodeOf(instruction: Instruction, escape: string, isTrigger = false): Node {
  const { logical, trigger } = instruction
  const { keyword } = splitKeyword(logical.text)
  return {
    cmd: logical.text.slice(keyword.start, keyword.end),
    start: isTrigger ? 0 : instruction.startLine,
    end: isTrigger ? 0 : instruction.endLine,
    logical: logical.text,
    flags: instruction.flags.map(flag => flag.text),
    json: instruction.json !== undefined && instruction.keyword !== 'ONBUILD',
    args: argumentsOf(instruction, escape),
    heredocs: isTrigger
      ? []
      : instruction.heredocs.map(({ name, expands, chomps, content }) => ({
          name,
          expand: expands,
          chomp: chomps,
          content,
        })),
    ...(trigger && { child: nodeOf(trigger, escape, true) }),
  }
}

const KNOWN =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)$/

function argumentsOf({ keyword, arguments: args, json }: Instruction, escape: string): string[] {
  if (!KNOWN.test(keyword)) return ['']
  if (keyword === 'ONBUILD') return []
  if (keyword === 'HEALTHCHECK') {
    const { keyword: type, rest } = splitKeyword(args.text)
    const command = sliceLogical(args, rest)
    const words = jsonWords(command)
    const tail = Array.isArray(words) ? words.map(word => word.text) : command.text === '' ? [] : [command.text]
    return [args.text.slice(type.start, type.end), ...tail]
  }
  if (json) return json.map(word => word.text)
  if (args.text === '') return []
  if (keyword === 'ENV' || keyword === 'LABEL')
    return pairs(
      quotedWords(args, escape).map(w => w.text),
      args.text,
    )
  if (keyword === 'ARG') return quotedWords(args, escape).map(word => word.text)
  if (['ADD', 'COPY', 'EXPOSE', 'FROM', 'VOLUME'].includes(keyword)) return plainWords(args).map(word => word.text)
  return [args.text]
}

function pairs(words: string[], text: string): string[] {
  if (!words[0]?.includes('=')) {
    const { keyword, rest } = splitKeyword(text)
    return [text.slice(keyword.start, keyword.end), text.slice(rest.start, rest.end), '']
  }
  return words.flatMap(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1), '='])
}

interface ExpandGolden {
  env: Record<string, string>
  cases: { word: string; value?: string; error?: string }[]
}

describe("words expand as in BuildKit's lexer", () => {
  const { env, cases } = golden('expand') as ExpandGolden
  test.each(cases.map(one => [one.word, one] as const))('%s', (word, { value, error }) => {
    const expand = () => lex(word, name => env[name], { escape: '\\' }).text
    if (error === undefined) return expect(expand()).toBe(value)
    expect(expand).toThrow(LexerError)
    expect(expand).toThrow(error.replace(/^failed to process "(?:[^"\\]|\\.)*": /, ''))
  })
})

interface ReferenceCase {
  ref: string
  err?: string
  domain?: string
  path?: string
  familiar?: string
  tag?: string
  digest?: string
}

describe('image references are read as distribution reads them', () => {
  test.each((golden('imageref') as ReferenceCase[]).map(one => [one.ref, one] as const))('%s', (ref, one) => {
    const parsed = parseImageReference(ref)
    if (one.err !== undefined) return expect(parsed).toBeUndefined()
    expect(parsed).toEqual({ domain: one.domain, path: one.path, tag: one.tag, digest: one.digest })
    const suffix = (one.tag ? `:${one.tag}` : '') + (one.digest ? `@${one.digest}` : '')
    expect(familiarName(parsed as NonNullable<typeof parsed>) + suffix).toBe(one.familiar)
  })
})

interface IgnoreGolden {
  paths: string[]
  cases: { ignore: string; excluded?: string[]; error?: string }[]
}

describe('a .dockerignore keeps out what moby/patternmatcher keeps out', () => {
  const { paths, cases } = golden('dockerignore') as IgnoreGolden
  test.each(cases.map(one => [one.ignore, one] as const))('%j', (ignore, { excluded, error }) => {
    const read = parseDockerignore('.dockerignore', ignore)
    if (error !== undefined) return expect(read.error?.message).toBe(error)
    expect(read.error).toBeUndefined()
    expect(paths.filter(path => isIgnored(read, path))).toEqual(excluded)
  })
})
