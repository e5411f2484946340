import { defineRule } from './rule.js'

export const dockerfileSyntax = defineRule({
  id: 'dockerfile-syntax',
  aliases: ['DL1000', 'DL3061', 'DL3043'],
  title: 'Write what BuildKit can read',
  category: 'correctness',
  severity: 'error',
  why: 'BuildKit refuses the file, so nothing can be built from it. No other rule looks at such a file.',
  fixable: 'never',
  readsBrokenFiles: true,
  examples: [
    { before: 'FROM alpine:3.22\nRUNN echo hello\n', after: 'FROM alpine:3.22\nRUNN echo hello\n' },
    { before: 'FROM alpine:3.22\nCOPY only-one\n', after: 'FROM alpine:3.22\nCOPY only-one\n' },
  ],
  silent: [
    { why: 'it can be read', text: 'FROM alpine:3.22\nRUN echo hello\n' },
    {
      why: 'a template becomes a Dockerfile later',
      text: 'FROM alpine:{{ .Version }}\n{{ if .Debug }}\nRUN echo\n{{ end }}\n',
    },
    {
      why: 'dots show that it is an excerpt, in a manual for instance',
      text: 'FROM golang:1.25 AS build\n...\nFROM alpine:3.22\nCOPY --from=build /app .\n',
    },
    { why: 'a tool puts parts into it', text: 'FROM alpine:3.22\nINCLUDE ./parts/base\nCMD ["a"]\n' },
    { why: 'a part without FROM is for another file to include', text: 'RUN echo hello\n' },
    { why: 'an empty file is a placeholder', text: '# to do\n' },
    { why: 'the frontend is another one', text: '# syntax=example.com/own-frontend:1\nINCLUDE common\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/'],
  *check({ dockerfile }) {
    const { error, text, lines, directives } = dockerfile
    if (error === undefined || isTemplate(text) || isExcerpt(text) || !/^[ \t]*FROM[ \t]/im.test(text)) return
    const syntax = directives.find(({ name }) => name === 'syntax')?.value ?? 'docker/dockerfile'
    if (!/(?:^|\/)docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax)) return
    const start = lines.starts[error.line - 1] ?? 0
    const line = text.slice(start, lines.starts[error.line] ?? text.length).trimEnd()
    yield {
      range: { start, end: start + line.length },
      message: `BuildKit refuses this file: ${error.message}.`,
    }
  },
})

/** Marks of Go, Jinja, EJS, ERB, Mustache and M4 templates, and of sed placeholders. */
function isTemplate(text: string): boolean {
  return /\{\{|\{%|<%|^[ \t]*(?:#include|#if|#ifdef|#endif|#define|define\(|include\(|dnl\b|INCLUDE\+?[ \t])|^@\w|@@\w+@@|^%%/m.test(
    text,
  )
}

/** A line of dots stands for what the reader has to imagine. */
function isExcerpt(text: string): boolean {
  return /^[ \t]*(?:\.{3}|…)[ \t]*\r?$/m.test(text)
}
