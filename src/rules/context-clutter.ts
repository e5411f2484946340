import { type Build, finalStages } from '../build/build.js'
import { type Bulk, bulkIn } from '../build/clutter/bulk.js'
import { type Clutter, clutteredCopies } from '../build/clutter/clutter.js'
import { ignoreFileFor } from '../build/clutter/ignore-lines.js'
import { type WholeCopy, wholeCopies } from '../build/clutter/whole-copies.js'
import { joinPath } from '../build/repository.js'
import { gitIgnores } from '../build/untracked.js'
import type { Proposal } from '../fixes/edits.js'
import { defineRule, type Problem } from './rule.js'
import { listOf } from './wording.js'

/** Bytes of tests and documentation from which on it is worth a word. */
const LARGE = 5 * 1024 * 1024

const NODE = { 'package.json': '{}', 'package-lock.json': '{}', 'server.js': '', '.gitignore': 'node_modules\n.env\n' }

export const contextClutter = defineRule({
  id: 'context-clutter',
  aliases: [],
  title: 'Keep what no build needs out of the context',
  category: 'size',
  severity: 'warning',
  why: `\`COPY . .\` takes all that lies in the context: also what was never meant for the image. The \`node_modules\` of a laptop lands on
those that the image has just installed, for another system; a \`.env\` with passwords can be read by everybody who can pull the image; \`.git\`
brings the whole history and changes with every commit, after which nothing behind the copy comes from the cache.

43 of 95 ignore files of well-known repositories have patterns that match only at the context's root (own count); with all of them written
for every depth one context went from 3,661 files to 2,254, and from 52 MB to 20.`,
  fixable: 'never',
  examples: [
    {
      before:
        'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
      after:
        'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
      files: NODE,
    },
    {
      before:
        'FROM python:3.13-slim\nCOPY . /srv\nRUN pip install -r /srv/requirements.txt\nCMD ["python", "/srv/app.py"]\n',
      after:
        'FROM python:3.13-slim\nCOPY . /srv\nRUN pip install -r /srv/requirements.txt\nCMD ["python", "/srv/app.py"]\n',
      files: { 'requirements.txt': 'flask\n', 'app.py': '', '.env.example': '', '.gitignore': '.env\n' },
    },
  ],
  silent: [
    {
      why: 'the ignore file keeps it out',
      text: 'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n',
      files: { ...NODE, '.dockerignore': '.git\nnode_modules\n.env\n' },
    },
    {
      why: 'only what is needed is named',
      text: 'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY server.js ./\n',
      files: NODE,
    },
    {
      why: 'the image installs nothing: what the machine has is what is wanted',
      text: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN node node_modules/.bin/build\n',
      files: NODE,
    },
    {
      why: 'a build may read its version from git',
      text: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n',
      files: { 'go.mod': '', 'main.go': '', '.gitignore': '*.log\n' },
    },
    {
      why: 'git tracks it: it is a part of the project',
      text: 'FROM composer:2\nWORKDIR /app\nCOPY . .\nRUN composer install && make\n',
      files: { 'composer.json': '{}', 'vendor/a.php': '', '.gitignore': '' },
    },
    { why: 'nobody knows the repository', text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n' },
  ],
  references: [
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://docs.docker.com/build/building/best-practices/#exclude-with-dockerignore',
  ],
  *check(build) {
    const [first, ...others] = clutteredCopies(build)
    const { context, repository } = build
    // Then the rule untracked-ignore-file speaks.
    if (context && context.ignorePath === undefined && gitIgnores(joinPath(context.root, '.dockerignore'), repository))
      return
    if (first !== undefined) {
      const all = [first, ...others].flatMap(({ clutter }) => clutter)
      yield problem(build, first.copy, all)
      return
    }
    const final = finalStages(build)
    for (const copy of wholeCopies(build)) {
      if (!final.has(copy.step.stage)) continue
      const bulk = bulkIn(build, copy)
      if (sum(bulk) < LARGE) continue
      yield {
        range: copy.word.range,
        message: `This copy takes in ${weightOf(bulk)}. What the image does without can be kept out by the ignore file.`,
        severity: 'info',
      }
      return
    }
  },
})

function problem(build: Build, copy: WholeCopy, clutter: readonly Clutter[]): Problem {
  const rank = ({ kind }: Clutter) => KINDS.indexOf(kind)
  const names = listOf([...clutter].sort((a, b) => rank(a) - rank(b)).map(({ path }) => `\`${path}\``))
  const { ignorePath } = build.context ?? {}
  const [lie, them] = clutter.length === 1 ? ['lies', 'it'] : ['lie', 'them']
  const missing = ignorePath === undefined ? 'there is no ignore file' : `\`${ignorePath}\` does not keep ${them} out`
  const bulk = finalStages(build).has(copy.step.stage) ? bulkIn(build, copy) : []
  const weight = sum(bulk) < LARGE ? '' : ` Besides, it takes in ${weightOf(bulk)}.`
  return {
    range: copy.word.range,
    message: `Where ${names} ${lie} in the context, this copy takes ${them} in, as ${missing}: ${costOf(clutter)}.${weight}`,
    proposal: proposalFor(build),
    ...(clutter.every(({ kind }) => kind === 'git') ? { severity: 'info' as const } : {}),
  }
}

/** What weighs most goes first. */
const KINDS: readonly Clutter['kind'][] = ['secret', 'made', 'git']

function costOf(clutter: readonly Clutter[]): string {
  const has = (wanted: Clutter['kind']) => clutter.some(({ kind }) => kind === wanted)
  if (has('secret')) return 'who can pull the image can read the passwords in `.env`'
  if (has('made')) return 'what another machine has made lands on what the image makes by itself'
  return 'it changes with every commit, and brings the whole history along'
}

function proposalFor(build: Build): Proposal | undefined {
  const file = ignoreFileFor(build)
  if (file === undefined) return undefined
  const lines = file.added === 1 ? 'a line' : `${file.added} lines`
  const title = `${file.before === undefined ? 'Add' : `Add ${lines} to`} \`${file.path}\`, which keeps every file that git tracks`
  return { path: file.path, before: file.before, after: file.after, title }
}

function sum(bulk: readonly Bulk[]): number {
  return bulk.reduce((bytes, one) => bytes + one.bytes, 0)
}

/** `412 files, 38.2 MB, of \`docs\` and \`tests\``, as git's tree has them. */
function weightOf(bulk: readonly Bulk[]): string {
  const files = bulk.reduce((count, one) => count + one.files, 0)
  const names = listOf(bulk.map(({ folder }) => `\`${folder}\``))
  return `${files.toLocaleString('en')} tracked ${files === 1 ? 'file' : 'files'} (${(sum(bulk) / 1_000_000).toFixed(1)} MB) of ${names}`
}
