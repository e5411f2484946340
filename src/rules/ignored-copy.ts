import { stepsOf } from '../build/build.js'
import type { Context } from '../build/context.js'
import { copiesOf } from '../build/copies.js'
import { hasPath, joinPath, normalPath, type Repository } from '../build/repository.js'
import { mayBeUntracked } from '../build/untracked.js'
import { expand } from '../build/variables.js'
import { mountsOf } from '../documents/dockerfile/mounts.js'
import { defineRule } from './rule.js'

export const ignoredCopy = defineRule({
  id: 'ignored-copy',
  aliases: ['CopyIgnoredFile'],
  title: 'Copy what the ignore file lets through',
  category: 'correctness',
  severity: 'error',
  why: `What .dockerignore names never reaches BuildKit. A COPY or a mount of it fails with "not found" although the file lies there. An
exception behind the pattern, \`!dist/app.js\`, lets it through.`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM node:22\nCOPY package.json .env.defaults /app/\n',
      after: 'FROM node:22\nCOPY package.json .env.defaults /app/\n',
      files: { 'package.json': '{}', '.env.defaults': '', '.dockerignore': '.git\n.env*\n' },
    },
    {
      before: 'FROM nginx:1.29\nCOPY ./docs/site /usr/share/nginx/html\n',
      after: 'FROM nginx:1.29\nCOPY ./docs/site /usr/share/nginx/html\n',
      files: { 'docs/site/index.html': '', '.dockerignore': 'docs\n' },
    },
    {
      before:
        'FROM python:3.13\nRUN --mount=type=bind,source=pins.txt,target=/tmp/pins.txt pip install -r /tmp/pins.txt\n',
      after:
        'FROM python:3.13\nRUN --mount=type=bind,source=pins.txt,target=/tmp/pins.txt pip install -r /tmp/pins.txt\n',
      files: { 'pins.txt': '', '.dockerignore': '*.txt\n' },
    },
  ],
  silent: [
    {
      why: 'an exception lets it through',
      text: 'FROM a:1\nCOPY dist/app.js /\n',
      files: { 'dist/app.js': '', '.dockerignore': 'dist\n!dist/app.js\n' },
    },
    {
      why: 'an exception lets a part of the folder through',
      text: 'FROM a:1\nCOPY dist /dist\n',
      files: { 'dist/app.js': '', 'dist/app.map': '', '.dockerignore': 'dist\n!dist/app.js\n' },
    },
    {
      why: 'the whole context is what is left',
      text: 'FROM a:1\nCOPY . /app\n',
      files: { 'a.txt': '', 'b.txt': '', '.dockerignore': 'b.txt\n' },
    },
    {
      why: 'another stage has it',
      text: 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b dist /dist\n',
      files: { 'dist/app.js': '', '.dockerignore': 'dist\n' },
    },
    {
      why: 'patterns are anchored',
      text: 'FROM a:1\nCOPY web/dist /dist\n',
      files: { 'web/dist/app.js': '', '.dockerignore': 'dist\n' },
    },
    {
      why: 'the Dockerfile has an ignore file of its own',
      text: 'FROM a:1\nCOPY dist /dist\n',
      files: { 'dist/app.js': '', '.dockerignore': 'dist\n', 'Dockerfile.dockerignore': '.git\n' },
    },
    {
      why: 'it is not there at all',
      text: 'FROM a:1\nCOPY dcos /docs\n',
      files: { 'compose.yml': 'services:\n  a:\n    build: .\n', 'docs/a.md': '', '.dockerignore': 'd*\n' },
    },
    { why: 'nobody knows the repository', text: 'FROM a:1\nCOPY dist /dist\n' },
  ],
  references: [
    'https://docs.docker.com/reference/build-checks/copy-ignored-file/',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  *check(build) {
    const { context, dockerfile, repository } = build
    if (context === undefined) return
    for (const { instruction, state, isTrigger } of stepsOf(build, 'RUN'))
      for (const { type, options, flag } of isTrigger ? [] : mountsOf(instruction)) {
        const source = type === 'bind' && !options.has('from') ? options.get('source') : undefined
        const path = source && expand(state.variables, source, dockerfile.escape)
        if (path && isKeptOut(path, context, repository)) yield { range: flag.range, message: MESSAGE }
      }
    for (const { instruction, state, isTrigger } of stepsOf(build, 'COPY', 'ADD'))
      for (const { from, sources } of isTrigger ? [] : copiesOf(instruction))
        for (const source of from === undefined ? sources : []) {
          const path = expand(state.variables, source.text, dockerfile.escape)
          if (path === undefined || !isKeptOut(path, context, repository)) continue
          yield { range: source.range, message: MESSAGE }
        }
  },
})

const MESSAGE = 'The ignore file keeps this out of the build, so BuildKit does not find it and stops.'

/** What is not there at all, and was not to be made either, is another matter. */
function isKeptOut(written: string, context: Context, repository: Repository): boolean {
  if (/[*?[\\]|:\/\/|^git@/.test(written)) return false
  if (!context.isIgnored(written) || context.kindOf(written) !== undefined) return false
  const path = joinPath(context.root, normalPath(written))
  return hasPath(repository, path) || mayBeUntracked(path, repository)
}
