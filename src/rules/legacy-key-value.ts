import { type Step, stepsOf } from '../build/build.js'
import { quotedWords, splitKeyword } from '../documents/dockerfile/arguments.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import { LexerError, lex } from '../documents/dockerfile/lexer.js'
import { isContiguous, joinPieces, toSource } from '../documents/logical-text.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const legacyKeyValue = defineRule({
  id: 'legacy-key-value',
  aliases: ['LegacyKeyValueFormat'],
  title: 'Write ENV and LABEL with an equals sign',
  category: 'upkeep',
  severity: 'info',
  why: `In \`ENV name value\` everything behind the name is the value: \`ENV A b C=d\` sets A to \`b C=d\`, and \`ENV A = b\` sets it to \`= b\`.
The form is deprecated, and \`docker build\` warns of it.`,
  fixable: 'sometimes',
  fixSafety: 'The value stays the same, character by character, except where the fix says which other value it writes.',
  examples: [
    {
      before: 'FROM debian:12\nENV LANG C.UTF-8\nLABEL description My small app\n',
      after: 'FROM debian:12\nENV LANG=C.UTF-8\nLABEL description="My small app"\n',
    },
    { before: 'FROM debian:12\nENV PORT = 80\n', after: 'FROM debian:12\nENV PORT=80\n' },
    { before: 'FROM debian:12\nENV A b C=d\n', after: 'FROM debian:12\nENV A b C=d\n' },
  ],
  silent: [
    { why: 'it has an equals sign', text: 'FROM debian:12\nENV LANG=C.UTF-8 A="b c"\n' },
    { why: 'ARG has only one form', text: 'FROM debian:12\nARG VERSION\n' },
    { why: 'the equals sign stands on the next line', text: 'FROM debian:12\nENV \\\n  A=b \\\n  C=d\n' },
    { why: 'ONBUILD is for another image', text: 'FROM debian:12\nONBUILD ENV LANG C.UTF-8\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],
  *check(build) {
    for (const step of stepsOf(build, 'ENV', 'LABEL')) {
      const { instruction, isTrigger } = step
      const { arguments: args, keyword, range } = instruction
      const [first] = quotedWords(args, build.dockerfile.escape)
      if (isTrigger || first === undefined || first.text.includes('=')) continue
      const value = args.text.slice(splitKeyword(args.text).rest.start)
      yield {
        range,
        message: /^=(?:\s|$)/.test(value)
          ? `The value of \`${first.text}\` begins with the equals sign: there must be no blanks around it.`
          : isMisread(value)
            ? `All of \`${value}\` is the value of \`${first.text}\`.`
            : `\`${keyword} name value\` is deprecated: write an equals sign.`,
        fix: () => fix(build.dockerfile, step, value),
      }
    }
  },
})

function fix(dockerfile: Dockerfile, { instruction }: Step, value: string): Fix | undefined {
  const { arguments: args } = instruction
  const { keyword: name, rest } = splitKeyword(args.text)
  const gap = { start: name.end, end: rest.start }
  const written = args.text.slice(name.start, name.end)
  if (!isContiguous(args, { start: name.start, end: rest.start + 1 }) || !/^[\w.-]+$/.test(written)) return undefined
  const after = /^=[ \t]+(?=[^\s])/.exec(value)
  const start = toSource(args, gap).start
  if (after) {
    const word = value.slice(after[0].length)
    const isPlain = quoted(word, dockerfile) === word && isContiguous(args, { start: gap.start, end: args.text.length })
    const edits = [{ start, end: start + (gap.end - gap.start) + after[0].length, text: '=' }]
    return isPlain
      ? { title: `Set ${written} to ${word}; until now it begins with "="`, safe: false, edits }
      : undefined
  }
  // Whether the rest was meant to be more variables only the owner knows.
  const wanted = value.startsWith('=') || isMisread(value) ? undefined : quoted(value, dockerfile)
  if (wanted === undefined) return undefined
  const quote = wanted === value ? '' : '"'
  const end = toSource(args, { start: args.text.length - 1, end: args.text.length }).end
  return {
    title: 'Write an equals sign',
    safe: true,
    edits: [{ ...toSource(args, gap), text: `=${quote}` }, ...(quote === '' ? [] : [{ start: end, end, text: quote }])],
  }
}

/** `ENV A b C=d`: the rest looks like more variables. */
function isMisread(value: string): boolean {
  return /^[^\s=;"'-][^\s=;"']*(?:\s+[A-Za-z_][\w.-]*=\S*)+$/.test(value)
}

/** A value as one word that BuildKit expands to the same: as it is, or in double quotes. */
function quoted(value: string, { escape }: Dockerfile): string | undefined {
  return [value, ...(value.includes('"') ? [] : [`"${value}"`])].find(word => {
    const words = quotedWords(joinPieces(word, [{ start: 0, end: word.length }]), escape)
    return words.length === 1 && words[0]?.text === word && expanded(word, escape) === expanded(value, escape)
  })
}

/** With a value for each variable that shows where it went, blanks and quotes in it included. */
function expanded(text: string, escape: '\\' | '`'): string | undefined {
  try {
    return lex(text, name => `<${name} "'>`, { escape }).text
  } catch (error) {
    if (error instanceof LexerError) return undefined
    throw error
  }
}
