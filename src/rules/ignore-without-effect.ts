import { grouped } from '../build/grouped.js'
import type { IgnoreScope } from '../build/ignore-files/ignore-scope.js'
import { type LostExceptions, letsInOnly, lostExceptions } from '../build/ignore-files/lost-exceptions.js'
import { type Idle, idlePatterns } from '../build/ignore-files/without-effect.js'
import {
  type Dockerignore,
  type IgnorePattern,
  isIgnored,
  parseDockerignore,
} from '../documents/dockerignore/document.js'
import { indexLines } from '../documents/text.js'
import { applyEdits, type Fix } from '../fixes/edits.js'
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
more, or lacks a file. Where the folder of an exception is named once more behind it, the file does come, and is empty.`,
  fixable: 'sometimes',
  fixSafety:
    'What is kept out stays the same, except where a comment behind a pattern had switched it off, and for the files of an exception that now counts; every file that was in the context stays there.',
  examples: [
    {
      before: 'node_modules # installed in the image\n',
      after: '# installed in the image\nnode_modules\n',
      files: FILES,
    },
    { before: '*.log\ncoverage\n*.log\n', after: '*.log\ncoverage\n', files: FILES },
    { before: '!README.md\n*.md\n', after: '*.md\n!README.md\n', files: FILES },
    { before: 'docs\n!docs/a.md\ndocs\n', after: 'docs\n!docs/a.md\n', files: FILES },
    { before: '!server.js\n!package.json\n*\n', after: '*\n!server.js\n!package.json\n', files: FILES },
    { before: '!docs/b.md\ndocs\n', after: '!docs/b.md\ndocs\n', files: FILES },
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
    const lost = lostExceptions(scope)
    for (const one of lost) yield { range: one.patterns[0].range, message: lostBy(one, ignore), fix: moved(scope, one) }
    const idle = idlePatterns(ignore).filter(({ pattern, other }) =>
      lost.every(({ patterns, by }) => !patterns.includes(pattern) && !(pattern.keeps && other === by)),
    )
    // One line may take many back, or stand above nothing with many.
    const keyOf = ({ pattern, reason, other }: Idle) =>
      reason === 'taken back' ? other : reason === 'nothing to except' ? reason : pattern
    const groups = grouped(idle, keyOf)
    for (const [first, ...others] of groups.values()) {
      const { pattern, reason } = first
      yield {
        range: pattern.range,
        message: MESSAGES[reason](first, ignore, others.length),
        fix: fixOf(scope, first),
        ...(reason === 'said before' || (reason === 'taken back' && !pattern.keeps) ? INFO : {}),
      }
    }
  },
})

/** What is kept out stays as whoever wrote it meant, or the one who wrote the later line. */
const INFO = { severity: 'info' } as const

const MESSAGES: Readonly<Record<Idle['reason'], (idle: Idle, ignore: Dockerignore, others: number) => string>> = {
  comment: () =>
    'A comment begins only at the start of a line: this looks for a name with `#` in it, and keeps nothing out.',
  'nothing to except': (_, _ignore, others) =>
    `Nothing above this exception${andMore(others, 'line')} keeps anything out, so it changes nothing: the last match counts.`,
  outside: () => 'Nothing outside of the context is sent anyway: this matches no file.',
  'said before': ({ other }, ignore) => `Line ${lineOf(other, ignore)} says the same.`,
  'taken back': ({ other }, ignore, others) =>
    `Line ${lineOf(other, ignore)} takes this${andMore(others, 'line')} back whole: the last match counts.`,
}

function andMore(count: number, what: string): string {
  return count === 0 ? '' : ` and ${count} more ${what}${count === 1 ? '' : 's'}`
}

function lostBy({ patterns, by, files, emptied }: LostExceptions, ignore: Dockerignore): string {
  const [first = ''] = files
  const what = `\`${first}\`${andMore(files.length - 1, 'file')}`
  const s = files.length === 1 ? 's' : ''
  const out = `stay${s} out of the build`
  const empty = emptied.length < files.length ? `${out} or come in empty` : `come${s} in, but empty`
  const comes = emptied.length === 0 ? out : empty
  return `Line ${lineOf(by, ignore)} takes this exception${andMore(patterns.length - 1, 'line')} back: ${what} ${comes}.`
}

/** The line in the way goes above the exceptions; one that only says once more what stands above them is not needed at all. */
function moved(scope: IgnoreScope, { patterns: [first], by, files }: LostExceptions): Fix | undefined {
  const { ignore } = scope
  const { text, path } = ignore
  const isLast = text[by.range.end] !== '\n'
  const cut = isLast
    ? { start: by.range.start - 1, end: by.range.end, text: '' }
    : { start: by.range.start, end: by.range.end + 1, text: '' }
  const isRepeated = ignore.patterns.some(
    one => !one.keeps && one.text === by.text && one.range.start < first.range.start,
  )
  const { start } = first.range
  const line = { start, end: start, text: `${text.slice(by.range.start, by.range.end)}\n` }
  const edits = isRepeated ? [cut] : [line, cut]
  if (!letsInOnly(scope, parseDockerignore(path, applyEdits(text, edits)), files)) return undefined
  const number = lineOf(by, ignore)
  const title = isRepeated
    ? `Delete line ${number}, which stands above, too`
    : `Move line ${number} above its exceptions`
  return { title: `${title}: they then count`, safe: false, edits }
}

function lineOf(pattern: IgnorePattern | undefined, { text }: Dockerignore): number {
  return indexLines(text).lineAt(pattern?.range.start ?? 0) + 1
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
