import { posix } from 'node:path'
import { type Build, stepsOf } from '../build/build.js'
import { copiesOf } from '../build/copies.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const copyOutsideContext = defineRule({
  id: 'copy-outside-context',
  aliases: [],
  title: 'Copy from inside the build context',
  category: 'correctness',
  severity: 'error',
  why: `BuildKit drops every leading \`../\` without a word and looks in the root of the build context. The build fails, or takes
another file of that name.

In one repository of forty services this broke 23 of 35 builds at once.`,
  fixable: 'sometimes',
  fixSafety: 'The fix writes the path that BuildKit uses anyway; there is one only when that path exists.',
  examples: [
    {
      before: 'FROM python:3.13\nCOPY ../shared /srv/shared\n',
      after: 'FROM python:3.13\nCOPY shared /srv/shared\n',
      files: { 'shared/a.py': '' },
    },
    {
      before: 'FROM python:3.13\nCOPY ../shared /srv/shared\n',
      after: 'FROM python:3.13\nCOPY ../shared /srv/shared\n',
    },
    {
      before: 'FROM python:3.13\nCOPY ["app/../../shared/", "/srv/shared/"]\n',
      after: 'FROM python:3.13\nCOPY ["app/../../shared/", "/srv/shared/"]\n',
      files: { 'app/a.py': '' },
    },
  ],
  silent: [
    { why: 'a path of another stage has its own root', text: 'FROM a AS b\nFROM c\nCOPY --from=b ../app /app\n' },
    { why: 'it stays inside', text: 'FROM a\nCOPY app/../lib /lib\n' },
    { why: 'the dots are part of a name', text: 'FROM a\nCOPY ..data /data\n' },
    { why: 'only the target goes up', text: 'FROM a\nWORKDIR /srv/app\nCOPY lib ../lib\n' },
    { why: 'it is a URL', text: 'FROM a\nADD https://example.com/../a /a\n' },
  ],
  references: ['https://docs.docker.com/build/concepts/context/#local-context'],
  *check(build) {
    for (const { instruction } of stepsOf(build, 'COPY', 'ADD'))
      for (const { from, sources } of copiesOf(instruction))
        for (const source of from === undefined ? sources : [])
          if (leavesContext(source.text))
            yield {
              range: source.range,
              message: `A build cannot reach outside its context: BuildKit looks for \`${inside(source.text)}\` in the context's root.`,
              fix: () => fix(build, source, instruction.json !== undefined),
              // What is there is found all the same.
              ...(build.context?.kindOf(inside(source.text)) === undefined ? {} : { severity: 'warning' as const }),
            }
  },
})

function leavesContext(path: string): boolean {
  return !/:\/\/|^git@|\$/.test(path) && !path.startsWith('/') && /^\.\.(?:\/|$)/.test(posix.normalize(path))
}

/** The path that BuildKit makes of one that leaves the context. */
function inside(path: string): string {
  return posix.join('/', path).slice(1) || '.'
}

function fix({ context }: Build, { text, range, contiguous }: Word, isJson: boolean): Fix | undefined {
  const path = inside(text)
  if (!contiguous || context?.kindOf(path) === undefined) return undefined
  return { title: `Write \`${path}\``, safe: true, edits: [{ ...range, text: isJson ? JSON.stringify(path) : path }] }
}
