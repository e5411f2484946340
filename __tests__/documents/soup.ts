import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc, { type Arbitrary } from 'fast-check'
import { RULES } from '../../src/rules/index.js'

const KEYWORDS = 'FROM RUN run COPY ADD ENV ARG LABEL CMD USER WORKDIR'.split(' ').map(word => `${word} `)
const RARE_KEYWORDS = 'ONBUILD HEALTHCHECK SHELL VOLUME EXPOSE MAINTAINER ENTRYPOINT BAD'.split(' ')
const LINE_ENDS = [
  '\n',
  '\n',
  '\n',
  '\r\n',
  ' \\\n',
  ' \\\n    ',
  '\\ \n',
  '`\n',
  '\\\r\n',
  '\\\n\n',
  '\\\n# c\n',
  '\r',
  '\\',
]
const DIRECTIVES = [
  '# escape=`\n',
  '# escape=\\\n',
  '# syntax=a/b\n',
  '# check=skip=all\n',
  '#escape = x\n',
  '# c\n',
  '#\n',
]
const HEREDOCS = [
  '<<EOF',
  '<<-EOF',
  '<<"EOF"',
  "<<'E'",
  '3<<A',
  '\nEOF\n',
  '\n\tEOF\n',
  '\nE\n',
  '\nA\n',
  '<<EOF <<A',
  '<<',
]
const QUOTES = [...'"\'\\`', '\\"', "\\'", '"a b"', "'a b'", '\\$', '\\\\']
const VARIABLES = '$A ${A} ${A:-b} ${A:+${B}} ${A#*b} ${A%%c} ${A/b/c} ${A//?/} ${A?} ${ } $ $$'.split(' ')
const WORDS = 'a b alpine:3.22 as AS base /app ./ . = A=b --from=x --mount=type=cache -- -y'.split(' ')
const JSON_FORMS = ['["a", "b"]', '["a"', '["\\"x\\"", 1]', '[', ']', '[]', ',', '"\\u0041"']
const SHELL = [
  ' && ',
  ' || ',
  '; ',
  ' | ',
  ' & ',
  '$(a b)',
  '`a`',
  '(',
  ')',
  '{ a; }',
  'if a; then b; fi',
  '> x',
  '2>&1',
  'cd /a',
  '#',
]
const ODD = [...'\ufeff\u0085\u00a0\u2028\0\t\v\f\ud800 é😀', '  ']

const TOKENS = [
  ...KEYWORDS.flatMap(word => ['\n', '', ' \n'].map(before => before + word)),
  ...RARE_KEYWORDS.map(word => `\n${word} `),
  ...[
    ...LINE_ENDS,
    ...LINE_ENDS,
    ...DIRECTIVES,
    ...HEREDOCS,
    ...QUOTES,
    ...VARIABLES,
    ...WORDS,
    ...WORDS,
    ...JSON_FORMS,
  ],
  ...[...SHELL, ...ODD, ' ', ' ', ' ', ' '],
]

const RUN_TOKENS = [
  'a ',
  'b',
  ' -y',
  ' x y',
  ' && ',
  ' && c d',
  '; e ',
  ' \\\n',
  ' \\\n  ',
  ' \\\n# c\n ',
  '\\\r\n',
  '\nRUN f ',
  '\nENV a=b c=d ',
  ' e=f',
  ' ',
]

const IGNORE_TOKENS = [...'*?[]-\\/!#\na ', '**', '[a-c]', '[^a]', '\r\n', '.b', '..']

const soupOf = (tokens: readonly string[], maxLength: number): Arbitrary<string> =>
  fc.array(fc.constantFrom(...tokens), { maxLength, size: 'max' }).map(parts => parts.join(''))

/** What a Dockerfile is made of, in any order; half of them begin as one does. */
export const soup: Arbitrary<string> = fc
  .tuple(fc.constantFrom('', '', 'FROM alpine\nRUN ', '# escape=`\nFROM a\nRUN ', '\ufeff'), soupOf(TOKENS, 24))
  .map(([start, rest]) => start + rest)

/** A RUN that the shell may well read, on several lines, with instructions around it. */
export const runSoup: Arbitrary<string> = fc
  .tuple(
    soupOf([...RUN_TOKENS, ...RUN_TOKENS, ...SHELL], 14),
    fc.constantFrom('\nCMD z', '\r\nENV a=b\n', '\n# c\nUSER u'),
  )
  .map(([body, end]) => `FROM a\nRUN x ${body}${end}`)

export const wordSoup = soupOf([...VARIABLES, ...QUOTES, ...WORDS, ...HEREDOCS, ...ODD], 14)
export const shellSoup = soupOf([...SHELL, ...QUOTES, ...WORDS, ...VARIABLES, ...HEREDOCS, ' ', ' ', '\n'], 16)
export const ignoreSoup = soupOf(IGNORE_TOKENS, 16)
export const pathSoup = soupOf(['a', 'b', '/', '.b', '..', '[', '😀', '*'], 6)

/** Any text: code units of every kind, and bytes as UTF-8 reads them. */
export const noise: Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.uint8Array({ maxLength: 60 }).map(bytes => Buffer.from(bytes).toString('utf8')),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }).map(units => String.fromCharCode(...units)),
)

/** Dockerfiles as people write them: our examples and those of the rules. */
export const FILES: readonly string[] = [
  ...dockerfilesBelow(fileURLToPath(new URL('../../examples', import.meta.url))),
  ...RULES.flatMap(({ examples, silent }) => [
    ...examples.map(({ before }) => before),
    ...silent.map(({ text }) => text),
  ]).filter(text => /^FROM /m.test(text)),
  '# syntax=docker/dockerfile:1\r\nFROM a AS b\r\nRUN x && \\\r\n    # why\r\n    y\r\n\r\nCMD ["z"]\r\n',
  '# escape=`\nFROM a\nRUN x `\n  --y `\n\n  && z\nCOPY a `\n  b c/\n',
  'FROM a\nRUN <<EOF\nset -e\nx \\\n  y\nEOF\nCOPY <<-"A" <<B /d/\n\tone\n\tA\ntwo\nB\nUSER u\n',
]

function dockerfilesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return dockerfilesBelow(path)
    return /Dockerfile/.test(name) ? [readFileSync(path, 'utf8')] : []
  })
}

type Change = readonly [kind: number, at: number, length: number, piece: string]

/** A real file with characters and lines deleted, doubled and put in. */
export const mutated: Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...FILES),
    fc.array(
      fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(...TOKENS)),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([file, changes]) => changes.reduce(mutate, file))

function mutate(text: string, [kind, place, length, piece]: Change): string {
  if (kind < 3) {
    const at = place % (text.length + 1)
    const part = text.slice(at, at + length)
    return text.slice(0, at) + ['', part + part, piece + part][kind] + text.slice(at + length)
  }
  const lines = text.split(/(?<=\n)/)
  const at = place % lines.length
  const line = lines[at] ?? ''
  return lines.with(at, ['', line + line, piece + line][kind - 3] ?? '').join('')
}
