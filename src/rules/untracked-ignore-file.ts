import type { Build } from '../build/build.js'
import { wholeCopies } from '../build/clutter/whole-copies.js'
import { folderOf, joinPath } from '../build/repository.js'
import { gitIgnores } from '../build/untracked.js'
import type { Proposal } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const untrackedIgnoreFile = defineRule({
  id: 'untracked-ignore-file',
  aliases: [],
  title: 'Give the ignore file to git',
  category: 'correctness',
  severity: 'warning',
  why: `An ignore file that git ignores exists for whoever wrote it alone: everybody else, and every build in CI, sends the whole context. In
one public repository with some forty services ten new ignore files were without effect in this way, and nobody noticed.`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM node:22\nWORKDIR /app\nCOPY . .\n',
      after: 'FROM node:22\nWORKDIR /app\nCOPY . .\n',
      files: { '.gitignore': 'node_modules\n.dockerignore\n', 'server.js': '' },
    },
  ],
  silent: [
    {
      why: 'git tracks it in spite of that',
      text: 'FROM node:22\nCOPY . .\n',
      files: { '.gitignore': '.dockerignore\n', '.dockerignore': '.git\n', 'server.js': '' },
    },
    { why: 'there is none', text: 'FROM node:22\nCOPY . .\n', files: { '.gitignore': '.git*\n', 'server.js': '' } },
    {
      why: 'git ignores hidden files of all kinds',
      text: 'FROM node:22\nCOPY . .\n',
      files: { '.gitignore': '.*\n', 'server.js': '' },
    },
    {
      why: 'nothing is copied whole',
      text: 'FROM node:22\nCOPY server.js /\n',
      files: { '.gitignore': '.dockerignore\n', 'server.js': '' },
    },
    { why: 'nobody knows the repository', text: 'FROM node:22\nCOPY . .\n' },
  ],
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  *check(build) {
    const { context, repository } = build
    const copy = wholeCopies(build).find(({ folder }) => folder === '')
    if (context === undefined || copy === undefined || context.ignorePath !== undefined) return
    const path = joinPath(context.root, '.dockerignore')
    // A pattern such as `.*` is not about this file, and nobody has one.
    if (!gitIgnores(path, repository) || !isNamed(build, path)) return
    yield {
      range: copy.word.range,
      message: `Git ignores \`${path}\`: one that lies there is in nobody else's checkout, and this copy takes in all of the context.`,
      proposal: withoutLine(build),
    }
  },
})

/** True when a `.gitignore` above names the file. */
function isNamed({ repository: { texts } }: Build, path: string): boolean {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (/^\S*\.dockerignore[ \t]*\r?$/m.test(texts.get(joinPath(folder, '.gitignore')) ?? '')) return true
    if (folder === '') return false
  }
}

/** The line of the top `.gitignore` that names the file and nothing else. */
function withoutLine({ repository }: Build): Proposal | undefined {
  const before = repository.texts.get('.gitignore')
  const after = before?.replace(/^(?:\*\*)?\/?\.dockerignore[ \t]*(?:\r?\n|$)/m, '')
  if (before === undefined || after === undefined || after === before) return undefined
  return {
    path: '.gitignore',
    title: 'Take `.dockerignore` out of `.gitignore`, and give the file to git',
    before,
    after,
  }
}
