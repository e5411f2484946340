import { letThrough } from '../build/ignore-files/root-only.js'
import type { Dockerignore, IgnorePattern } from '../documents/dockerignore/document.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

const WEB = {
  Dockerfile: 'FROM node:22\nWORKDIR /srv\nCOPY . .\nRUN npm ci && cd web && npm ci\n',
  'package-lock.json': '{}',
  'package.json': '{}',
  'web/package-lock.json': '{}',
  'web/package.json': '{}',
}

export const ignoreRootOnly = defineRule({
  id: 'ignore-root-only',
  aliases: [],
  title: 'Write patterns for every depth with **/',
  category: 'size',
  severity: 'warning',
  why: `A pattern of .gitignore matches at every depth, one of .dockerignore only at the root of the context: \`__pycache__\` leaves
every folder of bytecode but the topmost where it is. 43 of 95 ignore files of well-known repositories have such patterns (own count).`,
  fixable: 'sometimes',
  fixSafety:
    'Every file that git tracks and every path that a COPY or a mount names stays in the context; what is kept out in addition is made by tools or holds settings of one machine.',
  examples: [
    {
      before: '.git\nnode_modules\n',
      after: '.git\n**/node_modules\n',
      files: { ...WEB, '.gitignore': 'node_modules\n' },
    },
    {
      before: '# Python\n__pycache__/\n*.pyc\n',
      after: '# Python\n**/__pycache__/\n**/*.pyc\n',
      files: {
        Dockerfile: 'FROM python:3.13\nCOPY . /srv\n',
        'app/main.py': '',
        '.gitignore': '__pycache__/\n*.py[cod]\n',
      },
    },
  ],
  silent: [
    {
      why: 'it is written for every depth',
      text: '**/node_modules\n',
      files: { ...WEB, '.gitignore': 'node_modules\n' },
    },
    {
      why: 'another pattern has the others',
      text: 'node_modules\n*/node_modules\n',
      files: { ...WEB, '.gitignore': 'node_modules\n' },
    },
    {
      why: 'there is but one',
      text: 'node_modules\n',
      files: { Dockerfile: WEB.Dockerfile, 'package-lock.json': '{}', '.gitignore': 'node_modules\n' },
    },
    {
      why: 'nothing copies the other one',
      text: 'node_modules\n',
      files: {
        ...WEB,
        Dockerfile: 'FROM node:22\nCOPY package*.json ./\nRUN npm ci\n',
        '.gitignore': 'node_modules\n',
      },
    },
    {
      why: 'whoever writes a slash means the root',
      text: '/node_modules\n',
      files: { ...WEB, '.gitignore': 'node_modules\n' },
    },
    {
      why: 'git tracks one of them',
      text: 'node_modules\n',
      files: { ...WEB, 'web/node_modules/patched/index.js': '', '.gitignore': '/node_modules\n' },
    },
  ],
  references: ['https://docs.docker.com/build/concepts/context/#syntax'],
  *checkIgnoreFile(scope) {
    const { ignore } = scope
    for (const pattern of ignore.patterns) {
      const found = isForRoot(ignore, pattern) ? undefined : letThrough(scope, pattern)
      if (found === undefined) continue
      const more = found.count === 1 ? '' : ` and ${found.count - 1} more`
      yield {
        range: pattern.range,
        message: `This matches only at the root of the context, unlike in .gitignore: \`${found.path}\`${more} ${found.count === 1 ? 'comes' : 'come'} along where it lies.`,
        fix: found.isNamed ? undefined : everywhere(ignore, pattern),
      }
    }
  },
})

function isForRoot({ text }: Dockerignore, { range }: IgnorePattern): boolean {
  return /^\s*\.?\//.test(text.slice(range.start, range.end))
}

function everywhere({ text }: Dockerignore, { range }: IgnorePattern): Fix {
  const written = text.slice(range.start, range.end)
  const start = range.start + written.length - written.replace(/^[\s\ufeff]+/, '').length
  return { title: 'Write it for every depth', safe: true, edits: [{ start, end: start, text: '**/' }] }
}
