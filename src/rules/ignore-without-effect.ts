import type { IgnoreScope } from '../build/ignore-files/ignore-scope.js'
import { type Idle, idlePatterns } from '../build/ignore-files/without-effect.js'
import { type Dockerignore, isIgnored, parseDockerignore } from '../documents/dockerignore/document.js'
import { indexLines } from '../documents/text.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

const FILES = { Dockerfile: 'FROM node:22\nCOPY . /srv\n', 'README.md': '', 'docs/a.md': '', 'server.js': '' }

export const ignoreWithoutEffect = defineRule({
  id: 'ignore-without-effect',
  aliases: [],
  title: 'Leave no line in the ignore file that does nothing',
  category: 'upkeep',
  severity: 'warning',
  why: `Of several patterns that match a file the last one counts. An exception above the pattern that it is for changes nothing, and
neither does a pattern with a comment behind it: \`#\` begins a comment only at the start of a line. Nobody notices: the build just sends
more, or lacks a file.`,
  fixable: 'sometimes',
  fixSafety:
    'What is kept out stays the same, except where a comment behind a pattern had switched it off; every file that git tracks stays in the context.',
  examples: [
    {
      before: 'node_modules # installed in the image\n',
      after: '# installed in the image\nnode_modules\n',
      files: FILES,
    },
    { before: '*.log\ncoverage\n*.log\n', after: '*.log\ncoverage\n', files: FILES },
    { before: '!README.md\n*.md\n', after: '!README.md\n*.md\n', files: FILES },
    { before: 'docs\n!docs/a.md\ndocs\n', after: 'docs\n!docs/a.md\ndocs\n', files: FILES },
    { before: '../secrets\n', after: '../secrets\n', files: FILES },
  ],
  silent: [
    { why: 'the exception stands behind', text: '*.md\n!README.md\n', files: FILES },
    {
      why: 'each exception is for another file',
      text: 'docs\n!docs/a.md\n!docs/b.md\n',
      files: FILES,
    },
    { why: 'a comment of its own', text: '# node\nnode_modules\n', files: FILES },
    { why: 'another folder of the same beginning', text: 'docs\n!docs/a.md\ndocs-old\n', files: FILES },
  ],
  references: ['https://docs.docker.com/build/concepts/context/#syntax'],
  *checkIgnoreFile(scope) {
    const { ignore } = scope
    for (const idle of idlePatterns(ignore)) {
      const { pattern, reason } = idle
      yield {
        range: pattern.range,
        message: MESSAGES[reason](idle, ignore),
        fix: fixOf(scope, idle),
        ...(reason === 'said before' || (reason === 'taken back' && !pattern.keeps) ? INFO : {}),
      }
    }
  },
})

/** What is kept out stays as whoever wrote it meant, or the one who wrote the later line. */
const INFO = { severity: 'info' } as const

const MESSAGES: Readonly<Record<Idle['reason'], (idle: Idle, ignore: Dockerignore) => string>> = {
  comment: () =>
    'A comment begins only at the start of a line: this looks for a name with `#` in it, and keeps nothing out.',
  'nothing to except': () =>
    'Nothing above this exception keeps anything out, so it changes nothing: the last match counts.',
  outside: () => 'Nothing outside of the context is sent anyway: this matches no file.',
  'said before': (idle, ignore) => `Line ${lineOf(idle, ignore)} says the same.`,
  'taken back': (idle, ignore) => `Line ${lineOf(idle, ignore)} takes this back whole: the last match counts.`,
}

function lineOf({ other }: Idle, { text }: Dockerignore): number {
  return indexLines(text).lineAt(other?.range.start ?? 0) + 1
}

function fixOf({ ignore, builds }: IgnoreScope, { pattern: { range }, reason }: Idle): Fix | undefined {
  const { text } = ignore
  if (reason === 'said before') {
    const end = text[range.end] === '\n' ? range.end + 1 : range.end
    return { title: 'Delete the second one', safe: true, edits: [{ start: range.start, end, text: '' }] }
  }
  const parts = /^(.*?\S)\s+(#.*?)\s*$/.exec(text.slice(range.start, range.end))
  const [, written = '', comment = ''] = reason === 'comment' ? (parts ?? []) : []
  if (written === '' || !losesNothing(written, ignore, builds)) return undefined
  const edit = { ...range, text: `${comment}\n${written}` }
  return { title: 'Put the comment above the pattern, which then works', safe: false, edits: [edit] }
}

/** A pattern that never worked may keep out what builds have come to need. */
function losesNothing(pattern: string, { path }: Dockerignore, builds: IgnoreScope['builds']): boolean {
  const alone = parseDockerignore(path, pattern)
  return builds.every(({ context }) => !context?.filesIn('').some(file => isIgnored(alone, file)))
}
